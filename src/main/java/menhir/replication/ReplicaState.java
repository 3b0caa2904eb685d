package menhir.replication;

import menhir.replication.ReplicaEvent.EntriesAppended;
import menhir.replication.ReplicaEvent.EpochPromised;
import menhir.replication.ReplicaEvent.MembershipGained;
import menhir.replication.ReplicaEvent.MembershipLost;
import menhir.replication.ReplicaEvent.PositionsLearned;
import menhir.replication.ReplicaEvent.Started;
import menhir.replication.ReplicaEvent.SuffixTruncated;

/**
 * What a replica's rules need to know about its disk. The entries themselves stay in the database; this state tells where
 * they are. It is immutable, so the event-sourced actor that owns it can share it.
 *
 * @param sequenceNr the number of events that made this state: the journal's sequence number of the last one
 * @param member whether the replica counts in majorities; false on a new disk
 * @param incarnation the last start from this disk
 * @param epoch the highest epoch promised
 * @param acceptedEpoch epoch of the last leader that changed the log
 * @param lastIndex index of the last entry, 0 for an empty log
 * @param epochs first index of each run of entries of one epoch -> that epoch
 * @param segments first index of an event that holds entries -> its sequence number; not for every event, see
 *     {@link #SEGMENT_ENTRIES}
 * @param numbers where the orders are
 * @param lastNumber the highest order number in the log
 * @param known the latest position of each slot's member that leaders told of
 */
public record ReplicaState(
        long sequenceNr,
        boolean member,
        Incarnation incarnation,
        long epoch,
        long acceptedEpoch,
        long lastIndex,
        RunIndex epochs,
        RunIndex segments,
        OrderNumbers numbers,
        long lastNumber,
        KnownPositions known) {

    /** The place of an event is recorded only if it is at least this many entries after the one recorded before. */
    static final int SEGMENT_ENTRIES = 64;

    /** A new disk. */
    public static final ReplicaState BLANK = new ReplicaState(
            0,
            false,
            Incarnation.NONE,
            0,
            0,
            0,
            RunIndex.EMPTY,
            RunIndex.EMPTY,
            OrderNumbers.NONE,
            0,
            KnownPositions.NONE);

    /** Sequence numbers, both inclusive, of the events to read, in order, for the entry at an index. */
    public record EventRange(long from, long to) {}

    /** The epoch of the entry at {@code index}; 0 for index 0, which is before the first entry. */
    public long epochAt(long index) {
        if (index == 0) {
            return 0;
        }
        if (index < 0 || index > lastIndex) {
            throw new IllegalArgumentException("index " + index + " is not in a log of " + lastIndex + " entries");
        }
        return epochs.value(epochs.floor(index));
    }

    public long lastEpoch() {
        return epochAt(lastIndex);
    }

    /** Whether the log can hold the order with this number at this index. */
    public boolean mayHold(long number, long index) {
        return number >= 1
                && number <= lastNumber
                && numbers.firstIndexOf(number) <= index
                && index <= numbers.lastIndexOf(number);
    }

    /** The highest order number at or below {@code index}, or 0. Exact near the end of the log, see {@link OrderNumbers}. */
    public long lastNumberAt(long index) {
        return numbers.lastNumberAt(index, lastNumber);
    }

    /**
     * The events to read for the entries from {@code index} on: from the last recorded place at or below it to the next
     * recorded place, or to the end. A {@link SuffixTruncated} inside the range deletes entries read before it.
     */
    public EventRange eventsFor(long index) {
        int position = segments.floor(index);
        long from = segments.value(position);
        long to = position + 1 < segments.size() ? segments.value(position + 1) - 1 : sequenceNr;
        return new EventRange(from, to);
    }

    /** What the replica has on its disk, for leaders to compare. */
    public LogPosition position() {
        return new LogPosition(incarnation, acceptedEpoch, lastIndex);
    }

    /** The state after another event. */
    public ReplicaState apply(ReplicaEvent event) {
        if (event instanceof EntriesAppended appended) {
            return append(appended);
        } else if (event instanceof EpochPromised promised) {
            return next(member, incarnation, promised.epoch(), known);
        } else if (event instanceof SuffixTruncated truncated) {
            return truncate(truncated.fromIndex());
        } else if (event instanceof Started started) {
            return next(member, incarnation.started(started.nonce()), epoch, known);
        } else if (event instanceof PositionsLearned learned) {
            return next(member, incarnation, epoch, known.with(learned.known()));
        } else if (event instanceof MembershipGained gained) {
            return next(true, incarnation.joined(gained.atIndex()), epoch, known);
        } else if (event instanceof MembershipLost) {
            return next(false, incarnation, epoch, known);
        }
        throw new IllegalArgumentException("unknown event " + event);
    }

    private ReplicaState next(boolean nowMember, Incarnation nowIncarnation, long nowEpoch, KnownPositions nowKnown) {
        return new ReplicaState(
                sequenceNr + 1,
                nowMember,
                nowIncarnation,
                nowEpoch,
                acceptedEpoch,
                lastIndex,
                epochs,
                segments,
                numbers,
                lastNumber,
                nowKnown);
    }

    private ReplicaState append(EntriesAppended appended) {
        if (appended.firstIndex() != lastIndex + 1) {
            throw new IllegalStateException(
                    "entries for index " + appended.firstIndex() + " do not follow index " + lastIndex);
        }
        RunIndex epochs = this.epochs;
        OrderNumbers numbers = this.numbers;
        long lastNumber = this.lastNumber;
        long index = lastIndex;
        long runEpoch = lastEpoch();
        for (LogEntry entry : appended.entries()) {
            index++;
            if (entry.epoch() != runEpoch) {
                epochs = epochs.append(index, entry.epoch());
                runEpoch = entry.epoch();
            }
            if (entry.number() > 0) {
                numbers = numbers.append(entry.number(), index);
                lastNumber = entry.number();
            }
        }
        RunIndex segments = this.segments;
        if (segments.isEmpty() || appended.firstIndex() - segments.key(segments.size() - 1) >= SEGMENT_ENTRIES) {
            segments = segments.append(appended.firstIndex(), sequenceNr + 1);
        }
        // The leader whose entries these are is the one that was promised last.
        return new ReplicaState(
                sequenceNr + 1,
                member,
                incarnation,
                epoch,
                epoch,
                index,
                epochs,
                segments,
                numbers,
                lastNumber,
                known.with(appended.known()));
    }

    private ReplicaState truncate(long fromIndex) {
        if (fromIndex < 1 || fromIndex > lastIndex) {
            throw new IllegalStateException("cannot truncate from " + fromIndex + " in a log of " + lastIndex);
        }
        long number = lastNumberAt(fromIndex - 1);
        return new ReplicaState(
                sequenceNr + 1,
                member,
                incarnation,
                epoch,
                epoch,
                fromIndex - 1,
                epochs.dropFrom(fromIndex),
                segments.dropFrom(fromIndex),
                numbers.dropFrom(number + 1),
                number,
                known);
    }
}
