package menhir.journal;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import menhir.replication.LogEntry;

/**
 * A fingerprint of a log up to an index: SHA-256 over the fingerprint up to the index before, then index, epoch, number
 * and the payload's length (8 bytes each, high first) and the payload. Two replicas whose logs give the same fingerprint
 * at an index hold the same bytes up to there. Being a chain, it can go on from any index at which it was kept.
 */
public final class LogDigest {
    /** How long a fingerprint is, in bytes. */
    public static final int BYTES = 32;

    private final MessageDigest sha256;
    private final ByteBuffer head = ByteBuffer.allocate(4 * Long.BYTES);
    private long index;
    private byte[] value;

    /**
     * Goes on from an index at which the fingerprint is known.
     *
     * @param index the last index that is in it
     * @param value the fingerprint there
     */
    public LogDigest(long index, byte[] value) {
        if (value.length != BYTES) {
            throw new IllegalArgumentException("a fingerprint has " + BYTES + " bytes, not " + value.length);
        }
        this.sha256 = sha256();
        this.index = index;
        this.value = value.clone();
    }

    /** The fingerprint of the empty log: zeros. */
    public static byte[] ofNothing() {
        return new byte[BYTES];
    }

    /** Adds the entry at the next index. */
    public void add(LogEntry entry) {
        index++;
        head.clear();
        head.putLong(index).putLong(entry.epoch()).putLong(entry.number()).putLong(entry.payload().length);
        sha256.update(value);
        sha256.update(head.array());
        value = sha256.digest(entry.payload());
    }

    /** The fingerprint up to and with the entry added last. */
    public byte[] value() {
        return value.clone();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
