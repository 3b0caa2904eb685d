package menhir.journal;

import com.typesafe.config.Config;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Where the database of a slot is, and all in which the kinds of databases differ. What their SQL differs in is in {@link
 * Dialect}. As a text it is one line for the operator.
 */
public sealed interface SlotPlace permits H2Folder, PostgresSchema {
    /** The SQL of the database. */
    Dialect dialect();

    /** The JDBC URL, without a password. */
    String url();

    /**
     * Connects to the database, which is created if there is none, and locks it against other processes until the connection is
     * closed.
     *
     * @throws SlotUnavailableException if that cannot be done
     */
    Connection connectAndLock(SlotDatabase database);

    /**
     * Keeps a database whose tables are prepared open and locked.
     *
     * @param connection from {@link #connectAndLock}; the keeper closes it, but not if this fails
     * @param listener of the keeper
     */
    SlotKeeper keep(SlotDatabase database, Connection connection, SlotKeeper.Listener listener) throws SQLException;

    /** Slick's settings of a pool of connections to the open database, without its size. */
    Config pool();

    /**
     * Connects to the database of a stopped node to read it. Nothing changes in it, and no node can open it meanwhile.
     *
     * @throws IOException with one line for the operator that names the place
     */
    Connection connectStopped() throws IOException;

    /**
     * Fails unless a database can be restored here.
     *
     * @throws IOException with one line for the operator
     */
    void requireEmpty() throws IOException;

    /** Where a database is restored until it is complete; what an interrupted run has left there is deleted. */
    SlotPlace emptyDraft() throws IOException;

    /** Moves the database from here, which must be closed, to an empty place. */
    void moveTo(SlotPlace empty) throws IOException;
}
