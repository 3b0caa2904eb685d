package menhir.records;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import menhir.replication.LogEntry;

/**
 * The digest of a log up to an index: SHA-256 over the digest up to the index before, then index, epoch, number and payload
 * length (8 bytes each, big-endian), and the payload. Two logs with the same digest at an index hold the same bytes up to
 * it. Since the digests form a chain, a calculation can continue from any index whose digest is known.
 */
public final class LogDigest {
    /** Length of a digest, in bytes. */
    public static final int BYTES = 32;

    private final MessageDigest sha256;
    private final ByteBuffer header = ByteBuffer.allocate(4 * Long.BYTES);
    private long index;
    private byte[] value;

    /**
     * Continues from an index whose digest is known.
     *
     * @param index the last index that the digest includes
     * @param value the digest up to that index, {@value #BYTES} bytes
     */
    public LogDigest(long index, byte[] value) {
        if (value.length != BYTES) {
            throw new IllegalArgumentException("a digest has " + BYTES + " bytes, not " + value.length);
        }
        this.sha256 = sha256();
        this.index = index;
        this.value = value.clone();
    }

    /** The digest of the empty log: zeros. */
    public static byte[] ofNothing() {
        return new byte[BYTES];
    }

    /** Adds the entry at the next index. */
    public void add(LogEntry entry) {
        index++;
        header.clear();
        header.putLong(index).putLong(entry.epoch()).putLong(entry.number()).putLong(entry.payload().length);
        sha256.update(value);
        sha256.update(header.array());
        value = sha256.digest(entry.payload());
    }

    /** The digest up to the entry that was added last. */
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
