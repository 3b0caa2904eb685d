package menhir.experiment.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Operations on whole folders. */
public final class Folders {
    private Folders() {}

    /** Deletes a folder with its contents, if it exists. Symbolic links are not followed. */
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Copies a folder with its contents to one that does not exist. */
    public static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    /** A line for each file below a folder: its size in bytes and its path. */
    public static List<String> list(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of(folder + " does not exist");
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.sorted()
                    .map(file -> file.toFile().length() + " " + file)
                    .toList();
        }
    }
}
