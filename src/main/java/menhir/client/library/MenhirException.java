package menhir.client.library;

/** A request without its result. */
public abstract sealed class MenhirException extends RuntimeException permits RejectedException, NoAnswerException {
    private static final long serialVersionUID = 1L;

    MenhirException(String message, Throwable cause) {
        super(message, cause);
    }

    MenhirException(String message) {
        super(message);
    }
}
