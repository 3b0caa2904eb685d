package menhir.service;

/** Which idempotency keys are valid. */
public final class IdempotencyKeys {
    /** Characters of the longest key. */
    public static final int MAX_LENGTH = 255;

    /** For error texts: which keys are allowed. */
    public static final String ALLOWED = "1 to " + MAX_LENGTH + " printable ASCII characters";

    private IdempotencyKeys() {}

    /** Whether a key is allowed: see {@link #ALLOWED}. */
    public static boolean isValid(String key) {
        return !key.isEmpty()
                && key.length() <= MAX_LENGTH
                && key.chars().allMatch(character -> character >= ' ' && character <= '~');
    }
}
