package menhir.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the block of the slots' databases. */
final class DatabaseReader {
    /** The driver has many parameters, and some name classes that it loads. These say how the connection is encrypted. */
    private static final String PARAMETER = "(?:sslmode|sslrootcert|sslcert|sslkey)=[^&?#\\s]{1,512}";

    private static final Pattern URL =
            Pattern.compile("jdbc:postgresql://(?:[A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])"
                    + "(?::[0-9]{1,5})?/[A-Za-z0-9_-]{1,63}(?:\\?" + PARAMETER + "(?:&" + PARAMETER + "){0,3})?");
    private static final String URL_ALLOWED =
            "jdbc:postgresql://host:port/database, with no parameters but sslmode, sslrootcert, sslcert and sslkey;"
                    + " only with menhir.database.kind = postgresql";
    /** With what follows not longer than PostgreSQL's names. */
    private static final Pattern SCHEMA = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,49}");

    private static final String SCHEMA_ALLOWED = "1 to 50 letters, digits and underscores, beginning with a letter";
    private static final Pattern USER = Pattern.compile("[\\x21-\\x7e]{1,63}");
    private static final Pattern PASSWORD = Pattern.compile("[\\x20-\\x7e]{1,256}");
    private static final String PASSWORD_ALLOWED = "1 to 256 visible ASCII characters or spaces";
    private static final Pattern FILE = Pattern.compile("(?s).{1,4096}");
    private static final String FILE_ALLOWED = "the path of a file, without menhir.database.password";

    private final Values values;
    private final String cluster;

    /** @param cluster name of the cluster */
    DatabaseReader(Values values, String cluster) {
        this.values = values;
        this.cluster = cluster;
    }

    Settings.Database database() {
        Settings.DatabaseKind kind = values.choice("database.kind", Settings.DatabaseKind.class);
        String url = values.optionalText("database.url", URL, URL_ALLOWED);
        if ((url != null) != (kind == Settings.DatabaseKind.POSTGRESQL)) {
            throw values.invalid("database.url", URL_ALLOWED);
        }
        String user = values.text("database.user", USER, "1 to 63 visible ASCII characters");
        Secret password = values.optionalSecret("database.password", PASSWORD, PASSWORD_ALLOWED);
        Path file = file(password);
        String schema = values.optionalText("database.schema", SCHEMA, SCHEMA_ALLOWED);
        if (url == null) {
            return new Settings.Database(null);
        }
        return new Settings.Database(
                new Settings.Postgresql(url, schema != null ? schema : schemaOfCluster(), user, password, file));
    }

    private String schemaOfCluster() {
        String schema = cluster.replace('-', '_') + "_slot_";
        if (!SCHEMA.matcher(schema).matches()) {
            // The cluster's name is too long, or begins with a digit.
            throw values.invalid("database.schema", SCHEMA_ALLOWED);
        }
        return schema;
    }

    private @Nullable Path file(@Nullable Secret password) {
        String path = values.optionalText("database.password-file", FILE, FILE_ALLOWED);
        if (path == null) {
            return null;
        }
        try {
            if (password == null) {
                return Path.of(path).toAbsolutePath().normalize();
            }
        } catch (InvalidPathException e) {
            // The error below says what is allowed.
        }
        throw values.invalid("database.password-file", FILE_ALLOWED);
    }
}
