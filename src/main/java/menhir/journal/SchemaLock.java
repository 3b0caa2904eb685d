package menhir.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/**
 * The counterpart of the lock on a file: which process may use a slot's schema. There is an advisory lock for each schema. Who
 * opens it holds the lock alone for a moment, and writes its name into the schema. From then on each connection of the process
 * holds the lock with the others, and checks the name first.
 *
 * <p>So no other process can open the schema while one connection of this process lives, and after that none of its
 * connections comes back: if the server was away, both may try, and the one whose name is there goes on.
 */
final class SchemaLock {
    /** The state of SQL of a connection that came back too late. */
    static final String TAKEN = "MH001";

    /** A killed process's connections may take a moment to end. */
    private static final int WAIT_MILLIS = 3_000;

    /** PostgreSQL's state for a lock that was not to be had in time. */
    private static final String NOT_AVAILABLE = "55P03";

    private final long key;
    private final String owner = UUID.randomUUID().toString();

    SchemaLock(String schema) {
        key = keyOf(schema);
    }

    private static long keyOf(String schema) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(("menhir slot in " + schema).getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** Takes the lock alone, until the connection closes. Returns false if another process has it. */
    boolean take(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET lock_timeout = " + WAIT_MILLIS);
            statement.execute("SELECT pg_advisory_lock(" + key + ")");
            statement.execute("RESET lock_timeout");
            return true;
        } catch (SQLException e) {
            if (NOT_AVAILABLE.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    /** Makes the schema that of this process, and lets its other connections share the lock that the connection has. */
    void claim(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE \"slot_identity\" ADD COLUMN IF NOT EXISTS \"owner\" VARCHAR(64),"
                    + " ADD COLUMN IF NOT EXISTS \"starts\" BIGINT DEFAULT 0 NOT NULL");
            try (PreparedStatement claim = connection.prepareStatement(
                    "UPDATE \"slot_identity\" SET \"owner\" = ?, \"starts\" = \"starts\" + 1")) {
                claim.setString(1, owner);
                claim.executeUpdate();
            }
            statement.execute("SELECT pg_advisory_lock_shared(" + key + ")");
            statement.execute("SELECT pg_advisory_unlock(" + key + ")");
        }
    }

    /** How often a process has opened the schema. */
    static long starts(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT \"starts\" FROM \"slot_identity\"")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** The first statement of each further connection of the process. It fails if another process has come in between. */
    String share() {
        return """
                DO $menhir$ BEGIN
                    IF NOT pg_try_advisory_lock_shared(KEY) THEN
                        RAISE EXCEPTION 'another process is opening the slot' USING ERRCODE = 'NOT_AVAILABLE';
                    END IF;
                    IF NOT EXISTS (SELECT FROM "slot_identity" WHERE "owner" = 'OWNER') THEN
                        PERFORM pg_advisory_unlock_shared(KEY);
                        RAISE EXCEPTION 'another process has opened the slot' USING ERRCODE = 'TAKEN';
                    END IF;
                END $menhir$""".replace("KEY", Long.toString(key))
                .replace("NOT_AVAILABLE", NOT_AVAILABLE)
                .replace("TAKEN", TAKEN)
                .replace("OWNER", owner);
    }
}
