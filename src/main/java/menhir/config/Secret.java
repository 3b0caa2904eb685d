package menhir.config;

/** A word that only some may know. It is never printed; who needs it must ask for it by {@link #reveal()}. */
public final class Secret {
    /** What stands in its place wherever settings are shown. */
    static final String MASK = "********";

    private final String word;

    Secret(String word) {
        this.word = word;
    }

    /** The word itself: not for logs, nor for messages. */
    public String reveal() {
        return word;
    }

    @Override
    public String toString() {
        return MASK;
    }
}
