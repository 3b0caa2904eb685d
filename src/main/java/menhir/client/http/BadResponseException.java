package menhir.client.http;

/** A response that the API does not allow: malformed, too large, or with an unexpected status. */
public final class BadResponseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadResponseException(String message) {
        // Without a stack trace, which costs time: faulty servers can cause many of these in a run.
        super(message, null, false, false);
    }
}
