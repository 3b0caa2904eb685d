package menhir.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The place of a PostgreSQL database: a schema of its own on a server, so that the slot may move to another machine. The
 * server's settings decide what survives a crash: see {@link ServerFacts}. Who may use the schema: {@link SchemaLock}.
 */
public final class PostgresSchema implements SlotPlace {
    /** Added to the name of a schema that is being restored. */
    private static final String UNFINISHED = "_restoring";

    /** A pool gives up sooner than the database's keeper: who needs a connection is told, and tries again. */
    private static final int POOL_TIMEOUT_MILLIS = 2_000;

    private static final Logger log = LoggerFactory.getLogger(PostgresSchema.class);

    private final PostgresServer server;
    private final String name;
    private final SyncMode sync;
    private final SchemaLock lock;

    /**
     * @param name of the schema, without quotes in it
     * @param sync what an acknowledged write must survive on the server
     */
    public PostgresSchema(PostgresServer server, String name, SyncMode sync) {
        if (name.indexOf('"') >= 0) {
            throw new IllegalArgumentException("not the name of a slot's schema: " + name);
        }
        this.server = server;
        this.name = name;
        this.sync = sync;
        this.lock = new SchemaLock(name);
    }

    @Override
    public String toString() {
        return "schema " + name + " on " + server;
    }

    @Override
    public Dialect dialect() {
        return Dialect.POSTGRESQL;
    }

    @Override
    public String url() {
        return server.url();
    }

    private String quoted() {
        return '"' + name + '"';
    }

    @Override
    public Connection connectAndLock(SlotDatabase database) {
        try {
            Connection connection = connect();
            try {
                requirePromise(database, ServerFacts.read(connection));
                if (!lock.take(connection)) {
                    throw new SlotUnavailableException(database, "another process has it open", null);
                }
                createSchema(connection);
                return connection;
            } catch (SQLException | RuntimeException e) {
                SlotDatabase.closeAfter(e, connection);
                throw e;
            }
        } catch (SQLException e) {
            throw new SlotUnavailableException(database, server.reasonOf(e), null);
        }
    }

    private void requirePromise(SlotDatabase database, ServerFacts facts) {
        String refusal = facts.refusal(sync);
        if (refusal != null) {
            throw new SlotUnavailableException(database, refusal, null);
        }
        String losing = facts.losesWithPower();
        if (losing != null) {
            log.warn("slot {} in {}: {}; menhir.data.sync = process accepts it", database.slot(), this, losing);
        }
    }

    /** A user who may not create one can use one that exists. */
    private void createSchema(Connection connection) throws SQLException {
        if (!exists(connection)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE SCHEMA " + quoted());
            }
        }
    }

    /** A connection without a lock. */
    Connection connect() throws SQLException {
        return server.connect(properties());
    }

    /** A connection of the process that has the schema open, as those of its pools are. */
    Connection connectAgain() throws SQLException {
        Connection connection = connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute(lock.share());
            return connection;
        } catch (SQLException e) {
            SlotDatabase.closeAfter(e, connection);
            throw e;
        }
    }

    /** Why something failed: for an operator. */
    String reasonOf(SQLException e) {
        return server.reasonOf(e);
    }

    private Map<String, String> properties() {
        return server.properties(name, "menhir " + name);
    }

    @Override
    public SlotKeeper keep(SlotDatabase database, Connection connection, SlotKeeper.Listener listener)
            throws SQLException {
        lock.claim(connection);
        long starts = SchemaLock.starts(connection);
        log.info("slot {} in {}: opened, start {} of the slot", database.slot(), this, starts);
        return PostgresKeeper.start(database, this, connection, listener);
    }

    @Override
    public Config pool() {
        Map<String, Object> pool = new HashMap<>(Map.of(
                "url", server.url(),
                "driver", "org.postgresql.Driver",
                "user", server.user(),
                "properties", properties(),
                "connectionInitSql", lock.share(),
                "connectionTimeout", POOL_TIMEOUT_MILLIS));
        if (server.password() != null) {
            pool.put("password", Objects.requireNonNull(server.password()));
        }
        return ConfigFactory.parseMap(pool);
    }

    // ---- reading a stopped node's -----------------------------------------------------------------------------------

    @Override
    public Connection connectStopped() throws IOException {
        try {
            Connection connection = connect();
            try {
                if (!lock.take(connection)) {
                    throw new IOException(this + " cannot be read: a running node has it open; stop the node first");
                }
                if (!hasTable(connection)) {
                    throw new IOException(this + " cannot be read: it has no database of a slot");
                }
                connection.setReadOnly(true);
                return connection;
            } catch (SQLException | IOException e) {
                SlotDatabase.closeAfter(e, connection);
                throw e;
            }
        } catch (SQLException e) {
            throw new IOException(this + " cannot be read: " + server.reasonOf(e));
        }
    }

    // ---- restoring --------------------------------------------------------------------------------------------------

    private interface Work {
        void on(Connection connection, Statement statement) throws SQLException, IOException;
    }

    private void run(Work work) throws IOException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            work.on(connection, statement);
        } catch (SQLException e) {
            throw new IOException(this + " cannot be used: " + server.reasonOf(e));
        }
    }

    @Override
    public void requireEmpty() throws IOException {
        run((connection, statement) -> {
            if (hasTable(connection)) {
                throw new IOException(this + " is not empty: restore writes to empty schemas only. Rename or drop it");
            }
        });
    }

    @Override
    public SlotPlace emptyDraft() throws IOException {
        PostgresSchema draft = new PostgresSchema(server, name + UNFINISHED, sync);
        run((connection, statement) -> statement.execute("DROP SCHEMA IF EXISTS " + draft.quoted() + " CASCADE"));
        return draft;
    }

    @Override
    public void moveTo(SlotPlace empty) throws IOException {
        String target = ((PostgresSchema) empty).quoted();
        run((connection, statement) -> {
            connection.setAutoCommit(false);
            statement.execute("DROP SCHEMA IF EXISTS " + target);
            statement.execute("ALTER SCHEMA " + quoted() + " RENAME TO " + target);
            connection.commit();
        });
    }

    private boolean exists(Connection connection) throws SQLException {
        try (ResultSet schema = connection.getMetaData().getSchemas(null, name.replace("_", "\\_"))) {
            return schema.next();
        }
    }

    private boolean hasTable(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet tables = statement.executeQuery(
                        "SELECT 1 FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = CURRENT_SCHEMA LIMIT 1")) {
            return tables.next();
        }
    }
}
