package menhir.journal;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A database on a PostgreSQL server, and who logs in. As a text it is host, port and database.
 *
 * @param url for JDBC, without user and password
 * @param password null: none
 */
public record PostgresServer(
        String url, String user, @Nullable String password) {
    private static final String PREFIX = "jdbc:postgresql://";

    private static final int CONNECT_SECONDS = 3;

    /** After so long without an answer a connection is given up. The longest statement copies one page of events. */
    private static final int SILENCE_SECONDS = 10;

    /**
     * How soon the server notices that a client's machine is gone, and lets go of its locks: after some ten seconds, instead of
     * two hours.
     */
    private static final String SESSION =
            "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3 -c tcp_user_timeout=10000";

    /** PostgreSQL's state for a login that failed before the password was looked at. */
    private static final String REJECTED = "08004";

    /** How PostgreSQL's states begin while it shuts down, crashes or starts. */
    private static final String SHUTDOWN = "57P";

    /** PostgreSQL's state for a setting that it does not know: one of {@link #SESSION}. */
    private static final String UNKNOWN_SETTING = "42704";

    /** The properties of connections that find their tables in a schema. */
    Map<String, String> properties(String schema, String application) {
        Map<String, String> properties = new HashMap<>();
        properties.put("currentSchema", '"' + schema + '"');
        properties.put("connectTimeout", Integer.toString(CONNECT_SECONDS));
        properties.put("loginTimeout", Integer.toString(SILENCE_SECONDS));
        properties.put("socketTimeout", Integer.toString(SILENCE_SECONDS));
        properties.put("tcpKeepAlive", "true");
        properties.put("ApplicationName", application);
        properties.put("options", SESSION);
        return properties;
    }

    Connection connect(Map<String, String> properties) throws SQLException {
        Properties all = new Properties();
        all.putAll(properties);
        all.setProperty("user", user);
        if (password != null) {
            all.setProperty("password", password);
        }
        return DriverManager.getConnection(url, all);
    }

    /** Why a statement, or the connection, failed: for an operator. */
    String reasonOf(SQLException e) {
        String state = Objects.requireNonNullElse(e.getSQLState(), "");
        String said = "(" + Damage.describe(e) + ")";
        if (state.startsWith("28") || state.equals(REJECTED)) {
            return "the server does not let user " + user + " in: look at menhir.database.user and"
                    + " menhir.database.password " + said;
        }
        if (state.startsWith("08") || state.startsWith(SHUTDOWN)) {
            return "the server cannot be reached " + said;
        }
        if (state.startsWith("3D")) {
            return "the server has no such database " + said + "; create it first";
        }
        if (state.equals(UNKNOWN_SETTING)) {
            return "the server is too old " + said + "; this release needs PostgreSQL " + ServerFacts.LEAST_VERSION
                    + " or later";
        }
        return "the server refuses " + said;
    }

    @Override
    public String toString() {
        String place = url.startsWith(PREFIX) ? url.substring(PREFIX.length()) : url;
        int parameters = place.indexOf('?');
        return parameters < 0 ? place : place.substring(0, parameters);
    }
}
