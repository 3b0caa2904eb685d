package menhir.client.http;

/** A server answered with something that the API does not allow: malformed, too large, or an unexpected status. */
public final class BadResponseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadResponseException(String message) {
        super(message, null, false, false);
    }
}
