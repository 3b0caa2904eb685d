package menhir.journal;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import menhir.replication.LogEntry;
import menhir.replication.ReplicaEvent;
import menhir.replication.ReplicaState;

/**
 * A store's log in the database of a stopped node, read without Akka. The state is what recovery would give, from the events
 * alone: a snapshot only shortens recovery.
 *
 * <p>Reading it holds one page of events and one segment of entries in memory, however long the log is.
 */
public final class StoredLog {
    /** Takes the entries of a log in their order. */
    @FunctionalInterface
    public interface Visitor {
        void entry(LogEntry entry) throws IOException;
    }

    private interface EventVisitor {
        void event(long sequenceNr, ReplicaEvent event) throws IOException;
    }

    private final Connection connection;
    private final String store;
    private final int slot;
    private ReplicaState state = ReplicaState.BLANK;

    private StoredLog(Connection connection, String store, int slot) {
        this.connection = connection;
        this.store = store;
        this.slot = slot;
    }

    static StoredLog read(Connection connection, String store, int slot) {
        StoredLog log = new StoredLog(connection, store, slot);
        try {
            log.events(1, Long.MAX_VALUE, log::apply);
        } catch (IOException | RuntimeException e) {
            throw log.damaged(log.state.lastIndex() + 1, e);
        }
        return log;
    }

    private void apply(long sequenceNr, ReplicaEvent event) {
        if (sequenceNr != state.sequenceNr() + 1) {
            throw new LogDamagedException("event " + (state.sequenceNr() + 1) + " is missing");
        }
        state = state.apply(event);
    }

    /** What the replica would start with. */
    public ReplicaState state() {
        return state;
    }

    /**
     * Passes all entries on, in order.
     *
     * @throws LogDamagedException if one cannot be read; the message names store, slot and index
     * @throws IOException if the visitor throws it
     */
    public void entries(Visitor visitor) throws IOException {
        if (state.lastIndex() == 0) {
            return;
        }
        SegmentReader reader = new SegmentReader(state, 1, state.lastIndex());
        long[] next = {1};
        List<LogEntry> read = new ArrayList<>();
        EventVisitor events = (sequenceNr, event) -> {
            read.addAll(accept(reader, sequenceNr, event, next[0]));
            for (LogEntry entry : read) {
                visitor.entry(entry);
                next[0]++;
            }
            read.clear();
        };
        events(reader.firstSequenceNr(), reader.lastSequenceNr(), events);
        if (next[0] != state.lastIndex() + 1) {
            throw damaged(next[0], new LogDamagedException("the entry is missing"));
        }
    }

    private List<LogEntry> accept(SegmentReader reader, long sequenceNr, ReplicaEvent event, long index) {
        try {
            return reader.accept(sequenceNr, event);
        } catch (LogDamagedException e) {
            throw damaged(index, e);
        }
    }

    /** Passes on the events of a range, page by page. */
    private void events(long from, long to, EventVisitor visitor) throws IOException {
        long next = from;
        List<StoredEvent> page = page(next, to);
        while (!page.isEmpty()) {
            for (StoredEvent event : page) {
                visitor.event(event.sequenceNr(), event.decode());
                next = event.sequenceNr() + 1;
            }
            page = page(next, to);
        }
    }

    private List<StoredEvent> page(long from, long to) {
        try {
            return StoredEvent.page(connection, store, slot, from, to);
        } catch (SQLException e) {
            throw new LogDamagedException("the database cannot be read: " + Damage.describe(e), e);
        }
    }

    private LogDamagedException damaged(long index, Exception cause) {
        return new LogDamagedException(
                store + " in slot " + slot + ", index " + index + ": " + Damage.describe(cause), cause);
    }
}
