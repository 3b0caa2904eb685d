package menhir.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A slot whose database this process has open. One connection stays open, so that the database stays open, and locked
 * against other processes, whatever Akka's connection pool does; a {@link SlotKeeper} has it. Must be closed after
 * the actor system has ended. If the process is killed instead, nothing is lost, and the operating system or the server
 * releases the lock.
 *
 * <p>H2 closes a database when a write fails. From then on nothing in this process may use it, see {@link #failed()}.
 */
public final class OpenSlot implements AutoCloseable {
    private final SlotDatabase database;
    private final SlotKeeper keeper;
    private final CompletableFuture<SlotUnavailableException> failed = new CompletableFuture<>();

    /** @param connection is closed with the slot */
    OpenSlot(SlotDatabase database, Connection connection) throws SQLException {
        this.database = database;
        this.keeper = database.place().keep(database, connection, failed::complete);
    }

    public SlotDatabase database() {
        return database;
    }

    /** The size of the database in bytes, as far as it is known. */
    public long bytes() {
        return keeper.bytes();
    }

    /** Why the database does not answer at present, in words; null if it does. */
    public @Nullable String outage() {
        return keeper.outage();
    }

    /**
     * Completes, within a fraction of a second, when the database has closed itself: the disk is full or broken, or the file is
     * damaged. The process must end then, soon and without closing the slot. H2 cannot be trusted to open the file again: a
     * connection pool gets it open a second time beside the failed one, without the checks of {@link SlotDatabase#open()},
     * and an attempt that fails keeps the file's lock until the process ends. A new process finds what was committed.
     *
     * <p>A server that goes away is an {@linkplain #outage() outage}. This completes if another process has opened the database
     * before it came back.
     */
    public CompletionStage<SlotUnavailableException> failed() {
        return failed.minimalCompletionStage();
    }

    /** Closes the database and releases the slot; blocks meanwhile. Has no effect if already closed. */
    @Override
    public void close() {
        try {
            keeper.close();
        } catch (SQLException e) {
            throw new SlotUnavailableException(database, "its database cannot be closed (" + e.getMessage() + ")", e);
        }
    }
}
