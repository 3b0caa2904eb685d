package menhir.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * A file scheme for H2 whose files change no more after a change that failed: see {@link FailStopChannel}.
 *
 * <p>Public only because H2 creates instances by reflection.
 */
public final class FailStopFilePath extends FilePathWrapper {
    static final String SCHEME = "failstop";

    private static final class Registration {
        static {
            FilePath.register(new FailStopFilePath());
        }

        static void now() {}
    }

    /** For H2's reflection; other callers use {@link #register()}. */
    public FailStopFilePath() {}

    /** Makes the scheme known to H2. Has no effect if it already is. */
    static void register() {
        Registration.now();
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        FileChannel file = super.open(mode);
        return "r".equals(mode) ? file : new FailStopChannel(file);
    }
}
