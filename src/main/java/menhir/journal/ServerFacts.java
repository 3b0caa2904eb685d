package menhir.journal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * What a PostgreSQL server says of itself, as far as the promise of an acknowledgement depends on it. Texts are as the server
 * shows its settings.
 *
 * @param version major version
 * @param standby whether it follows another server, so that nothing can be written to it
 */
record ServerFacts(int version, boolean standby, String fsync, String fullPageWrites, String synchronousCommit) {
    static final int LEAST_VERSION = 13;

    private static final int NUMBERS_PER_VERSION = 10_000;
    private static final String OFF = "off";

    static ServerFacts read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT CAST(current_setting('server_version_num') AS INTEGER),"
                        + " pg_is_in_recovery(), current_setting('fsync'), current_setting('full_page_writes'),"
                        + " current_setting('synchronous_commit')")) {
            row.next();
            return new ServerFacts(
                    row.getInt(1) / NUMBERS_PER_VERSION,
                    row.getBoolean(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5));
        }
    }

    /** Why a slot cannot be on this server, or null if it can. */
    @Nullable
    String refusal(SyncMode sync) {
        if (version < LEAST_VERSION) {
            return "the server has PostgreSQL " + version + "; this release needs " + LEAST_VERSION + " or later";
        }
        if (standby) {
            return "the server is a standby, to which nothing can be written";
        }
        if (synchronousCommit.equals(OFF)) {
            return "the server loses what it has acknowledged when it crashes (synchronous_commit = off): set it to on, at"
                    + " least for this user";
        }
        String losing = losesWithPower();
        return losing == null || sync == SyncMode.PROCESS
                ? null
                : losing + ": set it to on, or accept the loss by menhir.data.sync = process";
    }

    /** What the server loses when its power fails, or null if nothing. */
    @Nullable
    String losesWithPower() {
        String setting = fsync.equals(OFF) ? "fsync" : fullPageWrites.equals(OFF) ? "full_page_writes" : null;
        return setting == null
                ? null
                : "the server loses what it has acknowledged when its power fails (" + setting + " = off)";
    }
}
