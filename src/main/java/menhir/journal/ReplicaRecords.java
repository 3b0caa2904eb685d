package menhir.journal;

import java.util.ArrayList;
import java.util.List;
import menhir.replication.LogEntry;
import menhir.replication.ReplicaEvent;
import menhir.replication.ReplicaEvent.EntriesAppended;
import menhir.replication.ReplicaEvent.EpochPromised;
import menhir.replication.ReplicaEvent.MembershipGained;
import menhir.replication.ReplicaEvent.SuffixTruncated;
import menhir.replication.ReplicaState;
import menhir.replication.RunIndex;

/**
 * The binary format of a replica's events and snapshots. Equal values have equal bytes.
 *
 * <pre>
 * record    = version octet (1), kind octet, fields, CRC-32C of all bytes before it (4 bytes, big-endian)
 * promised  = epoch
 * appended  = first index, count, then per entry: epoch, number, payload
 * dropped   = from index
 * joined    =
 * state     = sequence number, member (0 or 1), epoch, last index, last number, epochs, segments, numbers
 * runs      = count, then per pair: difference to the key before it, difference to the value before it (zig-zag)
 * </pre>
 *
 * {@link RecordWriter} defines numbers and payloads. Any change of the format needs a new version octet, and the reader must
 * still read this version.
 */
final class ReplicaRecords {
    static final int VERSION = 1;

    /** Maximum size of an event in bytes; the largest Append is much smaller. */
    static final int MAX_EVENT_BYTES = 1024 * 1024;

    /** Maximum size of a snapshot in bytes: millions of pairs. */
    static final int MAX_STATE_BYTES = 64 * 1024 * 1024;

    private static final int PROMISED = 1;
    private static final int APPENDED = 2;
    private static final int DROPPED = 3;
    private static final int JOINED = 4;
    private static final int STATE = 5;

    private ReplicaRecords() {}

    /** @throws IllegalArgumentException if the event is larger than {@link #MAX_EVENT_BYTES} */
    static byte[] encode(ReplicaEvent event) {
        byte[] record;
        if (event instanceof EntriesAppended appended) {
            record = encode(appended);
        } else if (event instanceof EpochPromised promised) {
            record = start(PROMISED, 16).number(promised.epoch()).sealed();
        } else if (event instanceof SuffixTruncated dropped) {
            record = start(DROPPED, 16).number(dropped.fromIndex()).sealed();
        } else if (event instanceof MembershipGained) {
            record = start(JOINED, 2).sealed();
        } else {
            throw new IllegalArgumentException("unknown event " + event);
        }
        if (record.length > MAX_EVENT_BYTES) {
            throw new IllegalArgumentException(
                    "an event of " + record.length + " bytes; the limit is " + MAX_EVENT_BYTES);
        }
        return record;
    }

    private static byte[] encode(EntriesAppended appended) {
        int bytes = 32;
        for (LogEntry entry : appended.entries()) {
            bytes += entry.payload().length + 16;
        }
        RecordWriter writer = start(APPENDED, bytes)
                .number(appended.firstIndex())
                .number(appended.entries().size());
        for (LogEntry entry : appended.entries()) {
            writer.number(entry.epoch()).number(entry.number()).block(entry.payload());
        }
        return writer.sealed();
    }

    static ReplicaEvent decodeEvent(byte[] record) throws UnreadableRecordException {
        RecordReader reader = new RecordReader(record, MAX_EVENT_BYTES);
        ReplicaEvent event =
                switch (kind(reader)) {
                    case PROMISED -> new EpochPromised(reader.number());
                    case APPENDED -> new EntriesAppended(reader.number(), entries(reader));
                    case DROPPED -> new SuffixTruncated(reader.number());
                    case JOINED -> new MembershipGained();
                    default -> throw new UnreadableRecordException("a record of an unknown kind instead of an event");
                };
        reader.requireEnd();
        return event;
    }

    private static List<LogEntry> entries(RecordReader reader) throws UnreadableRecordException {
        int count = reader.count(3);
        List<LogEntry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(new LogEntry(reader.number(), reader.number(), reader.block()));
        }
        return entries;
    }

    /** @throws IllegalArgumentException if the state is larger than {@link #MAX_STATE_BYTES} */
    static byte[] encode(ReplicaState state) {
        RecordWriter writer = start(STATE, 1024)
                .number(state.sequenceNr())
                .octet(state.member() ? 1 : 0)
                .number(state.epoch())
                .number(state.lastIndex())
                .number(state.lastNumber());
        write(writer, state.epochs());
        write(writer, state.segments());
        write(writer, state.numbers());
        byte[] record = writer.sealed();
        if (record.length > MAX_STATE_BYTES) {
            throw new IllegalArgumentException(
                    "a state of " + record.length + " bytes; the limit is " + MAX_STATE_BYTES);
        }
        return record;
    }

    static ReplicaState decodeState(byte[] record) throws UnreadableRecordException {
        RecordReader reader = new RecordReader(record, MAX_STATE_BYTES);
        if (kind(reader) != STATE) {
            throw new UnreadableRecordException("a record of another kind instead of a state");
        }
        long sequenceNr = reader.number();
        int member = reader.octet();
        if (member > 1) {
            throw new UnreadableRecordException("membership must be 0 or 1, not " + member);
        }
        long epoch = reader.number();
        long lastIndex = reader.number();
        long lastNumber = reader.number();
        RunIndex epochs = runs(reader);
        RunIndex segments = runs(reader);
        RunIndex numbers = runs(reader);
        reader.requireEnd();
        boolean empty = lastIndex == 0;
        if (epochs.isEmpty() != empty || segments.isEmpty() != empty || numbers.isEmpty() != (lastNumber == 0)) {
            throw new UnreadableRecordException(
                    "a state contradicts itself: last index " + lastIndex + ", last number " + lastNumber);
        }
        return new ReplicaState(sequenceNr, member == 1, epoch, lastIndex, epochs, segments, numbers, lastNumber);
    }

    private static void write(RecordWriter writer, RunIndex runs) {
        long[] pairs = runs.toArray();
        writer.number(pairs.length / 2);
        long key = 0;
        long value = 0;
        for (int i = 0; i < pairs.length; i += 2) {
            writer.number(pairs[i] - key).number(zigzag(pairs[i + 1] - value));
            key = pairs[i];
            value = pairs[i + 1];
        }
    }

    private static RunIndex runs(RecordReader reader) throws UnreadableRecordException {
        long[] pairs = new long[2 * reader.count(2)];
        long key = 0;
        long value = 0;
        for (int i = 0; i < pairs.length; i += 2) {
            long step = reader.number();
            key += step;
            value += unzigzag(reader.number());
            if (step == 0 || key < 0 || value < 0) {
                throw new UnreadableRecordException("the keys of a state's runs are not ascending");
            }
            pairs[i] = key;
            pairs[i + 1] = value;
        }
        return RunIndex.of(pairs);
    }

    private static long zigzag(long value) {
        return (value << 1) ^ (value >> 63);
    }

    private static long unzigzag(long value) {
        return (value >>> 1) ^ -(value & 1);
    }

    private static RecordWriter start(int kind, int expectedBytes) {
        return new RecordWriter(expectedBytes).octet(VERSION).octet(kind);
    }

    private static int kind(RecordReader reader) throws UnreadableRecordException {
        int version = reader.octet();
        if (version != VERSION) {
            throw new UnreadableRecordException(
                    "a record of version " + version + "; this release reads version " + VERSION);
        }
        reader.requireChecksum();
        return reader.octet();
    }
}
