package menhir.journal;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the database of a slot open, and locked against other processes, whatever Akka's pools of connections do, and notices
 * when it is lost.
 */
interface SlotKeeper extends AutoCloseable {
    /** Hears of it, on a thread of the keeper. */
    interface Listener {
        /** The database is lost to this process for good. Called once. */
        void failed(SlotUnavailableException failure);
    }

    /** Why the database does not answer at present; null if it does. One that comes back was not lost. */
    @Nullable
    String outage();

    /** The size of the database in bytes, as far as it is known. Does not wait for the database. */
    long bytes();

    /** Closes the database. Has no effect if already closed. */
    @Override
    void close() throws SQLException;
}
