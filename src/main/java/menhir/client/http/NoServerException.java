package menhir.client.http;

/** No server gave an answer of use before the deadline. A change that was asked for may have been done or not. */
public final class NoServerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NoServerException(String message) {
        super(message, null, false, false);
    }
}
