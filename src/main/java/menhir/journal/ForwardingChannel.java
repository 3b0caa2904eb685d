package menhir.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import org.h2.store.fs.FileBase;
import org.jspecify.annotations.Nullable;

/** A channel of H2's file system over another one. Subclasses say what differs. */
abstract class ForwardingChannel extends FileBase {
    /** The channel that everything is forwarded to. */
    protected final FileChannel base;

    ForwardingChannel(FileChannel base) {
        this.base = base;
    }

    @Override
    // A FileChannel needs no lock to read and write at a position.
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public int write(ByteBuffer source, long position) throws IOException {
        return base.write(source, position);
    }

    @Override
    public synchronized int write(ByteBuffer source) throws IOException {
        int written = write(source, base.position());
        base.position(base.position() + written);
        return written;
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public int read(ByteBuffer target, long position) throws IOException {
        return base.read(target, position);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return base.read(target);
    }

    @Override
    public long position() throws IOException {
        return base.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
        base.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return base.size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        base.truncate(size);
        return this;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        base.force(metaData);
    }

    @Override
    public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return base.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        base.close();
    }
}
