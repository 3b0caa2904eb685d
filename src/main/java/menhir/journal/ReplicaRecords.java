package menhir.journal;

import menhir.records.LogFields;
import menhir.records.RecordReader;
import menhir.records.RecordWriter;
import menhir.records.UnreadableRecordException;
import menhir.replication.Incarnation;
import menhir.replication.KnownPositions;
import menhir.replication.OrderNumbers;
import menhir.replication.ReplicaEvent;
import menhir.replication.ReplicaEvent.EntriesAppended;
import menhir.replication.ReplicaEvent.EpochPromised;
import menhir.replication.ReplicaEvent.MembershipGained;
import menhir.replication.ReplicaEvent.MembershipLost;
import menhir.replication.ReplicaEvent.PositionsLearned;
import menhir.replication.ReplicaEvent.Started;
import menhir.replication.ReplicaEvent.SuffixTruncated;
import menhir.replication.ReplicaState;
import menhir.replication.RunIndex;

/**
 * The binary format of a replica's events and snapshots. Equal values have equal bytes.
 *
 * <pre>
 * record    = version octet (2), kind octet, fields, CRC-32C of all bytes before it (4 bytes, big-endian)
 * promised  = epoch
 * appended  = first index, count, then per entry: epoch, number, payload; positions
 * dropped   = from index
 * joined    = at index
 * state     = sequence number, member (0 or 1), epoch, last index, last number, epochs, segments, older numbers,
 *             latest numbers, joined at, start, nonce, accepted epoch, positions
 * started   = nonce
 * learned   = positions
 * lost      =
 * runs      = count, then per pair: difference to the key before it, difference to the value before it (zig-zag)
 * positions = count, then per slot: slot, joined at, start, nonce, accepted epoch, last index
 * </pre>
 *
 * Version 1, which release 0.1.0 wrote, has no positions, no fields of {@code joined}, no older numbers, and a state that ends
 * with the latest numbers.
 *
 * {@link RecordWriter} defines numbers and payloads. Any change of the format needs a new version octet, and the reader must
 * still read all versions before it.
 */
final class ReplicaRecords {
    static final int VERSION = 2;

    /** Maximum size of an event in bytes; the largest Append is much smaller. */
    static final int MAX_EVENT_BYTES = 1024 * 1024;

    /** Maximum size of a snapshot in bytes: millions of pairs. */
    static final int MAX_STATE_BYTES = 64 * 1024 * 1024;

    private static final int PROMISED = 1;
    private static final int APPENDED = 2;
    private static final int DROPPED = 3;
    private static final int JOINED = 4;
    private static final int STATE = 5;
    private static final int STARTED = 6;
    private static final int LEARNED = 7;
    private static final int LOST = 8;

    private record Header(int version, int kind) {}

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
        } else if (event instanceof MembershipGained gained) {
            record = start(JOINED, 16).number(gained.atIndex()).sealed();
        } else if (event instanceof Started started) {
            record = start(STARTED, 16).number(started.nonce()).sealed();
        } else if (event instanceof PositionsLearned learned) {
            RecordWriter writer = start(LEARNED, 128);
            LogFields.write(writer, learned.known());
            record = writer.sealed();
        } else if (event instanceof MembershipLost) {
            record = start(LOST, 8).sealed();
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
        RecordWriter writer =
                start(APPENDED, 192 + LogFields.bytes(appended.entries())).number(appended.firstIndex());
        LogFields.write(writer, appended.entries());
        LogFields.write(writer, appended.known());
        return writer.sealed();
    }

    static ReplicaEvent decodeEvent(byte[] record) throws UnreadableRecordException {
        RecordReader reader = new RecordReader(record, MAX_EVENT_BYTES);
        Header header = header(reader);
        ReplicaEvent event =
                switch (header.kind()) {
                    case PROMISED -> new EpochPromised(reader.number());
                    case APPENDED ->
                        new EntriesAppended(reader.number(), LogFields.entries(reader), positions(header, reader));
                    case DROPPED -> new SuffixTruncated(reader.number());
                    case JOINED -> new MembershipGained(header.version() == 1 ? 0 : reader.number());
                    case STARTED -> new Started(reader.number());
                    case LEARNED -> new PositionsLearned(positions(header, reader));
                    case LOST -> new MembershipLost();
                    default -> throw new UnreadableRecordException("a record of an unknown kind instead of an event");
                };
        reader.requireEnd();
        return event;
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
        write(writer, state.numbers().older());
        write(writer, state.numbers().latest());
        writer.number(state.incarnation().joinedAt())
                .number(state.incarnation().start())
                .number(state.incarnation().nonce())
                .number(state.acceptedEpoch());
        LogFields.write(writer, state.known());
        byte[] record = writer.sealed();
        if (record.length > MAX_STATE_BYTES) {
            throw new IllegalArgumentException(
                    "a state of " + record.length + " bytes; the limit is " + MAX_STATE_BYTES);
        }
        return record;
    }

    static ReplicaState decodeState(byte[] record) throws UnreadableRecordException {
        RecordReader reader = new RecordReader(record, MAX_STATE_BYTES);
        Header header = header(reader);
        if (header.kind() != STATE) {
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
        RunIndex olderNumbers = header.version() == 1 ? RunIndex.EMPTY : runs(reader);
        OrderNumbers numbers = new OrderNumbers(olderNumbers, runs(reader));
        Incarnation incarnation = Incarnation.NONE;
        // Version 1 did not record it. It is at least the last entry's epoch.
        long acceptedEpoch = epochs.isEmpty() ? 0 : epochs.value(epochs.size() - 1);
        if (header.version() > 1) {
            incarnation = new Incarnation(reader.number(), reader.number(), reader.number());
            acceptedEpoch = reader.number();
        }
        KnownPositions known = positions(header, reader);
        reader.requireEnd();
        boolean empty = lastIndex == 0;
        if (epochs.isEmpty() != empty || segments.isEmpty() != empty || numbers.isEmpty() != (lastNumber == 0)) {
            throw new UnreadableRecordException(
                    "a state contradicts itself: last index " + lastIndex + ", last number " + lastNumber);
        }
        return new ReplicaState(
                sequenceNr,
                member == 1,
                incarnation,
                epoch,
                acceptedEpoch,
                lastIndex,
                epochs,
                segments,
                numbers,
                lastNumber,
                known);
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

    private static KnownPositions positions(Header header, RecordReader reader) throws UnreadableRecordException {
        if (header.version() == 1) {
            return KnownPositions.NONE;
        }
        return LogFields.positions(reader);
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

    private static Header header(RecordReader reader) throws UnreadableRecordException {
        int version = reader.octet();
        if (version < 1 || version > VERSION) {
            throw new UnreadableRecordException(
                    "a record of version " + version + "; this release reads versions 1 to " + VERSION);
        }
        reader.requireChecksum();
        return new Header(version, reader.octet());
    }
}
