package menhir.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Collection;
import java.util.Map;

/**
 * Akka's configuration of a node's journals, snapshot stores and queries. Akka finds a journal only by the path of its
 * configuration block, so the blocks are generated at start: a set for each slot, and in it a set for each store.
 */
public final class JournalConfig {
    private static final int SHARED_CONNECTIONS = 2;

    /** Threads of a slot that read its logs, each with a connection. They wait for the disk, so no actor runs on them. */
    private static final int READERS = 4;

    private static final String POOL = """
            connectionPool = "HikariCP"
            poolName = SLOT
            queueSize = 1000
            connectionTimeout = 5000
            validationTimeout = 2000
            idleTimeout = 0
            maxLifetime = 0
            leakDetectionThreshold = 0
            """;

    // A replica must stop if two writers wrote to its journal: replay-filter is set to fail.
    private static final String JOURNAL = """
            ${jdbc-journal} {
              tables.event_journal.tableName = "TABLE"
              use-shared-db = SLOT
              bufferSize = 1000
              batchSize = 128
              replayBatchSize = 128
              parallelism = 1
              replay-filter { mode = fail, debug = off }
              recovery-event-timeout = 30s
              circuit-breaker { max-failures = 5, call-timeout = 30s, reset-timeout = 5s }
            }
            """;

    private static final String STORE_BLOCKS = "SLOT.orders.STORE.journal = "
            + JOURNAL.replace("parallelism = 1", "parallelism = 1, dao = menhir.journal.LogTableDao");

    private static final String SNAPSHOT = """
            ${jdbc-snapshot-store} {
              use-shared-db = SLOT
              snapshot-is-optional = OPTIONAL
              circuit-breaker { max-failures = 5, call-timeout = 20s, reset-timeout = 10s }
            }
            """;

    // Without its snapshot, a log recovers from its events, which are never deleted. A catalog's events are deleted.
    private static final String SLOT_BLOCKS = "SLOT.catalog-journal = " + JOURNAL.replace("TABLE", "catalog_journal")
            + "SLOT.orders-snapshot = " + SNAPSHOT.replace("OPTIONAL", "true")
            + "SLOT.catalog-snapshot = " + SNAPSHOT.replace("OPTIONAL", "false")
            + """
            akka-persistence-jdbc.shared-databases.SLOT {
              profile = "PROFILE"
            }
            akka-persistence-jdbc.shared-databases.SLOT-reads {
              profile = "PROFILE"
            }
            SLOT.reads {
              use-shared-db = SLOT-reads
              type = Dispatcher
              executor = "thread-pool-executor"
              thread-pool-executor { fixed-pool-size = READERS, task-queue-size = 10000 }
              throughput = 1
            }
            """.replace("READERS", Integer.toString(READERS));

    private JournalConfig() {}

    /**
     * The {@code journalPluginId()} of a store's order replica in a slot, and of no other actor: each log has a table of its
     * own, so that a short log is read as fast beside a long one as alone.
     */
    public static String journalId(String store, int slot) {
        return "slot-" + slot + ".orders." + store + ".journal";
    }

    /** The {@code journalPluginId()} of the other event-sourced actors of a slot, which have few events. */
    public static String catalogJournalId(int slot) {
        return "slot-" + slot + ".catalog-journal";
    }

    /** The {@code snapshotPluginId()} of the order replicas of a slot. A snapshot that cannot be read is ignored. */
    public static String snapshotId(int slot) {
        return "slot-" + slot + ".orders-snapshot";
    }

    /** The {@code snapshotPluginId()} of the other event-sourced actors of a slot. */
    public static String catalogSnapshotId(int slot) {
        return "slot-" + slot + ".catalog-snapshot";
    }

    /** The threads of a slot's {@link LogReader}s, and the database that they use. */
    static String readsId(int slot) {
        return "slot-" + slot + ".reads";
    }

    /**
     * The resolved blocks of these slots, to be put on top of the node's configuration. The slots must be {@linkplain
     * SlotDatabase#open() open} before an actor system starts with them.
     */
    public static Config of(Collection<SlotDatabase> slots) {
        Config config = ConfigFactory.empty();
        for (SlotDatabase slot : slots) {
            config = parsed(SLOT_BLOCKS, slot)
                    .withValue(
                            "akka-persistence-jdbc.shared-databases.slot-" + slot.slot() + ".db",
                            pool(slot, connections(slot)).root())
                    .withValue(
                            "akka-persistence-jdbc.shared-databases.slot-" + slot.slot() + "-reads.db",
                            pool(slot, READERS).root())
                    .withFallback(config);
            for (String store : slot.stores().keySet()) {
                String blocks = STORE_BLOCKS
                        .replace("TABLE", SlotSchema.ordersTable(store))
                        .replace("STORE", store);
                config = parsed(blocks, slot).withFallback(config);
            }
        }
        return config;
    }

    private static Config parsed(String blocks, SlotDatabase slot) {
        String ofSlot = blocks.replace("SLOT", "slot-" + slot.slot())
                .replace("PROFILE", slot.place().dialect().profile());
        return ConfigFactory.parseString(ofSlot).resolveWith(ConfigFactory.defaultReference());
    }

    /** A connection for each log ({@link LogTableDao}), and some for all else. */
    private static int connections(SlotDatabase slot) {
        return slot.stores().size() + SHARED_CONNECTIONS;
    }

    private static Config pool(SlotDatabase slot, int connections) {
        return ConfigFactory.parseMap(Map.of(
                        "numThreads", connections,
                        "maxConnections", connections,
                        "minConnections", connections))
                .withFallback(slot.place().pool())
                .withFallback(parsed(POOL, slot));
    }
}
