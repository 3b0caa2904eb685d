package menhir.journal;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A slot that this process holds. It keeps one connection open, so that the database stays open (and locked against other
 * processes) while Akka's pool comes and goes. Close it after the actor system has ended; if the process dies instead,
 * nothing is lost, and the operating system gives up the lock.
 */
public final class OpenSlot implements AutoCloseable {
    private final SlotDatabase database;
    private final Connection connection;

    OpenSlot(SlotDatabase database, Connection connection) {
        this.database = database;
        this.connection = connection;
    }

    public SlotDatabase database() {
        return database;
    }

    /** Gives the slot up. Closing it again does nothing. */
    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new SlotUnavailable(database, "it does not close (" + e.getMessage() + ")", e);
        }
    }
}
