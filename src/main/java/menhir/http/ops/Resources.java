package menhir.http.ops;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Files in the jar. */
final class Resources {
    private Resources() {}

    /** @param path absolute: /menhir/... */
    static byte[] read(String path) {
        try (InputStream in = Resources.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("the jar has no file " + path);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path + " in the jar", e);
        }
    }
}
