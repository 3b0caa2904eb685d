package menhir.journal;

/**
 * The database does not hold the log that the replica's state says it holds: an event is missing, or entries are not where
 * they must be. Nothing read from it may be used; the replica has lost its disk and must join again as a blank one.
 */
public final class LogDamagedException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    LogDamagedException(String message) {
        super(message);
    }
}
