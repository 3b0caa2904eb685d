package menhir.records;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what {@link RecordWriter} wrote. Does not trust the bytes: every length is checked before it is used. */
public final class RecordReader {
    private final byte[] bytes;
    private final int end;
    private int position;

    /** @throws UnreadableRecordException if the record is longer than {@code maxBytes}, or too short for a checksum */
    public RecordReader(byte[] bytes, int maxBytes) throws UnreadableRecordException {
        if (bytes.length > maxBytes || bytes.length < RecordWriter.CHECKSUM_BYTES) {
            throw new UnreadableRecordException("a record of " + bytes.length + " bytes");
        }
        this.bytes = bytes;
        this.end = bytes.length - RecordWriter.CHECKSUM_BYTES;
    }

    /** Must be called after the version was read, since another version may have no checksum. */
    public void requireChecksum() throws UnreadableRecordException {
        if (ByteBuffer.wrap(bytes).getInt(end) != RecordWriter.checksum(bytes, end)) {
            throw new UnreadableRecordException("the checksum of a record does not match: it is damaged");
        }
    }

    public int octet() throws UnreadableRecordException {
        if (position >= end) {
            throw new UnreadableRecordException("a record ends too early");
        }
        return bytes[position++] & 0xff;
    }

    public long number() throws UnreadableRecordException {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int octet = octet();
            value |= (long) (octet & 0x7f) << shift;
            if (octet < 0x80) {
                if (octet == 0 && shift > 0) {
                    throw new UnreadableRecordException("a number is not in its shortest form");
                }
                return value;
            }
        }
        throw new UnreadableRecordException("a number is too large");
    }

    /** A number of elements that follow, of at least {@code minBytes} each. */
    public int count(int minBytes) throws UnreadableRecordException {
        long count = number();
        if (count > (end - position) / minBytes) {
            throw new UnreadableRecordException("a count of " + count + " with " + (end - position) + " bytes left");
        }
        return (int) count;
    }

    public byte[] block() throws UnreadableRecordException {
        int length = count(1);
        position += length;
        return Arrays.copyOfRange(bytes, position - length, position);
    }

    public String text() throws UnreadableRecordException {
        int length = count(1);
        position += length;
        return new String(bytes, position - length, length, StandardCharsets.UTF_8);
    }

    public boolean flag() throws UnreadableRecordException {
        int octet = octet();
        if (octet > 1) {
            throw new UnreadableRecordException("a flag must be 0 or 1, not " + octet);
        }
        return octet == 1;
    }

    /** A number of 8 bytes. */
    public long fixed() throws UnreadableRecordException {
        if (end - position < Long.BYTES) {
            throw new UnreadableRecordException("a record ends too early");
        }
        position += Long.BYTES;
        return ByteBuffer.wrap(bytes).getLong(position - Long.BYTES);
    }

    /** A number of 32 bits that is not negative. */
    public int smallNumber() throws UnreadableRecordException {
        long value = number();
        if (value > Integer.MAX_VALUE) {
            throw new UnreadableRecordException("a number is too large: " + value);
        }
        return (int) value;
    }

    public void requireEnd() throws UnreadableRecordException {
        if (position != end) {
            throw new UnreadableRecordException((end - position) + " bytes after the end of a record");
        }
    }
}
