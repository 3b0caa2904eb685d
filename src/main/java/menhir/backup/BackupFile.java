package menhir.backup;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import menhir.replication.LogEntry;

/** Backups as files: written whole or not at all, and never over another file. */
public final class BackupFile {
    private static final String PARTIAL = ".partial";
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int SEGMENT_ENTRIES = 1_000;
    private static final int SEGMENT_BYTES = 96 * 1024;

    /** Writes a backup, entry by entry. */
    public static final class Writer {
        private final OutputStream output;
        private final BackupEncoder encoder;
        private final List<LogEntry> segment = new ArrayList<>();
        private int bytes;

        private Writer(OutputStream output, BackupHeader header) throws IOException {
            this.output = output;
            this.encoder = new BackupEncoder(header);
            output.write(encoder.begin());
        }

        /** Adds the entry at the next index. */
        public void add(LogEntry entry) throws IOException {
            if (segment.size() == SEGMENT_ENTRIES
                    || (!segment.isEmpty() && bytes + entry.payload().length > SEGMENT_BYTES)) {
                flush();
            }
            segment.add(entry);
            bytes += entry.payload().length;
        }

        private void flush() throws IOException {
            if (!segment.isEmpty()) {
                output.write(encoder.segment(segment));
                segment.clear();
                bytes = 0;
            }
        }

        private Summary end() throws IOException {
            flush();
            output.write(encoder.end());
            return encoder.summary();
        }
    }

    /** Produces the entries of a backup. */
    @FunctionalInterface
    public interface Content {
        void writeTo(Writer writer) throws IOException;
    }

    /** Produces the bytes of a file. */
    @FunctionalInterface
    private interface Bytes<T> {
        T writeTo(OutputStream output) throws IOException;
    }

    private BackupFile() {}

    /**
     * Writes a backup of the entries that the content produces.
     *
     * @throws IOException if the file exists or cannot be written; then there is none
     */
    public static Summary write(Path file, BackupHeader header, Content content) throws IOException {
        return whole(file, output -> {
            Writer writer = new Writer(output, header);
            content.writeTo(writer);
            return writer.end();
        });
    }

    /**
     * Writes a backup that arrives as bytes, and checks it meanwhile.
     *
     * @param store the store that it must be of
     * @throws IOException if it is not a whole backup of the store, or the file exists or cannot be written; then there is none
     */
    public static Summary copy(Path file, InputStream backup, String store) throws IOException {
        return whole(file, output -> {
            BackupReader reader = new BackupReader(new CopyingStream(backup, output));
            if (!reader.header().store().equals(store)) {
                throw new DamagedBackupException("it is a " + reader.header().describe() + ", not of " + store);
            }
            return reader.entries(entry -> {});
        });
    }

    /**
     * Opens a backup.
     *
     * @throws IOException if there is no such file
     */
    public static InputStream open(Path file) throws IOException {
        try {
            return new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file);
        }
    }

    /** Writes to a temporary name, and renames the file when all of it is on the disk. */
    private static <T> T whole(Path file, Bytes<T> bytes) throws IOException {
        Path target = file.toAbsolutePath();
        requireAbsent(target);
        Path partial = createPartial(file, target);
        try {
            T result;
            try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
                OutputStream output = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
                result = bytes.writeTo(output);
                output.flush();
                channel.force(true);
            }
            requireAbsent(target);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            sync(Objects.requireNonNull(target.getParent()));
            return result;
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private static Path createPartial(Path file, Path target) throws IOException {
        try {
            return Files.createTempFile(target.getParent(), target.getFileName() + ".", PARTIAL);
        } catch (NoSuchFileException e) {
            throw new IOException(file + " cannot be written: there is no folder " + target.getParent());
        }
    }

    private static void requireAbsent(Path file) throws IOException {
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(file + " exists; it is not overwritten");
        }
    }

    /** Makes the name of a new file survive a loss of power. */
    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** What is read is written, too. */
    private static final class CopyingStream extends InputStream {
        private final InputStream input;
        private final OutputStream copy;

        CopyingStream(InputStream input, OutputStream copy) {
            this.input = input;
            this.copy = copy;
        }

        @Override
        public int read() throws IOException {
            int octet = input.read();
            if (octet >= 0) {
                copy.write(octet);
            }
            return octet;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = input.read(target, offset, length);
            if (count > 0) {
                copy.write(target, offset, count);
            }
            return count;
        }
    }
}
