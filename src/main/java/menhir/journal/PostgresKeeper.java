package menhir.journal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a slot's schema: asks its server every second, on a connection of its own, and connects again when the server was
 * away. The connections of Akka's pools do the same for themselves. If another process has opened the schema meanwhile, it is
 * lost.
 */
final class PostgresKeeper implements SlotKeeper {
    private static final long PING_MILLIS = 1_000;
    private static final int PINGS_BETWEEN_SIZES = 30;
    private static final long CLOSE_TIMEOUT_MILLIS = 30_000;

    private static final Logger log = LoggerFactory.getLogger(PostgresKeeper.class);

    private final SlotDatabase database;
    private final PostgresSchema schema;
    private final Listener listener;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable Connection connection;
    private volatile @Nullable String outage;
    private volatile long bytes;
    private long lostNanos;
    private int pings;
    private boolean losesWithPower;

    private PostgresKeeper(SlotDatabase database, PostgresSchema schema, Connection connection, Listener listener) {
        this.database = database;
        this.schema = schema;
        this.connection = connection;
        this.listener = listener;
        this.thread = new Thread(this::run, "menhir-keep-slot-" + database.slot());
        thread.setDaemon(true);
    }

    /** Starts the thread, and takes over the connection, which has the lock. */
    static PostgresKeeper start(SlotDatabase database, PostgresSchema schema, Connection connection, Listener listener)
            throws SQLException {
        PostgresKeeper keeper = new PostgresKeeper(database, schema, connection, listener);
        keeper.losesWithPower = ServerFacts.read(connection).losesWithPower() != null;
        keeper.bytes = size(connection);
        keeper.thread.start();
        return keeper;
    }

    private void run() {
        try {
            while (!closing.await(PING_MILLIS, TimeUnit.MILLISECONDS) && keeps()) {
                pings++;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the schema is still that of this process. */
    private boolean keeps() {
        try {
            Connection open = connection;
            if (open == null) {
                connection = schema.connectAgain();
                answersAgain();
            } else {
                ping(open);
            }
            return true;
        } catch (SQLException e) {
            disconnect();
            if (SchemaLock.TAKEN.equals(e.getSQLState())) {
                listener.failed(new SlotUnavailableException(
                        database, "while its server was away, another process has opened it", null));
                return false;
            }
            isAway(schema.reasonOf(e));
            return true;
        }
    }

    private void ping(Connection open) throws SQLException {
        warnOfLoss(ServerFacts.read(open).losesWithPower());
        if (pings % PINGS_BETWEEN_SIZES == 0) {
            bytes = size(open);
        }
    }

    /** At a start that is refused, unless it is accepted. A node that runs goes on, and says so. */
    private void warnOfLoss(@Nullable String loss) {
        if (loss != null && !losesWithPower) {
            log.error("slot {} in {}: {}: orders that are acknowledged now may be LOST", database.slot(), schema, loss);
        }
        losesWithPower = loss != null;
    }

    private static long size(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT COALESCE(SUM(pg_total_relation_size(oid)), 0)"
                        + " FROM pg_class WHERE relkind = 'r' AND relnamespace ="
                        + " (SELECT oid FROM pg_namespace WHERE nspname = CURRENT_SCHEMA)")) {
            row.next();
            return row.getLong(1);
        }
    }

    private void isAway(String reason) {
        if (outage == null) {
            lostNanos = System.nanoTime();
            log.warn("slot {} in {} waits: {}", database.slot(), schema, reason);
        }
        outage = "its database is away: " + reason;
    }

    private void answersAgain() {
        outage = null;
        log.info(
                "slot {} in {} goes on, after {} ms without its server",
                database.slot(),
                schema,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lostNanos));
    }

    private void disconnect() {
        Connection broken = connection;
        connection = null;
        if (broken != null) {
            try {
                broken.close();
            } catch (SQLException e) {
                // It is broken. The failure that led here says why.
            }
        }
    }

    @Override
    public @Nullable String outage() {
        return outage;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(CLOSE_TIMEOUT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        disconnect();
    }
}
