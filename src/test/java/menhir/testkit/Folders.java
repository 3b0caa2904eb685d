package menhir.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders with all that is in them. */
public final class Folders {
    private Folders() {}

    /** Deletes a folder with all that is in it. */
    public static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    /** Each file's size in bytes, and where it is. */
    static List<String> list(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of("there is no " + folder);
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.sorted()
                    .map(file -> file.toFile().length() + " " + file)
                    .toList();
        }
    }
}
