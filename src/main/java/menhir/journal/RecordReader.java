package menhir.journal;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Reads what {@link RecordWriter} wrote, and believes none of it: every length is checked before it is used. */
final class RecordReader {
    private final byte[] bytes;
    private final int end;
    private int position;

    /** @throws UnreadableRecordException if the bytes are too many, or do not match the checksum at their end */
    RecordReader(byte[] bytes, int maxBytes) throws UnreadableRecordException {
        if (bytes.length > maxBytes || bytes.length < RecordWriter.CHECKSUM_BYTES) {
            throw new UnreadableRecordException("a record of " + bytes.length + " bytes");
        }
        this.bytes = bytes;
        this.end = bytes.length - RecordWriter.CHECKSUM_BYTES;
    }

    /** To be asked after the version, which says whether there is a checksum to check. */
    void requireChecksum() throws UnreadableRecordException {
        if (ByteBuffer.wrap(bytes).getInt(end) != RecordWriter.checksum(bytes, end)) {
            throw new UnreadableRecordException("a record is damaged: its checksum does not match");
        }
    }

    int octet() throws UnreadableRecordException {
        if (position >= end) {
            throw new UnreadableRecordException("a record ends too early");
        }
        return bytes[position++] & 0xff;
    }

    long number() throws UnreadableRecordException {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int octet = octet();
            value |= (long) (octet & 0x7f) << shift;
            if (octet < 0x80) {
                if (octet == 0 && shift > 0) {
                    throw new UnreadableRecordException("a number is longer than it needs to be");
                }
                return value;
            }
        }
        throw new UnreadableRecordException("a number is too large");
    }

    /** A number that says how many follow, each of which takes at least {@code leastBytes}. */
    int count(int leastBytes) throws UnreadableRecordException {
        long count = number();
        if (count > (end - position) / leastBytes) {
            throw new UnreadableRecordException("a count of " + count + " with " + (end - position) + " bytes to come");
        }
        return (int) count;
    }

    byte[] block() throws UnreadableRecordException {
        int length = count(1);
        position += length;
        return Arrays.copyOfRange(bytes, position - length, position);
    }

    void requireEnd() throws UnreadableRecordException {
        if (position != end) {
            throw new UnreadableRecordException((end - position) + " bytes too many in a record");
        }
    }
}
