package menhir.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import menhir.config.catalog.CatalogFile;
import menhir.store.StoreKind;
import org.jspecify.annotations.Nullable;

/**
 * All settings of a node, checked. Each record is one block of {@code application.conf}, which documents every key.
 *
 * @param stores by name: the root store first, then the others in the order of their names; at least one
 */
public record Settings(
        Node node,
        Cluster cluster,
        Data data,
        Database database,
        Replication replication,
        Map<String, Store> stores,
        Keys keys,
        Cache cache,
        Http http,
        Limits limits,
        Log log,
        Clock clock,
        Webhooks webhooks,
        Games games) {

    /** The kinds of all stores, by name, as {@link StoreKind#label} names them. */
    public Map<String, String> storeKinds() {
        return stores.values().stream().collect(Collectors.toUnmodifiableMap(Store::name, store -> store.kind()
                .label()));
    }

    /** Name of the store that is a scoreboard, or null. There is at most one. */
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
     * @param host host name or address by which clients and the other nodes reach it
     * @param remotePort port on which the other nodes reach it
     * @param bindHost address on which it listens
     * @param bindPort port on which it listens for the other nodes
     * @param slots slots whose databases are on this node's disk, ascending; may be empty
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
        /** The host and port at which clients reach this node: host:port. */
        public String httpAddress() {
            return new Address(host, httpPort).toString();
        }
    }

    /**
     * The cluster.
     *
     * @param nodes planned number of nodes
     * @param slots number of replicas of each store: 1, 3 or 5
     * @param seeds remoting addresses of the nodes, through which a node finds the others; the same list on every node
     * @param certificate folder of this node's certificate, by which the others recognise it; null: nodes trust whoever reaches
     *     their remoting port
     */
    public record Cluster(
            String name,
            int nodes,
            int slots,
            List<Address> seeds,
            @Nullable Path certificate) {
        /** Whether all nodes are on the machine of this one. */
        public boolean isLocalTo(Node node) {
            return seeds.stream()
                    .map(Address::host)
                    .allMatch(host -> Address.isLoopback(host) || host.equals(node.host()));
        }
    }

    /** A host and a port. */
    public record Address(String host, int port) {
        private static final Set<String> LOOPBACK = Set.of("localhost", "::1");

        /** Whether only this machine reaches the host. */
        static boolean isLoopback(String host) {
            return host.startsWith("127.") || LOOPBACK.contains(host);
        }

        /** Written as host:port, with an IPv6 address in brackets. */
        @Override
        public String toString() {
            return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
        }
    }

    /** The failures of one node that an acknowledged order must survive on its disk. */
    public enum Sync {
        /** Loss of power: every write reaches the disk before it is acknowledged. */
        POWER,
        /** Death of the process only: a loss of power loses what the operating system has not yet written. */
        PROCESS
    }

    /**
     * The disk.
     *
     * @param dir absolute; the nodes of one machine may share it, since each has a folder of its own in it
     */
    public record Data(Path dir, Sync sync) {
        /** The folder of the certificates that nodes on this machine make for themselves. */
        public Path certificatesDir() {
            return dir.resolve("certificates");
        }

        /** The folder of a node. */
        public Path nodeDir(Node node) {
            return dir.resolve(node.name());
        }
    }

    /** Kinds of databases. */
    public enum DatabaseKind {
        /** One file for each slot, in the node's folder. */
        H2,
        /** A schema for each slot, on a server. */
        POSTGRESQL
    }

    /**
     * The databases of this node's slots.
     *
     * @param postgresql the server; null: they are files of H2
     */
    public record Database(@Nullable Postgresql postgresql) {}

    /**
     * A PostgreSQL server with the databases of this node's slots.
     *
     * @param url of its database, for JDBC
     * @param schema beginning of the names of the slots' schemas; the slot's number follows
     * @param password null: none, or the one in the file
     * @param passwordFile null: none
     */
    public record Postgresql(
            String url,
            String schema,
            String user,
            @Nullable Secret password,
            @Nullable Path passwordFile) {}

    /**
     * Replication.
     *
     * @param lease how long, at most, a replica that heard from a leader grants no epoch to another one
     */
    public record Replication(Duration lease) {}

    /**
     * A store.
     *
     * @param home slot on whose node the leader runs while that node is up
     * @param catalog items or boards at its very first start: the argument of {@link CatalogFile#read}
     * @param reads which catalog replicas are read on a cache miss
     * @param logRejections whether the order log also has rejected orders
     */
    public record Store(
            String name,
            StoreKind kind,
            int home,
            String catalog,
            Reads reads,
            boolean logRejections,
            Restock restock) {}

    /** Which of a store's catalog replicas a node reads. */
    public enum Reads {
        /** The nearest replica that answers. */
        NEAR,
        /** All replicas in turn. */
        BALANCED
    }

    /**
     * Restocking of items that ran out.
     *
     * @param every interval at which the leader restocks; null for never
     * @param below an item with a smaller quantity is restocked
     * @param to quantity of an item after it was restocked
     */
    public record Restock(@Nullable Duration every, int below, int to) {}

    /**
     * Idempotency keys.
     *
     * @param window number of a store's latest changes that are known by their key
     */
    public record Keys(int window) {}

    /**
     * What nodes keep in memory.
     *
     * @param capacity maximum number of cached items per node and store; 0 turns the cache off
     * @param ordersBytes maximum memory of the newest orders per node and store; 0 keeps none
     */
    public record Cache(int capacity, int ordersBytes) {}

    /**
     * The HTTP server.
     *
     * @param adminToken key of a caller who may administer; null for none
     * @param keys of further callers
     * @param keysFile has keys too, see {@link CallerKeys#read}; null for none
     * @param anonymous what a caller without a key may do
     * @param maxConnections maximum number of open connections
     * @param rootStore name of the store whose orders are at {@code /orders}
     * @param dialects kinds of stores whose dialects this node speaks
     * @param hosts further names of this node in requests, in lower case; {@code *} for any name
     * @param origins sites whose pages may use this node
     * @param https the certificate of the HTTP port; null for clear text
     */
    public record Http(
            @Nullable Secret adminToken,
            List<Key> keys,
            @Nullable Path keysFile,
            Permission anonymous,
            int maxConnections,
            String rootStore,
            Set<StoreKind> dialects,
            Set<String> hosts,
            Set<String> origins,
            @Nullable Https https) {
        /** How addresses of this node begin. */
        public String scheme() {
            return https == null ? "http" : "https";
        }
    }

    /**
     * The certificate of the HTTP port, as PEM files.
     *
     * @param certificate with those of its issuers
     */
    public record Https(Path certificate, Path key) {}

    /** What a caller may do over HTTP. Each value includes those before it. */
    public enum Permission {
        NONE,
        READ,
        ORDER,
        ADMINISTER
    }

    /**
     * A caller's key.
     *
     * @param name of the caller
     * @param sha256 of the key, in hexadecimal
     * @param requestsPerSecond maximum rate at a node; 0: no limit
     */
    public record Key(String name, Permission permission, String sha256, int requestsPerSecond) {}

    /**
     * Limits of a node's load.
     *
     * @param pendingOrders maximum number of orders that wait for a decision at this node; more are rejected as overload
     */
    public record Limits(int pendingOrders) {}

    /**
     * Logging.
     *
     * @param level the least severe level that is logged
     * @param format of a line
     */
    public record Log(LogLevel level, LogFormat format) {}

    /** Formats of log lines. */
    public enum LogFormat {
        /** For people. */
        TEXT,
        /** For programs: one JSON object per line. */
        JSON
    }

    /** Levels of log messages, the most severe first. */
    public enum LogLevel {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }

    /**
     * Clock synchronisation, and this node's clock error for experiments.
     *
     * @param enabled whether the nodes' clocks are synchronised
     * @param offset added to the machine's time
     * @param driftPartsPerMillion how much faster than the machine's clock it runs; negative: slower
     */
    public record Clock(boolean enabled, Duration offset, int driftPartsPerMillion) {}

    /**
     * Where the stores' events are sent.
     *
     * @param file lists the receivers; null for none
     */
    public record Webhooks(@Nullable Path file) {}

    /**
     * The games around a scoreboard.
     *
     * @param authId id that authorises score changes through the old paths; null turns them off
     * @param drawEvery number of new raffle entries after which a winner is drawn; 0: only on an administrator's request
     */
    public record Games(@Nullable Secret authId, int drawEvery) {}

    /**
     * Reads the configuration of this process, unchecked: system properties, the file that {@code config.file} names (or else the
     * application.conf in the jar), and the defaults.
     *
     * @param overrides full keys and values from the command line, which win over all others; null unsets a key
     * @throws SettingsException if a file cannot be read, or an environment variable is misspelt
     */
    public static Config loadConfig(Map<String, @Nullable Object> overrides) {
        KnownVariables.requireKnown(System.getenv(), System.getProperty("config.file"));
        try {
            return ConfigFactory.parseMap(overrides, "command line").withFallback(ConfigFactory.load());
        } catch (ConfigException e) {
            throw new SettingsException("the configuration cannot be read: " + e.getMessage());
        }
    }

    /**
     * Checks a configuration, which must include the defaults.
     *
     * @throws SettingsException that names the first invalid key
     */
    public static Settings from(Config config) {
        return SettingsReader.read(config);
    }
}
