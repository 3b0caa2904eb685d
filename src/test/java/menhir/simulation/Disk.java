package menhir.simulation;

import java.util.ArrayList;
import java.util.List;
import menhir.replica.CatalogCheckpoint;
import menhir.replication.Incarnation;
import menhir.replication.LogEntry;
import menhir.replication.LogPosition;
import menhir.replication.ReplicaEvent;
import menhir.replication.ReplicaEvent.EntriesAppended;
import menhir.replication.ReplicaEvent.EpochPromised;
import menhir.replication.ReplicaEvent.SuffixTruncated;
import menhir.replication.ReplicaState;

/** A slot's database: the journal of events, and the catalog's checkpoint. A write is on it as a whole or not at all. */
final class Disk {
    private final boolean forgetsPromises;
    private final List<ReplicaEvent> journal = new ArrayList<>();
    private List<ReplicaEvent> underWay = List.of();
    private ReplicaState state = ReplicaState.BLANK;
    private CatalogCheckpoint checkpoint = CatalogCheckpoint.EMPTY;

    Disk(boolean forgetsPromises) {
        this.forgetsPromises = forgetsPromises;
    }

    /** A copy of what is on the disk now. */
    Disk copy() {
        Disk copy = new Disk(forgetsPromises);
        copy.journal.addAll(journal);
        copy.state = state;
        copy.checkpoint = checkpoint;
        return copy;
    }

    /** What is on the disk now. */
    ReplicaState state() {
        return state;
    }

    /** What a replica will say that starts from this disk. */
    LogPosition positionAtNextStart() {
        Incarnation last = state.incarnation();
        return new LogPosition(
                new Incarnation(last.joinedAt(), last.start() + 1, Long.MAX_VALUE),
                state.acceptedEpoch(),
                state.lastIndex());
    }

    CatalogCheckpoint checkpoint() {
        return checkpoint;
    }

    void save(CatalogCheckpoint.Delta delta, int keyCapacity) {
        checkpoint = checkpoint.with(delta, keyCapacity);
    }

    void begin(List<ReplicaEvent> events) {
        underWay = events;
    }

    boolean writing() {
        return !underWay.isEmpty();
    }

    /** The state when the present write is complete. */
    ReplicaState stateAfterwards() {
        ReplicaState after = state;
        for (ReplicaEvent event : underWay) {
            after = after.apply(event);
        }
        return after;
    }

    void complete() {
        for (ReplicaEvent event : underWay) {
            journal.add(event);
            state = state.apply(event);
        }
        underWay = List.of();
    }

    /** The power fails: what was being written is on the disk or not. */
    void crash(boolean written) {
        if (written) {
            complete();
        }
        underWay = List.of();
    }

    /** The state after a restart, from the journal alone. */
    ReplicaState recover() {
        ReplicaState recovered = ReplicaState.BLANK;
        for (ReplicaEvent event : journal) {
            boolean lost = forgetsPromises && event instanceof EpochPromised;
            recovered = recovered.apply(lost ? new EpochPromised(recovered.epoch()) : event);
        }
        state = recovered;
        return recovered;
    }

    /** All entries of the log. */
    List<LogEntry> log() {
        return state.lastIndex() == 0 ? List.of() : read(state, 1, state.lastIndex());
    }

    /** Entries that a state has, from {@code from} on, at most {@code limit}, found by the recorded places. */
    List<LogEntry> read(ReplicaState of, long from, long limit) {
        List<LogEntry> found = new ArrayList<>();
        long last = Math.min(of.lastIndex(), from + limit - 1);
        long next = from;
        while (next <= last) {
            List<LogEntry> range = new ArrayList<>();
            long before = next;
            long first = readRange(of.eventsFor(next), range);
            for (long index = next; index <= last && index - first < range.size(); index++) {
                found.add(range.get((int) (index - first)));
                next++;
            }
            if (next == before || first > before) {
                throw new IllegalStateException("the recorded places do not lead to index " + before);
            }
        }
        return found;
    }

    private long readRange(ReplicaState.EventRange range, List<LogEntry> entries) {
        long first = 0;
        for (long number = range.from(); number <= range.to(); number++) {
            ReplicaEvent event = journal.get((int) number - 1);
            if (event instanceof EntriesAppended appended) {
                if (entries.isEmpty()) {
                    first = appended.firstIndex();
                }
                entries.addAll(appended.entries());
            } else if (event instanceof SuffixTruncated truncated && !entries.isEmpty()) {
                entries.subList((int) Math.max(0, truncated.fromIndex() - first), entries.size())
                        .clear();
            }
        }
        return first;
    }
}
