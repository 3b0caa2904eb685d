package menhir.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;
import org.jspecify.annotations.Nullable;

/** A file scheme for H2 that records each change of a file, so that a test can rebuild the file after any of them. */
public final class RecordedFilePath extends FilePathWrapper {
    static final String SCHEME = "recorded";

    /** A write of {@code bytes} at {@code position}, or, if they are null, a truncation to the length {@code position}. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Change(long position, byte @Nullable [] bytes) {}

    private static final List<Change> changes = new ArrayList<>();

    static void register() {
        FilePath.register(new RecordedFilePath());
        synchronized (changes) {
            changes.clear();
        }
    }

    /** The number of changes so far. */
    static int count() {
        synchronized (changes) {
            return changes.size();
        }
    }

    static List<Change> changes() {
        synchronized (changes) {
            return List.copyOf(changes);
        }
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        FileChannel base = super.open(
                mode.replace("rwd", "rw")); // the recording replaces the disk, so writes need not be synchronous
        return "rwd".equals(mode) && name.endsWith(".mv.db") ? new Recorded(base) : base;
    }

    private static final class Recorded extends ForwardingChannel {
        Recorded(FileChannel base) {
            super(base);
        }

        @Override
        public synchronized int write(ByteBuffer source, long position) throws IOException {
            byte[] bytes = new byte[source.remaining()];
            source.duplicate().get(bytes);
            int written = base.write(source, position);
            synchronized (changes) {
                changes.add(new Change(position, Arrays.copyOf(bytes, written)));
            }
            return written;
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            base.truncate(size);
            synchronized (changes) {
                changes.add(new Change(size, null));
            }
            return this;
        }

        /** The recording replaces the disk. */
        @Override
        public void force(boolean metaData) {}
    }
}
