package menhir.journal;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A slot whose database this process has open. One connection stays open, so that the database stays open, and locked
 * against other processes, whatever Akka's connection pool does; a {@link Compactor} runs meanwhile. Must be closed after
 * the actor system has ended. If the process is killed instead, nothing is lost and the operating system releases the lock.
 */
public final class OpenSlot implements AutoCloseable {
    private final SlotDatabase database;
    private final Connection connection;
    private final Compactor compactor;

    OpenSlot(SlotDatabase database, Connection connection, Compactor compactor) {
        this.database = database;
        this.connection = connection;
        this.compactor = compactor;
    }

    public SlotDatabase database() {
        return database;
    }

    /** Closes the database and releases the slot; blocks meanwhile. Has no effect if already closed. */
    @Override
    public void close() {
        compactor.close();
        try {
            connection.close();
        } catch (SQLException e) {
            throw new SlotUnavailableException(database, "its database cannot be closed (" + e.getMessage() + ")", e);
        }
    }
}
