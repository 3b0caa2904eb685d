package menhir.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * A disk that is full when a test says so: replaces the file scheme of {@link SyncMode#POWER} in this JVM until it is closed.
 * While it is full, each write stores its first half and then fails, as on a real one.
 */
public final class FullDisk implements AutoCloseable {
    private static final AtomicBoolean full = new AtomicBoolean();

    /** Installs a disk with room. */
    public FullDisk() {
        SyncFilePath.register();
        full.set(false);
        FilePath.register(new FullDiskPath());
    }

    /** From now on the disk has no room, or has room again. */
    public void setFull(boolean isFull) {
        full.set(isFull);
    }

    @Override
    public void close() {
        full.set(false);
        FilePath.register(new SyncFilePath());
    }

    /** Public only because H2 creates instances by reflection. */
    public static final class FullDiskPath extends FilePathWrapper {
        /** For H2's reflection. */
        public FullDiskPath() {}

        @Override
        public String getScheme() {
            return SyncFilePath.SCHEME;
        }

        @Override
        public FileChannel open(String mode) throws IOException {
            return "rw".equals(mode) ? new SyncChannel(new Channel(super.open(mode))) : super.open(mode);
        }
    }

    private static final class Channel extends ForwardingChannel {
        Channel(FileChannel base) {
            super(base);
        }

        @Override
        public synchronized int write(ByteBuffer source, long position) throws IOException {
            if (full.get()) {
                ByteBuffer half = source.duplicate().limit(source.position() + source.remaining() / 2);
                base.write(half, position);
                throw new IOException("No space left on device");
            }
            return base.write(source, position);
        }
    }
}
