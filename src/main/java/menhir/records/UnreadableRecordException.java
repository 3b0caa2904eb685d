package menhir.records;

import java.io.NotSerializableException;

/**
 * Bytes from the database are not a record that this release can read: a later release wrote them, or they are damaged. The
 * replica must not start with them.
 */
public final class UnreadableRecordException extends NotSerializableException {
    private static final long serialVersionUID = 1;

    public UnreadableRecordException(String message) {
        super(message);
    }
}
