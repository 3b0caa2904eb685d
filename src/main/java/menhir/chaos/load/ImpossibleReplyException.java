package menhir.chaos.load;

/** A node gave a reply that the API does not allow. */
public final class ImpossibleReplyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ImpossibleReplyException(String message) {
        super(message);
    }
}
