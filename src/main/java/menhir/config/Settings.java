package menhir.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import menhir.config.catalog.CatalogFile;
import menhir.store.Limits;
import menhir.store.StoreKind;
import org.jspecify.annotations.Nullable;

/**
 * All settings of a node, checked. {@code application.conf} documents every key; each record here is one block of it.
 *
 * @param stores by name, in the order of the names; at least one
 */
public record Settings(
        Node node,
        Cluster cluster,
        Data data,
        Replication replication,
        Map<String, Store> stores,
        Keys keys,
        Cache cache,
        Http http,
        Limits limits,
        Log log,
        Clock clock,
        Games games) {

    /** Name of the store that is a scoreboard, or null; there is at most one. */
    public @Nullable String scoreboard() {
        return stores.values().stream()
                .filter(store -> store.kind().isScoreboard())
                .map(Store::name)
                .findFirst()
                .orElse(null);
    }

    /**
     * This node.
     *
     * @param ordinal its number among the nodes, from 1
     * @param host by which clients and the other nodes reach it
     * @param remotePort on which the other nodes reach it
     * @param bindHost the address it listens on
     * @param bindPort the port on which it listens for the other nodes
     * @param slots the slots whose databases are on this node's disk, ascending; may be empty
     */
    public record Node(
            String name,
            int ordinal,
            String host,
            int httpPort,
            int remotePort,
            String bindHost,
            int bindPort,
            List<Integer> slots) {
        /** Where clients reach this node: host:port. */
        public String httpAddress() {
            return new Address(host, httpPort).toString();
        }
    }

    /**
     * The nodes together.
     *
     * @param nodes how many nodes there are to be
     * @param slots how many replicas each store has: 1, 3 or 5
     * @param seeds the remoting addresses through which a node finds the others, the same list on every node
     */
    public record Cluster(String name, int nodes, int slots, List<Address> seeds) {}

    /** A host and a port. */
    public record Address(String host, int port) {
        @Override
        public String toString() {
            return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
        }
    }

    /** What an acknowledged order must survive on one disk. */
    public enum Sync {
        /** The loss of power: every write reaches the disk before it is answered. */
        POWER,
        /** The death of the process; what the operating system had not yet written is lost with the power. */
        PROCESS
    }

    /**
     * The disk.
     *
     * @param dir absolute; nodes on one machine may share it, for each has a folder of its own in it
     */
    public record Data(Path dir, Sync sync) {
        /** Where this node keeps everything it keeps. */
        public Path nodeDir(Node node) {
            return dir.resolve(node.name());
        }
    }

    /**
     * How replicas and leaders deal with each other.
     *
     * @param lease how long a replica that heard from a leader lets no other one in
     */
    public record Replication(Duration lease) {}

    /**
     * One of the stores.
     *
     * @param catalog of the very first start: for {@link CatalogFile#read}
     * @param reads which replicas answer lookups that a cache cannot
     * @param logRefusals whether orders that cannot be done stand in the order log too
     */
    public record Store(
            String name, StoreKind kind, String catalog, Reads reads, boolean logRefusals, Restock restock) {}

    /** Which of a store's catalog replicas a node asks. */
    public enum Reads {
        /** The nearest, as long as it answers. */
        NEAR,
        /** All of them in turn. */
        BALANCED
    }

    /**
     * How what ran out is filled up.
     *
     * @param every how often the leader looks; null for never
     * @param below the quantity below which an item is filled up
     * @param to the quantity that it then has
     */
    public record Restock(@Nullable Duration every, int below, int to) {}

    /**
     * Idempotency keys.
     *
     * @param window how many of the latest requests are known by their key
     */
    public record Keys(int window) {}

    /**
     * The item cache.
     *
     * @param capacity most items that a node keeps at hand per store; 0 turns the cache off
     */
    public record Cache(int capacity) {}

    /**
     * The front door.
     *
     * @param adminToken opens the administrative calls; null closes them
     * @param maxConnections most connections open at once
     * @param rootStore the store whose orders are at {@code /orders}
     */
    public record Http(@Nullable Secret adminToken, int maxConnections, String rootStore) {}

    /**
     * What a node takes on at most.
     *
     * @param pendingOrders most orders that wait at this node for their answer; more are refused as overload
     */
    public record Limits(int pendingOrders) {}

    /**
     * Logging.
     *
     * @param level least severe messages that are logged: ERROR, WARN, INFO, DEBUG or TRACE
     */
    public record Log(String level) {}

    /**
     * This node's clock, wrong on purpose to see the nodes' clocks come together.
     *
     * @param enabled whether the nodes' clocks are kept together at all
     * @param offset added to the machine's time
     * @param driftPartsPerMillion by how much it is too fast; negative: too slow
     */
    public record Clock(boolean enabled, Duration offset, int driftPartsPerMillion) {}

    /**
     * The games of a scoreboard.
     *
     * @param authId who knows it may change scores through the old paths; null: nobody
     * @param drawEvery a winner of the raffle is drawn after so many new entries; 0: only when an administrator asks
     */
    public record Games(@Nullable Secret authId, int drawEvery) {}

    /**
     * Reads the settings that this process was started with: system properties, the file that {@code config.file} names,
     * and the jar's defaults.
     *
     * @throws SettingsException if they cannot be used
     */
    public static Settings load() {
        return from(loadConfig(Map.of()));
    }

    /**
     * The raw configuration of this process.
     *
     * @param overrides full keys and values that win over all others, from the command line; null unsets a key
     * @throws SettingsException if it cannot be read
     */
    public static Config loadConfig(Map<String, @Nullable Object> overrides) {
        try {
            return ConfigFactory.parseMap(overrides, "command line").withFallback(ConfigFactory.load());
        } catch (ConfigException e) {
            throw new SettingsException("the configuration cannot be read: " + e.getMessage());
        }
    }

    /**
     * Checks a configuration, which must hold the defaults too.
     *
     * @throws SettingsException naming the first key that cannot be used
     */
    public static Settings from(Config config) {
        return SettingsReader.read(config);
    }
}
