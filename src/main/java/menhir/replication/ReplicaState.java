package menhir.replication;

import menhir.replication.ReplicaEvent.EntriesAppended;
import menhir.replication.ReplicaEvent.EpochPromised;
import menhir.replication.ReplicaEvent.MembershipGained;
import menhir.replication.ReplicaEvent.SuffixTruncated;

/**
 * What a replica's rules need to know about its disk. The entries themselves stay in the database; this state tells where
 * they are. It is immutable, so the event-sourced actor that owns it can share it.
 *
 * @param sequenceNr the number of events that made this state: the journal's sequence number of the last one
 * @param member whether the replica counts in majorities; false on a new disk
 * @param epoch the highest epoch promised
 * @param lastIndex index of the last entry, 0 for an empty log
 * @param epochs first index of each run of entries of one epoch -> that epoch
 * @param segments first index of an event that holds entries -> its sequence number; not for every event, see
 *     {@link #SEGMENT_ENTRIES}
 * @param numbers first order number of each run of consecutive orders -> its index
 * @param lastNumber the highest order number in the log
 */
public record ReplicaState(
        long sequenceNr,
        boolean member,
        long epoch,
        long lastIndex,
        RunIndex epochs,
        RunIndex segments,
        RunIndex numbers,
        long lastNumber) {

    /** The place of an event is recorded only if it is at least this many entries after the one recorded before. */
    static final int SEGMENT_ENTRIES = 64;

    /** A new disk. */
    public static final ReplicaState BLANK =
            new ReplicaState(0, false, 0, 0, RunIndex.EMPTY, RunIndex.EMPTY, RunIndex.EMPTY, 0);

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

    /** The index of the order with this number, or 0 if the log holds no such order. */
    public long indexOfNumber(long number) {
        if (number < 1 || number > lastNumber) {
            return 0;
        }
        int run = numbers.floor(number);
        return numbers.value(run) + number - numbers.key(run);
    }

    /** The highest order number at or below {@code index}, or 0. */
    public long lastNumberAt(long index) {
        int low = 0;
        int high = numbers.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (numbers.value(middle) <= index) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        if (high < 0) {
            return 0;
        }
        long runEnd = high + 1 < numbers.size() ? numbers.key(high + 1) - 1 : lastNumber;
        return Math.min(runEnd, numbers.key(high) + index - numbers.value(high));
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

    public ReplicaState apply(ReplicaEvent event) {
        long next = sequenceNr + 1;
        if (event instanceof EntriesAppended appended) {
            return append(appended, next);
        } else if (event instanceof EpochPromised promised) {
            return new ReplicaState(next, member, promised.epoch(), lastIndex, epochs, segments, numbers, lastNumber);
        } else if (event instanceof SuffixTruncated truncated) {
            return truncate(truncated.fromIndex(), next);
        } else if (event instanceof MembershipGained) {
            return new ReplicaState(next, true, epoch, lastIndex, epochs, segments, numbers, lastNumber);
        }
        throw new IllegalArgumentException("unknown event " + event);
    }

    private ReplicaState append(EntriesAppended appended, long sequenceNr) {
        if (appended.firstIndex() != lastIndex + 1) {
            throw new IllegalStateException(
                    "entries for index " + appended.firstIndex() + " do not follow index " + lastIndex);
        }
        RunIndex epochs = this.epochs;
        RunIndex numbers = this.numbers;
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
                int run = numbers.size() - 1;
                boolean continuesRun = run >= 0 && numbers.value(run) + entry.number() - numbers.key(run) == index;
                if (!continuesRun) {
                    numbers = numbers.append(entry.number(), index);
                }
                lastNumber = entry.number();
            }
        }
        RunIndex segments = this.segments;
        if (segments.isEmpty() || appended.firstIndex() - segments.key(segments.size() - 1) >= SEGMENT_ENTRIES) {
            segments = segments.append(appended.firstIndex(), sequenceNr);
        }
        return new ReplicaState(sequenceNr, member, epoch, index, epochs, segments, numbers, lastNumber);
    }

    private ReplicaState truncate(long fromIndex, long sequenceNr) {
        if (fromIndex < 1 || fromIndex > lastIndex) {
            throw new IllegalStateException("cannot truncate from " + fromIndex + " in a log of " + lastIndex);
        }
        long number = lastNumberAt(fromIndex - 1);
        return new ReplicaState(
                sequenceNr,
                member,
                epoch,
                fromIndex - 1,
                epochs.dropFrom(fromIndex),
                segments.dropFrom(fromIndex),
                numbers.dropFrom(number + 1),
                number);
    }
}
