package menhir.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import org.h2.store.fs.FilePathWrapper;

/**
 * A file scheme for H2 whose files change no more after a change that failed: see {@link FailStopChannel}.
 *
 * <p>Public only because H2 creates instances by reflection.
 */
public final class FailStopFilePath extends FilePathWrapper {
    static final String SCHEME = "failstop";

    /** For H2's reflection; {@link H2Folder#registerFileSchemes()} makes the scheme known. */
    public FailStopFilePath() {}

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        FileChannel file = super.open(mode);
        return "r".equals(mode) ? file : new FailStopChannel(file, getBase().toString());
    }
}
