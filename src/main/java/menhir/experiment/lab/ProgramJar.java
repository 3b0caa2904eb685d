package menhir.experiment.lab;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;

/** The jar that this program runs from, of which the nodes are processes, too. */
public final class ProgramJar {
    private ProgramJar() {}

    /**
     * TODO summary.
     *
     * @throws IOException when this runs from a folder of classes; the system property menhir.jar can name a jar then
     */
    public static Path path() throws IOException {
        String given = System.getProperty("menhir.jar");
        Path jar = given != null ? Path.of(given) : location();
        if (!Files.isRegularFile(jar)) {
            throw new IOException("experiments need the packaged jar, but this program runs from " + jar);
        }
        return jar.toAbsolutePath();
    }

    private static Path location() throws IOException {
        CodeSource source = ProgramJar.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            throw new IOException("it is not known which jar this program runs from");
        }
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException odd) {
            throw new IOException("the jar has an odd name: " + source.getLocation(), odd);
        }
    }
}
