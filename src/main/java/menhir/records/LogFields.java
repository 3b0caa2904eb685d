package menhir.records;

import java.util.ArrayList;
import java.util.List;
import menhir.replication.Incarnation;
import menhir.replication.KnownPositions;
import menhir.replication.LogEntry;
import menhir.replication.LogPosition;

/**
 * Parts that records of a log and messages about it have in common.
 *
 * <pre>
 * entries     = count, then per entry: epoch, number, payload
 * incarnation = joined at, start, nonce
 * position    = incarnation, accepted epoch, last index
 * positions   = count, then per slot: slot, position
 * </pre>
 */
public final class LogFields {
    private static final int POSITION_NUMBERS = 6;

    private LogFields() {}

    public static void write(RecordWriter writer, List<LogEntry> entries) {
        writer.number(entries.size());
        for (LogEntry entry : entries) {
            writer.number(entry.epoch()).number(entry.number()).block(entry.payload());
        }
    }

    public static List<LogEntry> entries(RecordReader reader) throws UnreadableRecordException {
        int count = reader.count(3);
        List<LogEntry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(new LogEntry(reader.number(), reader.number(), reader.block()));
        }
        return entries;
    }

    /** About how many bytes entries take. */
    public static int bytes(List<LogEntry> entries) {
        int bytes = 0;
        for (LogEntry entry : entries) {
            bytes += entry.payload().length + 16;
        }
        return bytes;
    }

    static void write(RecordWriter writer, Incarnation incarnation) {
        writer.number(incarnation.joinedAt()).number(incarnation.start()).number(incarnation.nonce());
    }

    static Incarnation incarnation(RecordReader reader) throws UnreadableRecordException {
        return new Incarnation(reader.number(), reader.number(), reader.number());
    }

    static void write(RecordWriter writer, LogPosition position) {
        write(writer, position.incarnation());
        writer.number(position.acceptedEpoch()).number(position.lastIndex());
    }

    static LogPosition position(RecordReader reader) throws UnreadableRecordException {
        return new LogPosition(incarnation(reader), reader.number(), reader.number());
    }

    public static void write(RecordWriter writer, KnownPositions positions) {
        long[] numbers = positions.toArray();
        writer.number(numbers.length / POSITION_NUMBERS);
        for (long number : numbers) {
            writer.number(number);
        }
    }

    public static KnownPositions positions(RecordReader reader) throws UnreadableRecordException {
        long[] numbers = new long[POSITION_NUMBERS * reader.count(POSITION_NUMBERS)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = reader.number();
        }
        try {
            return KnownPositions.of(numbers);
        } catch (IllegalArgumentException e) {
            throw new UnreadableRecordException("positions that contradict themselves: " + e.getMessage());
        }
    }
}
