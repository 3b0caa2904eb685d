package menhir.simulation;

import java.util.ArrayList;
import java.util.List;
import menhir.replication.LogEntry;
import menhir.replication.ReplicaEvent;
import menhir.replication.ReplicaEvent.EntriesAppended;
import menhir.replication.ReplicaEvent.EpochPromised;
import menhir.replication.ReplicaEvent.SuffixDropped;
import menhir.replication.ReplicaState;

/** A slot's database: the journal of events. A write is on it as a whole or not at all. */
final class Disk {
    private final boolean forgetsPromises;
    private final List<ReplicaEvent> journal = new ArrayList<>();
    private List<ReplicaEvent> underWay = List.of();
    private ReplicaState state = ReplicaState.BLANK;

    Disk(boolean forgetsPromises) {
        this.forgetsPromises = forgetsPromises;
    }

    /** What is on the disk now. */
    ReplicaState state() {
        return state;
    }

    void begin(List<ReplicaEvent> events) {
        underWay = events;
    }

    boolean writing() {
        return !underWay.isEmpty();
    }

    void complete() {
        for (ReplicaEvent event : underWay) {
            journal.add(event);
            state = state.apply(event);
        }
        underWay = List.of();
    }

    /** The power went; what was being written is there or not. */
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

    /** Entries from {@code from} on, at most {@code limit}, found as a server finds them: by the noted places. */
    List<LogEntry> read(long from, long limit) {
        List<LogEntry> found = new ArrayList<>();
        long last = Math.min(state.lastIndex(), from + limit - 1);
        long next = from;
        while (next <= last) {
            List<LogEntry> range = new ArrayList<>();
            long before = next;
            long first = readRange(state.eventsFor(next), range);
            for (long index = next; index <= last && index - first < range.size(); index++) {
                found.add(range.get((int) (index - first)));
                next++;
            }
            if (next == before || first > before) {
                throw new IllegalStateException("the noted places do not lead to index " + before);
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
            } else if (event instanceof SuffixDropped dropped && !entries.isEmpty()) {
                entries.subList((int) Math.max(0, dropped.fromIndex() - first), entries.size())
                        .clear();
            }
        }
        return first;
    }

    LogEntry entry(long index) {
        return read(index, 1).get(0);
    }
}
