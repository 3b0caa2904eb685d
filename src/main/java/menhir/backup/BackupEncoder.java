package menhir.backup;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import menhir.records.RecordWriter;
import menhir.replication.LogEntry;

/**
 * Makes the bytes of a backup, piece by piece: {@link #begin()}, {@link #segment} until all entries are in, {@link #end()}.
 * The package's documentation defines the format. Belongs to one thread at a time.
 */
public final class BackupEncoder {
    static final byte[] MAGIC = "MENHIRBK".getBytes(StandardCharsets.US_ASCII);
    static final int FORMAT = 1;

    static final int HEADER = 1;
    static final int SEGMENT = 2;
    static final int TRAILER = 3;

    /** Maximum size of a record in bytes, without its length; no segment that a node sends is as large. */
    static final int MAX_RECORD_BYTES = 2 * 1024 * 1024;

    static final int MAX_TEXT_BYTES = 256;

    private final BackupHeader header;
    private final CopiedLog log = new CopiedLog();

    public BackupEncoder(BackupHeader header) {
        this.header = header;
    }

    /** How many entries are in so far. */
    public long entries() {
        return log.entries();
    }

    /** Whether all entries are in. */
    public boolean isComplete() {
        return log.entries() == header.lastIndex();
    }

    /** The beginning of the file. */
    public byte[] begin() {
        RecordWriter record = new RecordWriter(256).octet(HEADER).number(FORMAT);
        Origin origin = header.origin();
        text(record, header.store());
        text(record, header.kind());
        text(record, origin.cluster());
        record.number(origin.slots());
        text(record, origin.node());
        text(record, origin.release());
        record.number(header.lastIndex()).number(header.timeMillis()).octet(header.forced() ? 1 : 0);
        byte[] framed = framed(record);
        return ByteBuffer.allocate(MAGIC.length + framed.length)
                .put(MAGIC)
                .put(framed)
                .array();
    }

    /**
     * The next entries.
     *
     * @param entries at least one
     * @throws DamagedBackupException if they do not continue the log
     */
    public byte[] segment(List<LogEntry> entries) throws DamagedBackupException {
        if (entries.isEmpty() || log.entries() + entries.size() > header.lastIndex()) {
            throw new IllegalArgumentException(
                    entries.size() + " entries after " + log.entries() + " of " + header.lastIndex());
        }
        int bytes = 64;
        for (LogEntry entry : entries) {
            bytes += entry.payload().length + 32;
        }
        RecordWriter record =
                new RecordWriter(bytes).octet(SEGMENT).number(log.entries() + 1).number(entries.size());
        for (LogEntry entry : entries) {
            log.add(entry);
            record.number(entry.epoch()).number(entry.number()).block(entry.payload());
        }
        return framed(record);
    }

    /** The end of the file, after all entries. */
    public byte[] end() {
        if (!isComplete()) {
            throw new IllegalStateException(log.entries() + " of " + header.lastIndex() + " entries");
        }
        Summary summary = log.summary();
        return framed(new RecordWriter(96)
                .octet(TRAILER)
                .number(summary.entries())
                .number(summary.lastEpoch())
                .number(summary.orders())
                .block(log.digest()));
    }

    Summary summary() {
        return log.summary();
    }

    private static void text(RecordWriter record, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_TEXT_BYTES) {
            throw new IllegalArgumentException("a text of " + bytes.length + " bytes");
        }
        record.block(bytes);
    }

    private static byte[] framed(RecordWriter writer) {
        byte[] record = writer.sealed();
        if (record.length > MAX_RECORD_BYTES) {
            throw new IllegalArgumentException("a record of " + record.length + " bytes");
        }
        return ByteBuffer.allocate(Integer.BYTES + record.length)
                .putInt(record.length)
                .put(record)
                .array();
    }
}
