package menhir.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Collection;
import java.util.Map;

/**
 * What Akka must be told of the slots of a node. Akka finds a journal by the path of its configuration block only, so
 * there is one set of blocks per slot, and in it one per store, made at start from the slots that this node has and their stores.
 */
public final class JournalConfig {
    private JournalConfig() {}

    /**
     * For {@code journalPluginId()} of a store's order replica in a slot, and of no one else: its log has a table of its own,
     * so that a short log next to a long one is read as fast as if it were alone.
     */
    public static String journalId(String store, int slot) {
        return "slot-" + slot + ".orders." + store + ".journal";
    }

    /** For {@code journalPluginId()} of the other event-sourced actors of this slot, which have few events. */
    public static String catalogJournalId(int slot) {
        return "slot-" + slot + ".catalog-journal";
    }

    /** For {@code snapshotPluginId()} of an event-sourced actor of this slot. */
    public static String snapshotId(int slot) {
        return "slot-" + slot + ".snapshot";
    }

    /** For {@code PersistenceQuery.getReadJournalFor}: reads what {@link #journalId} writes. */
    public static String queryId(String store, int slot) {
        return "slot-" + slot + ".orders." + store + ".query";
    }

    /**
     * The blocks of these slots, complete in themselves: put them on top of the node's configuration. The slots must be
     * {@linkplain SlotDatabase#open() open} before the actor system that uses them starts.
     */
    public static Config of(Collection<SlotDatabase> slots) {
        Config config = ConfigFactory.empty();
        for (SlotDatabase slot : slots) {
            config = parsed(SLOT_BLOCKS, slot)
                    .withValue(
                            "akka-persistence-jdbc.shared-databases.slot-" + slot.slot() + ".db",
                            pool(slot).root())
                    .withFallback(config);
            for (String store : slot.stores()) {
                String blocks = STORE_BLOCKS
                        .replace("TABLE", SlotSchema.ordersTable(store))
                        .replace("STORE", store);
                config = parsed(blocks, slot).withFallback(config);
            }
        }
        return config;
    }

    private static Config parsed(String blocks, SlotDatabase slot) {
        return ConfigFactory.parseString(blocks.replace("SLOT", "slot-" + slot.slot()))
                .resolveWith(ConfigFactory.defaultReference());
    }

    /**
     * One connection for a read, and one for a write: each log has one at a time. The stores of a slot seldom write at the
     * same moment, and their commits wait for the same disk, so that two of them are enough for any number.
     */
    private static Config pool(SlotDatabase slot) {
        int connections = 1 + Math.min(slot.stores().size(), MOST_WRITERS);
        return ConfigFactory.parseMap(Map.of(
                        "url", slot.url(),
                        "numThreads", connections,
                        "maxConnections", connections,
                        "minConnections", connections))
                .withFallback(parsed(POOL, slot));
    }

    private static final int MOST_WRITERS = 2;

    private static final String POOL = """
            connectionPool = "HikariCP"
            poolName = SLOT
            driver = "org.h2.Driver"
            queueSize = 1000
            connectionTimeout = 5000
            validationTimeout = 2000
            idleTimeout = 0
            maxLifetime = 0
            leakDetectionThreshold = 0
            keepAliveConnection = on
            """;

    // No replica may go on after it read what two writers wrote: replay-filter is set to fail.
    private static final String STORE_BLOCKS = """
            SLOT.orders.STORE {
              journal = ${jdbc-journal} {
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
              query = ${jdbc-read-journal} {
                tables.event_journal.tableName = "TABLE"
                use-shared-db = SLOT
                write-plugin = SLOT.orders.STORE.journal
                max-buffer-size = 128
                add-shutdown-hook = off
              }
            }
            """;

    private static final String SLOT_BLOCKS = """
            akka-persistence-jdbc.shared-databases.SLOT {
              profile = "slick.jdbc.H2Profile$"
            }
            SLOT {
              catalog-journal = ${jdbc-journal} {
                tables.event_journal.tableName = catalog_journal
                use-shared-db = SLOT
                bufferSize = 1000
                batchSize = 128
                replayBatchSize = 128
                parallelism = 1
                replay-filter { mode = fail, debug = off }
                recovery-event-timeout = 30s
                circuit-breaker { max-failures = 5, call-timeout = 30s, reset-timeout = 5s }
              }
              snapshot = ${jdbc-snapshot-store} {
                use-shared-db = SLOT
                snapshot-is-optional = false
                circuit-breaker { max-failures = 5, call-timeout = 20s, reset-timeout = 10s }
              }
            }
            """;
}
