package menhir.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import menhir.replication.KnownPositions;
import menhir.replication.LogEntry;
import menhir.replication.ReplicaEvent;
import menhir.replication.ReplicaEvent.EntriesAppended;
import menhir.replication.Restoration;

/**
 * A new database of a slot that is filled with logs from backups. It writes the rows that Akka's journal would have written,
 * so a node starts from it as after any stop.
 *
 * <p>Until {@link #close} the database is incomplete: callers write it to a {@linkplain SlotPlace#emptyDraft() place} that no
 * node opens, and move it afterwards.
 */
public final class RestoredSlot implements AutoCloseable {
    private static final int EVENT_ENTRIES = 512;
    private static final int EVENT_BYTES = 96 * 1024;
    private static final int COMMIT_EVENTS = 64;

    private final SlotDatabase database;
    private final Connection connection;

    private RestoredSlot(SlotDatabase database, Connection connection) {
        this.database = database;
        this.connection = connection;
    }

    /**
     * Creates the database.
     *
     * @param database at an empty place
     * @throws SlotUnavailableException if it cannot be created
     */
    public static RestoredSlot create(SlotDatabase database) {
        Connection connection = database.place().connectAndLock(database);
        try {
            SlotSchema.prepare(database, connection);
            connection.setAutoCommit(false);
            return new RestoredSlot(database, connection);
        } catch (SQLException | RuntimeException e) {
            SlotDatabase.closeAfter(e, connection);
            throw e instanceof SQLException failure ? failed(database, failure) : (RuntimeException) e;
        }
    }

    /** A writer of a store's log. Logs are written one after the other. */
    public Log log(String store) {
        return new Log(store);
    }

    /** Flushes everything to the disk. */
    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failed(database, e);
        }
    }

    private static SlotUnavailableException failed(SlotDatabase database, SQLException e) {
        return new SlotUnavailableException(database, "it cannot be written (" + Damage.describe(e) + ")", e);
    }

    /** A store's log, while it is written. */
    public final class Log {
        private final String store;
        private final String writer = UUID.randomUUID().toString();
        private final List<LogEntry> entries = new ArrayList<>();
        private int bytes;
        private long lastIndex;
        private long sequenceNr;

        private Log(String store) {
            this.store = store;
        }

        /** Must come before the first entry. */
        public void begin(Restoration restoration) {
            restoration.before().forEach(this::write);
        }

        /** Adds the entry at the next index. */
        public void add(LogEntry entry) {
            if (!entries.isEmpty() && bytes + entry.payload().length > EVENT_BYTES) {
                writeEntries();
            }
            entries.add(entry);
            bytes += entry.payload().length;
            if (entries.size() == EVENT_ENTRIES) {
                writeEntries();
            }
        }

        /** Must come after the last entry. */
        public void end(Restoration restoration) {
            writeEntries();
            if (lastIndex != restoration.lastIndex()) {
                throw new IllegalArgumentException(lastIndex + " entries were written, not " + restoration.lastIndex());
            }
            restoration.after().forEach(this::write);
            commit();
        }

        private void writeEntries() {
            if (!entries.isEmpty()) {
                write(new EntriesAppended(lastIndex + 1, entries, KnownPositions.NONE));
                lastIndex += entries.size();
                entries.clear();
                bytes = 0;
            }
        }

        private void write(ReplicaEvent event) {
            sequenceNr++;
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO \"" + SlotSchema.ordersTable(store)
                    + "\" (\"persistence_id\", \"sequence_number\", \"writer\", \"write_timestamp\","
                    + " \"adapter_manifest\", \"event_ser_id\", \"event_ser_manifest\", \"event_payload\")"
                    + " VALUES (?, ?, ?, ?, '', ?, ?, ?)")) {
                insert.setString(1, PersistenceIds.orders(store, database.slot()));
                insert.setLong(2, sequenceNr);
                insert.setString(3, writer);
                insert.setLong(4, System.currentTimeMillis());
                insert.setInt(5, ReplicaSerializer.IDENTIFIER);
                insert.setString(6, ReplicaSerializer.EVENT);
                insert.setBytes(7, ReplicaRecords.encode(event));
                insert.executeUpdate();
            } catch (SQLException e) {
                throw failed(database, e);
            }
            if (sequenceNr % COMMIT_EVENTS == 0) {
                commit();
            }
        }

        private void commit() {
            try {
                connection.commit();
            } catch (SQLException e) {
                throw failed(database, e);
            }
        }
    }
}
