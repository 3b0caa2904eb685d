package menhir.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Notices when files have changed that belong together. For one thread. */
public final class WatchedFiles {
    /** What tells a version of a file from another. */
    private record Version(
            FileTime modified, long bytes, @Nullable Object inode) {}

    private final List<Path> files;
    private List<Optional<Version>> known;
    private List<Optional<Version>> seen;

    /** Watches files from now on. They need not exist. */
    public WatchedFiles(Path... files) {
        this.files = List.of(files);
        this.known = versions();
        this.seen = known;
    }

    /**
     * Whether the files have changed since this last said so, and not since it was last asked: several files are not replaced at
     * the same instant, nor is one written at once.
     */
    public boolean haveChanged() {
        List<Optional<Version>> versions = versions();
        boolean settled = versions.equals(seen);
        seen = versions;
        if (!settled || versions.equals(known)) {
            return false;
        }
        known = versions;
        return true;
    }

    private List<Optional<Version>> versions() {
        return files.stream().map(WatchedFiles::version).toList();
    }

    private static Optional<Version> version(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new Version(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
