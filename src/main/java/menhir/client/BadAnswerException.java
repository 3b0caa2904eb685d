package menhir.client;

/** A server answered with something that the API does not allow: malformed, too large, or an unexpected status. */
final class BadAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadAnswerException(String message) {
        super(message, null, false, false);
    }
}
