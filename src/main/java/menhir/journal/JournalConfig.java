package menhir.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Collection;

/**
 * What Akka must be told of the slots of a node. Akka finds a journal by the path of its configuration block only, so
 * there is one set of blocks per slot, made at start from the slots that this node has.
 */
public final class JournalConfig {
    private JournalConfig() {}

    /** For {@code journalPluginId()} of a slot's order replicas, and of no one else: their log has a table of its own. */
    public static String journalId(int slot) {
        return "slot-" + slot + ".journal";
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
    public static String queryId(int slot) {
        return "slot-" + slot + ".query";
    }

    /**
     * The blocks of these slots, complete in themselves: put them on top of the node's configuration. The slots must be
     * {@linkplain SlotDatabase#open() open} before the actor system that uses them starts.
     */
    public static Config of(Collection<SlotDatabase> slots) {
        Config config = ConfigFactory.empty();
        for (SlotDatabase slot : slots) {
            String blocks = BLOCKS.replace("SLOT", "slot-" + slot.slot()).replace("URL", quoted(slot.url()));
            config = ConfigFactory.parseString(blocks)
                    .resolveWith(ConfigFactory.defaultReference())
                    .withFallback(config);
        }
        return config;
    }

    private static String quoted(String url) {
        return '"' + url.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    // Two connections: one for the writes, of which there is one at a time, one for a read beside it. No replica may
    // go on after it read what two writers wrote: replay-filter is set to fail.
    private static final String BLOCKS = """
            akka-persistence-jdbc.shared-databases.SLOT {
              profile = "slick.jdbc.H2Profile$"
              db {
                connectionPool = "HikariCP"
                poolName = SLOT
                driver = "org.h2.Driver"
                url = URL
                numThreads = 2
                maxConnections = 2
                minConnections = 2
                queueSize = 1000
                connectionTimeout = 5000
                validationTimeout = 2000
                idleTimeout = 0
                maxLifetime = 0
                leakDetectionThreshold = 0
                keepAliveConnection = on
              }
            }
            SLOT {
              journal = ${jdbc-journal} {
                use-shared-db = SLOT
                bufferSize = 1000
                batchSize = 128
                replayBatchSize = 128
                parallelism = 1
                replay-filter { mode = fail, debug = off }
                recovery-event-timeout = 30s
                circuit-breaker { max-failures = 5, call-timeout = 30s, reset-timeout = 5s }
              }
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
              query = ${jdbc-read-journal} {
                use-shared-db = SLOT
                write-plugin = SLOT.journal
                max-buffer-size = 128
                add-shutdown-hook = off
              }
            }
            """;
}
