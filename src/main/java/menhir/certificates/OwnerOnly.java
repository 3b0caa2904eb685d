package menhir.certificates;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files and folders that only their owner can use, where the file system has such permissions (POSIX). */
public final class OwnerOnly {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private OwnerOnly() {}

    /** Creates a folder, and those above it. Those that exist stay as they are: somebody may have given access to them. */
    public static void createFolders(Path folder) throws IOException {
        Files.createDirectories(folder, permissions("rwx------"));
    }

    static void createFile(Path file) throws IOException {
        Files.createFile(file, permissions("rw-------"));
    }

    private static FileAttribute<?>[] permissions(String text) {
        return POSIX
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))}
                : new FileAttribute<?>[0];
    }
}
