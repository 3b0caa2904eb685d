package menhir.records;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Builds the bytes of a record. Numbers are unsigned LEB128, in which small numbers take one byte. The record ends in a
 * checksum, because H2 has none over the contents of a page.
 */
public final class RecordWriter {
    public static final int CHECKSUM_BYTES = 4;

    private byte[] bytes;
    private int length;

    public RecordWriter(int expectedBytes) {
        bytes = new byte[expectedBytes];
    }

    public RecordWriter octet(int value) {
        ensureCapacity(1);
        bytes[length++] = (byte) value;
        return this;
    }

    /** Appends a number that is not negative, in 1 to 9 bytes. */
    public RecordWriter number(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("a number in a record must not be negative: " + value);
        }
        ensureCapacity(9);
        long rest = value;
        while (rest >= 0x80) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
        return this;
    }

    public RecordWriter block(byte[] block) {
        number(block.length);
        ensureCapacity(block.length);
        System.arraycopy(block, 0, bytes, length, block.length);
        length += block.length;
        return this;
    }

    public RecordWriter text(String text) {
        return block(text.getBytes(StandardCharsets.UTF_8));
    }

    public RecordWriter flag(boolean value) {
        return octet(value ? 1 : 0);
    }

    /** Appends any number, in 8 bytes. */
    public RecordWriter fixed(long value) {
        ensureCapacity(Long.BYTES);
        ByteBuffer.wrap(bytes).putLong(length, value);
        length += Long.BYTES;
        return this;
    }

    /** The record: the bytes so far, and their checksum. */
    public byte[] sealed() {
        byte[] record = Arrays.copyOf(bytes, length + CHECKSUM_BYTES);
        ByteBuffer.wrap(record).putInt(length, checksum(record, length));
        return record;
    }

    static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    private void ensureCapacity(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
