package menhir.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * A disk that is full when a test says so: replaces the file scheme of {@link SyncMode#POWER} in this JVM until it is closed.
 * While it is full, each write stores its first half and then fails, as on a real one. When files may not grow, a write
 * stores what fits into the file as it is.
 */
public final class FullDisk implements AutoCloseable {
    private static final AtomicBoolean full = new AtomicBoolean();
    private static final AtomicBoolean noGrowth = new AtomicBoolean();

    /** Installs a disk with room. */
    public FullDisk() {
        H2Folder.registerFileSchemes();
        full.set(false);
        noGrowth.set(false);
        FilePath.register(new FullDiskPath());
    }

    /** From now on the disk has no room, or has room again. */
    public void setFull(boolean isFull) {
        full.set(isFull);
    }

    /** From now on there is no room beyond the end of a file, or there is again. */
    public void setNoGrowth(boolean isNoGrowth) {
        noGrowth.set(isNoGrowth);
    }

    @Override
    public void close() {
        full.set(false);
        noGrowth.set(false);
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
                return storeAndFail(source, position, source.remaining() / 2);
            }
            long room = Math.max(0, size() - position);
            if (noGrowth.get() && source.remaining() > room) {
                return storeAndFail(source, position, (int) room);
            }
            return base.write(source, position);
        }

        private int storeAndFail(ByteBuffer source, long position, int bytes) throws IOException {
            base.write(source.duplicate().limit(source.position() + bytes), position);
            throw new IOException("No space left on device");
        }
    }
}
