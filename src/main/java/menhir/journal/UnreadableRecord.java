package menhir.journal;

import java.io.NotSerializableException;

/**
 * Bytes from the database are not a record that this version knows: written by a later version, or damaged. Nothing can be
 * guessed from them; the replica must not start on them.
 */
public final class UnreadableRecord extends NotSerializableException {
    private static final long serialVersionUID = 1;

    UnreadableRecord(String message) {
        super(message);
    }
}
