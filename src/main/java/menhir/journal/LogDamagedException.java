package menhir.journal;

/**
 * The database does not hold the log that the replica's state describes: an event is missing, or an entry is at another
 * index. Nothing that was read may be used. The replica counts as one that lost its disk, and must start again as blank.
 */
public final class LogDamagedException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    LogDamagedException(String message) {
        super(message);
    }

    LogDamagedException(String message, Throwable cause) {
        super(message, cause);
    }
}
