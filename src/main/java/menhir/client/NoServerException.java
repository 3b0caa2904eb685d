package menhir.client;

/** No server gave an answer of use before the deadline. A change that was asked for may have been done or not. */
final class NoServerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoServerException(String message) {
        super(message, null, false, false);
    }
}
