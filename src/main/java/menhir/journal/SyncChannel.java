package menhir.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A database file whose chunks are written completely or not at all. H2 writes a chunk in one call, and after a crash it
 * accepts a chunk whose header and footer are intact: there is no checksum over the bytes between. A disk that loses power
 * during a long write may have stored any of its sectors, also the last one before others. So the sector with the footer
 * is written last, after the others have reached the disk.
 */
final class SyncChannel extends ForwardingChannel {
    /** Unit that a disk writes atomically. H2's footer is the last 128 bytes of a chunk. */
    private static final int SECTOR_BYTES = 512;

    /** Before it is H2's file header: two copies with checksums, in one sector each, so a torn write does no harm. */
    private static final long FIRST_CHUNK_POSITION = 8192;

    /** @param file open for synchronous writing */
    SyncChannel(FileChannel file) {
        super(file);
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // FileChannel writes at a position without other locks
    public int write(ByteBuffer source, long position) throws IOException {
        int length = source.remaining();
        int body = length - SECTOR_BYTES;
        if (position < FIRST_CHUNK_POSITION || body <= 0) {
            writeFully(source, position);
            return length;
        }
        // The first write has the full length, so that the second does not change the length of the file.
        ByteBuffer withoutFooter = ByteBuffer.allocate(length);
        withoutFooter.put(source.duplicate().limit(source.position() + body));
        writeFully(withoutFooter.clear(), position);
        source.position(source.position() + body);
        writeFully(source, position + body);
        return length;
    }

    private void writeFully(ByteBuffer source, long position) throws IOException {
        long next = position;
        while (source.hasRemaining()) {
            next += base.write(source, next);
        }
    }
}
