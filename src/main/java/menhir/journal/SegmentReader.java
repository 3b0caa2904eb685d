package menhir.journal;

import java.util.ArrayList;
import java.util.List;
import menhir.replication.LogEntry;
import menhir.replication.ReplicaEvent;
import menhir.replication.ReplicaEvent.EntriesAppended;
import menhir.replication.ReplicaEvent.SuffixTruncated;
import menhir.replication.ReplicaState;
import menhir.replication.RunIndex;

/**
 * Turns a replica's events back into the entries of a range of its log. The state divides the log into segments, and records
 * which events belong to each. An event can drop entries of its own segment only, since a drop that reaches further removes
 * the later segments from the state. So the entries of a segment are final once all its events are read, and at most one
 * segment is in memory.
 *
 * <p>Every event and entry is checked against the state; a contradiction is a {@link LogDamagedException}.
 */
final class SegmentReader {
    private final ReplicaState state;
    private final long fromIndex;
    private final long toIndex;

    private long nextSequenceNr;
    private long segmentFirst;
    private long segmentLast;
    private long segmentEndSequenceNr;
    private long nextIndex;
    private List<LogEntry> segmentEntries = new ArrayList<>();

    /** A reader of the entries {@code fromIndex..toIndex}: at least one, and all in the log. */
    SegmentReader(ReplicaState state, long fromIndex, long toIndex) {
        if (fromIndex < 1 || fromIndex > toIndex || toIndex > state.lastIndex()) {
            throw new IllegalArgumentException(
                    "entries " + fromIndex + ".." + toIndex + " are not in a log of " + state.lastIndex());
        }
        this.state = state;
        this.fromIndex = fromIndex;
        this.toIndex = toIndex;
        this.nextSequenceNr = firstSequenceNr();
        enterSegmentOf(fromIndex);
    }

    long firstSequenceNr() {
        return state.eventsFor(fromIndex).from();
    }

    long lastSequenceNr() {
        return state.eventsFor(toIndex).to();
    }

    /** Sequence number of the next event to read. */
    long nextSequenceNr() {
        return nextSequenceNr;
    }

    /** Sequence number of the last event of the segment that is being read. */
    long segmentEndSequenceNr() {
        return segmentEndSequenceNr;
    }

    /** Whether all events of the range were read. */
    boolean isComplete() {
        return nextSequenceNr > lastSequenceNr();
    }

    /** Reads the next event. Returns the entries of a segment, within the range, at its last event, else none. */
    List<LogEntry> accept(long sequenceNr, Object event) {
        if (sequenceNr != nextSequenceNr) {
            throw new LogDamagedException(
                    "event " + nextSequenceNr + " is missing; the next one is event " + sequenceNr);
        }
        nextSequenceNr++;
        if (event instanceof EntriesAppended appended) {
            append(appended);
        } else if (event instanceof SuffixTruncated dropped) {
            drop(dropped.fromIndex());
        } else if (!(event instanceof ReplicaEvent)) {
            throw new LogDamagedException("event " + sequenceNr + " is not a replica's: " + event.getClass());
        }
        return sequenceNr == segmentEndSequenceNr ? leaveSegment() : List.of();
    }

    /** Must be called after the last event. */
    void requireComplete() {
        if (!isComplete()) {
            throw new LogDamagedException("events " + nextSequenceNr + ".." + lastSequenceNr() + " are missing");
        }
    }

    private void append(EntriesAppended appended) {
        if (appended.firstIndex() != nextIndex) {
            throw new LogDamagedException("event " + (nextSequenceNr - 1) + " holds entries from "
                    + appended.firstIndex() + " on, instead of " + nextIndex);
        }
        long first = Math.max(fromIndex, segmentFirst);
        long last = Math.min(toIndex, segmentLast);
        for (LogEntry entry : appended.entries()) {
            if (nextIndex >= first && nextIndex <= last) {
                segmentEntries.add(entry);
            }
            nextIndex++;
        }
    }

    private void drop(long index) {
        if (index <= segmentFirst || index >= nextIndex) {
            throw new LogDamagedException("event " + (nextSequenceNr - 1) + " drops entries from " + index + " on, of "
                    + segmentFirst + ".." + (nextIndex - 1));
        }
        nextIndex = index;
        long remaining = Math.max(0, index - Math.max(fromIndex, segmentFirst));
        if (remaining < segmentEntries.size()) {
            segmentEntries.subList((int) remaining, segmentEntries.size()).clear();
        }
    }

    private List<LogEntry> leaveSegment() {
        if (nextIndex != segmentLast + 1) {
            throw new LogDamagedException(
                    "the entries of a segment end at " + (nextIndex - 1) + ", not at " + segmentLast);
        }
        List<LogEntry> entries = segmentEntries;
        segmentEntries = new ArrayList<>();
        long index = Math.max(fromIndex, segmentFirst);
        for (LogEntry entry : entries) {
            requireMatch(index, entry);
            index++;
        }
        if (segmentLast < toIndex) {
            enterSegmentOf(segmentLast + 1);
        }
        return entries;
    }

    private void requireMatch(long index, LogEntry entry) {
        if (entry.epoch() != state.epochAt(index)) {
            throw new LogDamagedException(
                    "entry " + index + " is of epoch " + entry.epoch() + ", not of epoch " + state.epochAt(index));
        }
        if (entry.number() > 0 && !state.mayHold(entry.number(), index)) {
            throw new LogDamagedException("order " + entry.number() + " is at index " + index + ", not where it was");
        }
    }

    private void enterSegmentOf(long index) {
        RunIndex segments = state.segments();
        int position = segments.floor(index);
        segmentFirst = segments.key(position);
        segmentLast = position + 1 < segments.size() ? segments.key(position + 1) - 1 : state.lastIndex();
        segmentEndSequenceNr = state.eventsFor(index).to();
        nextIndex = segmentFirst;
    }
}
