package menhir.backup;

import java.io.IOException;

/** Bytes are not a whole backup. The message is one line that names the place. */
public final class DamagedBackupException extends IOException {
    private static final long serialVersionUID = 1;

    DamagedBackupException(String message) {
        super(message);
    }
}
