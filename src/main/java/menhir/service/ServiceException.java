package menhir.service;

/** Why a request could not be answered now. It carries no stack trace: it is an answer, not a fault. */
public final class ServiceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What the client may do. */
    public enum Reason {
        /** No leader with a majority: nothing was done; try again. */
        NO_MAJORITY,
        /** Too much is waiting: nothing was done; try again. */
        OVERLOADED,
        /** It may have been done or not: try again with the same idempotency key. */
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
