package menhir.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import org.h2.store.fs.FileBase;
import org.jspecify.annotations.Nullable;

/**
 * A database file whose chunks are on the disk either whole or not at all. H2 writes a chunk in one call, and after a
 * crash it takes a chunk for whole if its first and its last bytes (header and footer) are right: it has no checksum over
 * what lies between. But a disk that loses its power in the middle of a long write may have stored any of its sectors, the
 * last one before the others. So the sector with the footer is written last, when the others are known to be there.
 */
final class SyncChannel extends FileBase {
    /** The least that a disk writes whole. H2's footer has 128 bytes, at the end of its chunk. */
    private static final int SECTOR_BYTES = 512;

    /** H2's header: two copies, each with a checksum, in one sector each; it may be torn. */
    private static final long FIRST_CHUNK_POSITION = 8192;

    private final FileChannel file;

    /** @param file must be open for synchronous writing */
    SyncChannel(FileChannel file) {
        this.file = file;
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // a positional write of the base is safe by itself
    public int write(ByteBuffer source, long position) throws IOException {
        int length = source.remaining();
        int body = length - SECTOR_BYTES;
        if (position < FIRST_CHUNK_POSITION || body <= 0) {
            writeFully(source, position);
            return length;
        }
        // The first of the two writes has the full length, so that the second need not change the length of the file.
        ByteBuffer withoutEnd = ByteBuffer.allocate(length);
        withoutEnd.put(source.duplicate().limit(source.position() + body));
        writeFully(withoutEnd.clear(), position);
        source.position(source.position() + body);
        writeFully(source, position + body);
        return length;
    }

    @Override
    public synchronized int write(ByteBuffer source) throws IOException {
        int written = write(source, file.position());
        file.position(file.position() + written);
        return written;
    }

    private void writeFully(ByteBuffer source, long position) throws IOException {
        long next = position;
        while (source.hasRemaining()) {
            next += file.write(source, next);
        }
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public int read(ByteBuffer target, long position) throws IOException {
        return file.read(target, position);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return file.read(target);
    }

    @Override
    public long position() throws IOException {
        return file.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
        file.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        file.truncate(size);
        return this;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        file.force(metaData);
    }

    @Override
    public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return file.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        file.close();
    }
}
