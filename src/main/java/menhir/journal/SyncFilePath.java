package menhir.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * A file scheme for H2 that makes every write synchronous. H2 itself never calls fsync when a transaction commits: a
 * commit is a write, and the page cache of the operating system keeps it from the disk for as long as it likes. A file
 * opened with O_DSYNC returns from each write only once the data is on the disk, and so also keeps H2's writes in order;
 * what order there must be inside a write is {@link SyncChannel}.
 *
 * <p>Public only because H2 makes further instances by reflection.
 */
public final class SyncFilePath extends FilePathWrapper {
    static final String SCHEME = "dsync";

    private static final class Registration {
        static {
            FilePath.register(new SyncFilePath());
        }

        static void now() {}
    }

    /** For H2; a slot needs only {@link #register()}. */
    public SyncFilePath() {}

    /** H2 knows the scheme once this has been called; calling it again does nothing. */
    static void register() {
        Registration.now();
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return "rw".equals(mode) ? new SyncChannel(super.open("rwd")) : super.open(mode);
    }
}
