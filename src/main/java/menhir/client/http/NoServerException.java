package menhir.client.http;

/** No server gave a usable response before the deadline. The outcome of an order is then unknown: it may be placed or not. */
public final class NoServerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NoServerException(String message) {
        super(message, null, false, false);
    }
}
