package menhir.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import org.h2.store.fs.FilePathWrapper;

/**
 * A file scheme for H2 that makes every write synchronous. H2 does not call fsync when a transaction commits: it writes, and
 * the operating system may keep the data in its page cache. With O_DSYNC a write returns after the data has reached the
 * disk, so H2's writes also keep their order. {@link SyncChannel} orders the sectors within a write.
 *
 * <p>Public only because H2 creates instances by reflection.
 */
public final class SyncFilePath extends FilePathWrapper {
    static final String SCHEME = "dsync";

    /** For H2's reflection; {@link H2Folder#registerFileSchemes()} makes the scheme known. */
    public SyncFilePath() {}

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return "rw".equals(mode) ? new SyncChannel(super.open("rwd")) : super.open(mode);
    }
}
