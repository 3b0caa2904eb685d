package menhir.games.raffle;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A SHA-256 hash chain over the delivered requests: each digest covers the one before it. */
final class RaffleDigest {
    static final int BYTES = 32;

    private RaffleDigest() {}

    static byte[] next(byte[] before, String frontEnd, String text) {
        MessageDigest sha = sha256();
        sha.update(before);
        add(sha, frontEnd);
        add(sha, text);
        return sha.digest();
    }

    /** Prefixes the text with its length, so that different lists of texts have different digests. */
    private static void add(MessageDigest sha, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
        sha.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
