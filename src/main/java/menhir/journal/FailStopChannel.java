package menhir.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * A database file that changes no more after a change of it has failed. H2 closes a database whose write failed, but sessions
 * that were waiting to commit can still write before it does: chunks that build on the one that is missing, in the place of
 * chunks that only the missing one made free. A full disk does that: it has no room for a large chunk, and takes the small
 * one after it. Then the file holds no complete state.
 *
 * <p>After a failed {@link #force} nobody knows which of the writes before it the disk has stored, so nothing may build on
 * them either.
 */
final class FailStopChannel extends ForwardingChannel {
    private final String name;
    private volatile @Nullable IOException failure;

    /** @param name of the file, for messages */
    FailStopChannel(FileChannel file, String name) {
        super(file);
        this.name = name;
    }

    @Override
    public String toString() {
        return name;
    }

    private interface Change<T> {
        T make() throws IOException;
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // H2 changes the file under a lock of its own
    public int write(ByteBuffer source, long position) throws IOException {
        return change(() -> base.write(source, position));
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        change(() -> base.truncate(size));
        return this;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        change(() -> {
            base.force(metaData);
            return true;
        });
    }

    private <T> T change(Change<T> change) throws IOException {
        IOException earlier = failure;
        if (earlier != null) {
            throw new IOException("the file is left as it is after a change that failed", earlier);
        }
        try {
            return change.make();
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }
}
