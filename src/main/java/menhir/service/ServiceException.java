package menhir.service;

/** Why a request could not be answered now. It has no stack trace, because it is an expected result. */
public final class ServiceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What the client may do. */
    public enum Reason {
        /** No leader with a majority is reachable. Nothing was changed: try again. */
        NO_MAJORITY,
        /** Too many requests are pending. Nothing was changed: try again. */
        OVERLOADED,
        /** The command may or may not have been done: try again with the same idempotency key. */
        OUTCOME_UNKNOWN
    }

    private final Reason reason;

    public ServiceException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
