package menhir.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A word that only some clients know. It can be compared, never read or printed. */
public final class Secret {
    /** What stands in its place wherever settings are shown. */
    static final String MASK = "********";

    private final byte[] digest;

    Secret(String word) {
        this.digest = digest(word);
    }

    /** Whether this is the word. Takes as long for a near miss as for a far one. */
    public boolean matches(String candidate) {
        return MessageDigest.isEqual(digest, digest(candidate));
    }

    @Override
    public String toString() {
        return MASK;
    }

    private static byte[] digest(String word) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(word.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
