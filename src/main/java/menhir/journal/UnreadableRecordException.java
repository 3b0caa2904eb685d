package menhir.journal;

import java.io.NotSerializableException;

/**
 * Bytes from the database are not a record that this version knows: written by a later version, or damaged. Nothing can be
 * guessed from them; the replica must not start on them.
 */
public final class UnreadableRecordException extends NotSerializableException {
    private static final long serialVersionUID = 1;

    UnreadableRecordException(String message) {
        super(message);
    }
}
