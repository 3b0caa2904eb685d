package menhir.journal;

import org.jspecify.annotations.Nullable;

/** In which the SQL of the databases differs, where this package writes it. Most of it is the same. */
enum Dialect {
    H2("slick.jdbc.H2Profile$", "BLOB", "SET MAX_LENGTH_INPLACE_LOB " + Dialect.PAYLOAD_IN_ROW_BYTES),
    POSTGRESQL("slick.jdbc.PostgresProfile$", "BYTEA", null);

    /**
     * Maximum size, in bytes, of a payload that H2 stores in its row; no Append is larger. H2's default is 256, and it stores
     * larger payloads in a separate map, which makes a commit write half as much again.
     */
    private static final int PAYLOAD_IN_ROW_BYTES = 256 * 1024;

    /** In the statements of {@link SlotSchema}, the type of bytes. */
    private static final String BINARY = "BINARY_TYPE";

    private final String profile;
    private final String binaryType;
    private final @Nullable String beforeTables;

    Dialect(String profile, String binaryType, @Nullable String beforeTables) {
        this.profile = profile;
        this.binaryType = binaryType;
        this.beforeTables = beforeTables;
    }

    /** What Akka's plugin for everything but the logs writes. */
    String profile() {
        return profile;
    }

    /** A statement before tables are created, or null. */
    @Nullable
    String beforeTables() {
        return beforeTables;
    }

    /** A statement that creates a table, as this database understands it. */
    String table(String statement) {
        return statement.replace(BINARY, binaryType);
    }
}
