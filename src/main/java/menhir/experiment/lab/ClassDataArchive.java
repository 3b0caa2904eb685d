package menhir.experiment.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The class data archive beside a packaged jar, which shortens the start of a JVM. */
public final class ClassDataArchive {
    private ClassDataArchive() {}

    /** JVM options that use the archive of a jar; none if there is no archive. */
    public static List<String> options(Path jar) {
        Path archive = of(jar);
        return Files.isReadable(archive) ? List.of("-XX:SharedArchiveFile=" + archive) : List.of();
    }

    static Path of(Path jar) {
        return jar.resolveSibling(jar.getFileName() + ".jsa");
    }
}
