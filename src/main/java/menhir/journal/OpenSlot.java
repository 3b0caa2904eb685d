package menhir.journal;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A slot that this process holds. It keeps one connection open, so that the database stays open (and locked against other
 * processes) while Akka's pool comes and goes, and reclaims the file's space meanwhile. Close it after the actor system has
 * ended; if the process dies instead, nothing is lost, and the operating system gives up the lock.
 */
public final class OpenSlot implements AutoCloseable {
    private final SlotDatabase database;
    private final Connection connection;
    private final Compactor reclaimer;

    OpenSlot(SlotDatabase database, Connection connection, Compactor reclaimer) {
        this.database = database;
        this.connection = connection;
        this.reclaimer = reclaimer;
    }

    public SlotDatabase database() {
        return database;
    }

    /** Gives the slot up; blocks until the database is closed. Closing it again does nothing. */
    @Override
    public void close() {
        reclaimer.close();
        try {
            connection.close();
        } catch (SQLException e) {
            throw new SlotUnavailableException(database, "it does not close (" + e.getMessage() + ")", e);
        }
    }
}
