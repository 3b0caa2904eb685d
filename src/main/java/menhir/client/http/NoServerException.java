package menhir.client.http;

/** No server gave a usable response before the deadline. */
public final class NoServerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean mayBeDone;

    /** The outcome of a change is then unknown: it may be done or not. */
    public NoServerException(String message) {
        this(message, true);
    }

    /** @param mayBeDone whether a change may have been done; if not, no attempt reached a server that could have done it */
    public NoServerException(String message, boolean mayBeDone) {
        super(message, null, false, false);
        this.mayBeDone = mayBeDone;
    }

    /** Whether a change may have been done. */
    public boolean mayBeDone() {
        return mayBeDone;
    }
}
