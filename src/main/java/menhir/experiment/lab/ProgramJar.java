package menhir.experiment.lab;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;

/** The jar that this program runs from. The nodes of an experiment run from the same jar. */
public final class ProgramJar {
    private ProgramJar() {}

    /**
     * The absolute path of the jar: the system property {@code menhir.jar}, or else the jar of this class.
     *
     * @throws IOException if this program does not run from a jar, and the property names none
     */
    public static Path path() throws IOException {
        String given = System.getProperty("menhir.jar");
        Path jar = given != null ? Path.of(given) : location();
        if (!Files.isRegularFile(jar)) {
            throw new IOException("the packaged jar is required, but this program runs from " + jar);
        }
        return jar.toAbsolutePath();
    }

    private static Path location() throws IOException {
        CodeSource source = ProgramJar.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            throw new IOException("the jar of this program is unknown");
        }
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException invalid) {
            throw new IOException("the jar has an invalid path: " + source.getLocation(), invalid);
        }
    }
}
