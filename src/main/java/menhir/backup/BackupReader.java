package menhir.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import menhir.records.RecordReader;
import menhir.records.UnreadableRecordException;
import menhir.replication.LogEntry;

/**
 * Reads a backup, and checks every byte of it. Nothing of it may be used before {@link #entries} has returned: only the end
 * shows that it is whole. One record is in memory at a time.
 */
public final class BackupReader {

    /** Takes the entries in their order. */
    @FunctionalInterface
    public interface Visitor {
        void entry(LogEntry entry) throws IOException;
    }

    private final InputStream input;
    private final BackupHeader header;
    private final CopiedLog log = new CopiedLog();

    /**
     * Reads the header.
     *
     * @param input buffered; the caller closes it
     * @throws DamagedBackupException if it is not the beginning of a backup that this release reads
     */
    public BackupReader(InputStream input) throws IOException {
        this.input = input;
        if (!Arrays.equals(input.readNBytes(BackupEncoder.MAGIC.length), BackupEncoder.MAGIC)) {
            throw new DamagedBackupException("this is not a backup");
        }
        this.header = header(record(BackupEncoder.HEADER, "the header"));
    }

    public BackupHeader header() {
        return header;
    }

    /**
     * Reads all entries, and the end.
     *
     * @throws DamagedBackupException if the file is not whole; the message names the index
     * @throws IOException if it cannot be read, or the visitor throws it
     */
    public Summary entries(Visitor visitor) throws IOException {
        while (log.entries() < header.lastIndex()) {
            segment(visitor);
        }
        trailer();
        if (input.read() >= 0) {
            throw new DamagedBackupException("there are bytes after the end of the backup");
        }
        return log.summary();
    }

    private BackupHeader header(RecordReader record) throws DamagedBackupException {
        try {
            long format = record.number();
            if (format != BackupEncoder.FORMAT) {
                throw new DamagedBackupException(
                        "the backup has format " + format + "; this release reads format " + BackupEncoder.FORMAT);
            }
            String store = text(record);
            String kind = text(record);
            String cluster = text(record);
            int slots = Math.toIntExact(Math.min(record.number(), Integer.MAX_VALUE));
            Origin origin = new Origin(cluster, slots, text(record), text(record));
            BackupHeader read =
                    new BackupHeader(store, kind, origin, record.number(), record.number(), record.octet() != 0);
            record.requireEnd();
            if (read.lastIndex() < 1) {
                throw new DamagedBackupException("the backup has no entries");
            }
            return read;
        } catch (UnreadableRecordException e) {
            throw new DamagedBackupException("the header: " + e.getMessage());
        }
    }

    private static String text(RecordReader record) throws UnreadableRecordException {
        return new String(record.block(), UTF_8);
    }

    private void segment(Visitor visitor) throws IOException {
        RecordReader record = record(BackupEncoder.SEGMENT, place());
        try {
            long first = record.number();
            int count = record.count(3);
            if (first != log.entries() + 1 || count < 1 || count > header.lastIndex() - log.entries()) {
                throw new DamagedBackupException(
                        place() + ": a segment of " + count + " entries from " + first + " on");
            }
            for (int i = 0; i < count; i++) {
                LogEntry entry = new LogEntry(record.number(), record.number(), record.block());
                log.add(entry);
                visitor.entry(entry);
            }
            record.requireEnd();
        } catch (UnreadableRecordException e) {
            throw new DamagedBackupException(place() + ": " + e.getMessage());
        }
    }

    private void trailer() throws IOException {
        RecordReader record = record(BackupEncoder.TRAILER, "the end");
        try {
            Summary summary = log.summary();
            long entries = record.number();
            long lastEpoch = record.number();
            long orders = record.number();
            byte[] digest = record.block();
            boolean agrees = entries == summary.entries()
                    && lastEpoch == summary.lastEpoch()
                    && orders == summary.orders()
                    && Arrays.equals(digest, log.digest());
            record.requireEnd();
            if (!agrees) {
                throw new DamagedBackupException("the end does not agree with the entries");
            }
        } catch (UnreadableRecordException e) {
            throw new DamagedBackupException("the end: " + e.getMessage());
        }
    }

    private String place() {
        return "index " + (log.entries() + 1);
    }

    /** The next record, which must be of a kind. */
    private RecordReader record(int kind, String place) throws IOException {
        byte[] prefix = input.readNBytes(Integer.BYTES);
        if (prefix.length < Integer.BYTES) {
            throw new DamagedBackupException(place + ": the backup ends too early");
        }
        int length = ByteBuffer.wrap(prefix).getInt();
        if (length < 1 || length > BackupEncoder.MAX_RECORD_BYTES) {
            throw new DamagedBackupException(place + ": a record of " + Integer.toUnsignedString(length) + " bytes");
        }
        byte[] bytes = input.readNBytes(length);
        if (bytes.length < length) {
            throw new DamagedBackupException(place + ": the backup ends too early");
        }
        try {
            RecordReader record = new RecordReader(bytes, BackupEncoder.MAX_RECORD_BYTES);
            record.requireChecksum();
            int found = record.octet();
            if (found != kind) {
                throw new DamagedBackupException(place + ": a record of kind " + found + " instead of " + kind);
            }
            return record;
        } catch (UnreadableRecordException e) {
            throw new DamagedBackupException(place + ": " + e.getMessage());
        }
    }
}
