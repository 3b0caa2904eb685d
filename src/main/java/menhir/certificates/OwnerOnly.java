package menhir.certificates;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
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

    /** Whether others than the owner and the group of a file can read it. */
    static boolean isOpenToAll(Path file) throws IOException {
        return has(file, PosixFilePermission.OTHERS_READ);
    }

    /** Whether the group of a file can read it. */
    static boolean isOpenToGroup(Path file) throws IOException {
        return has(file, PosixFilePermission.GROUP_READ);
    }

    private static boolean has(Path file, PosixFilePermission permission) throws IOException {
        return POSIX && Files.getPosixFilePermissions(file).contains(permission);
    }

    private static FileAttribute<?>[] permissions(String text) {
        return POSIX
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))}
                : new FileAttribute<?>[0];
    }
}
