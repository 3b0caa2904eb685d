package menhir.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import menhir.config.Settings.Address;
import menhir.store.StoreKind;
import org.jspecify.annotations.Nullable;

/** Reads and checks the blocks, and fills in what follows from other keys: names, ports, slots, seeds. */
final class SettingsReader {
    /** Most nodes: so many ports after the first one's are set aside. */
    static final int MAX_NODES = 64;

    private static final int MAX_PORT = 65_535;
    private static final int REMOTE_PORT_DISTANCE = 10_000;
    private static final int MAX_STORES = 16;
    private static final int MAX_RESTOCK = 1_000_000_000;
    private static final int DEFAULT_RESTOCK = 100;
    private static final Duration LEAST_RESTOCK = Duration.ofMillis(100);
    private static final Duration LONGEST_RESTOCK = Duration.ofDays(1);
    private static final Duration LEAST_LEASE = Duration.ofMillis(500);
    private static final Duration LONGEST_LEASE = Duration.ofSeconds(30);

    private static final Duration MOST_OFFSET = Duration.ofDays(1);
    private static final int MOST_DRIFT_PPM = 100_000;

    private static final Pattern ANY = Pattern.compile("(?s).{1,4096}");
    private static final Pattern NODE_NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
    private static final Pattern CLUSTER_NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9-]{0,63}");
    private static final Pattern HOST = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9.-]{0,252}|[0-9a-fA-F:]{2,45}");
    private static final Pattern SEED = Pattern.compile("(?:\\[([^\\]]+)\\]|([^:]+)):([0-9]{1,5})");
    private static final Pattern STORE_NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{8,256}");
    private static final Pattern AUTH_ID = Pattern.compile("[A-Za-z0-9._~-]{4,128}");
    private static final Pattern LEVEL = Pattern.compile("(?i)error|warn|info|debug|trace");

    /** First segments of paths that are no store's. */
    private static final Set<String> TAKEN = Set.of(
            "v1", "alive", "ready", "metrics", "version", "console", "openapi", "orders", "products", "search", "buy");

    private final Config config;
    private final Values values;

    private SettingsReader(Config config) {
        this.config = config;
        this.values = new Values(config);
    }

    static Settings read(Config config) {
        KnownKeys.refuseOthers(config);
        return new SettingsReader(config).settings();
    }

    private Settings settings() {
        int ordinal = values.whole("node.ordinal", 1, MAX_NODES);
        int nodes = values.whole("cluster.nodes", 1, MAX_NODES);
        Ports ports = ports(ordinal, nodes);
        int slots = values.whole("cluster.slots", 1, 5);
        if (slots % 2 == 0) {
            throw values.refuse("cluster.slots", "1, 3 or 5");
        }
        Settings.Node node = node(ordinal, slots, ports);
        Settings.Cluster cluster = new Settings.Cluster(
                values.text("cluster.name", CLUSTER_NAME, "1 to 64 letters, digits and hyphens"),
                nodes,
                slots,
                seeds(node.host(), nodes, ports.firstRemote()));
        Map<String, Settings.Store> stores = stores();
        Settings.Http http = http(stores.keySet());
        return new Settings(
                node,
                cluster,
                new Settings.Data(dir(), values.choice("data.sync", Settings.Sync.class)),
                new Settings.Replication(values.duration("replication.lease", LEAST_LEASE, LONGEST_LEASE)),
                firstOfAll(http.rootStore(), stores),
                new Settings.Keys(values.whole("keys.window", 1, 10_000_000)),
                new Settings.Cache(values.whole("cache.capacity", 0, 10_000_000)),
                http,
                new Settings.Limits(values.whole("limits.pending-orders", 1, 1_000_000)),
                new Settings.Log(values.text("log.level", LEVEL, "one of error, warn, info, debug, trace")
                        .toUpperCase(Locale.ROOT)),
                new Settings.Clock(
                        values.flag("clock.enabled", stores.values().stream().anyMatch(store -> store.kind()
                                .isScoreboard())),
                        values.duration("clock.offset", MOST_OFFSET.negated(), MOST_OFFSET),
                        values.whole("clock.drift", -MOST_DRIFT_PPM, MOST_DRIFT_PPM)),
                new Settings.Games(
                        secret("games.auth-id", AUTH_ID, "4 to 128 letters, digits or -._~"),
                        values.whole("games.draw-every", 0, 1_000_000)));
    }

    private record Ports(int http, int remote, int bind, int firstRemote) {}

    /** Node N has the first node's ports plus N - 1, unless its own are given. */
    private Ports ports(int ordinal, int nodes) {
        int last = Math.max(ordinal, nodes) - 1;
        int firstHttp = values.whole("cluster.http-port", 1, MAX_PORT - last);
        Integer givenFirstRemote = values.optionalWhole("cluster.remote-port", 1, MAX_PORT - last);
        // Must not depend on this node's number: all nodes have to come to the same seeds.
        int firstRemote = givenFirstRemote != null
                ? givenFirstRemote
                : firstHttp + REMOTE_PORT_DISTANCE <= MAX_PORT - MAX_NODES
                        ? firstHttp + REMOTE_PORT_DISTANCE
                        : firstHttp - REMOTE_PORT_DISTANCE;
        if (Math.abs(firstHttp - firstRemote) <= last) {
            throw values.refuse(
                    "cluster.remote-port",
                    "at least " + (last + 1) + " away from menhir.cluster.http-port, " + firstHttp
                            + ", for each node adds its number to both");
        }
        Integer ownHttp = values.optionalWhole("node.http-port", 1, MAX_PORT);
        Integer ownRemote = values.optionalWhole("node.remote-port", 1, MAX_PORT);
        Integer ownBind = values.optionalWhole("node.bind-port", 1, MAX_PORT);
        int http = ownHttp != null ? ownHttp : firstHttp + ordinal - 1;
        int remote = ownRemote != null ? ownRemote : firstRemote + ordinal - 1;
        int bind = ownBind != null ? ownBind : remote;
        if (http == remote || http == bind) {
            boolean reached = http == remote;
            throw values.refuse(
                    !reached ? "node.bind-port" : ownRemote != null ? "node.remote-port" : "node.http-port",
                    "another port than this node's other one, " + http);
        }
        return new Ports(http, remote, bind, firstRemote);
    }

    private Settings.Node node(int ordinal, int clusterSlots, Ports ports) {
        String allowedName = "1 to 32 small letters, digits and hyphens";
        String name = values.optionalText("node.name", NODE_NAME, allowedName);
        String host = values.text("node.host", HOST, "a host name or address of this machine");
        String bindHost = values.optionalText("node.bind-host", HOST, "a host name or address of this machine");
        if (host.equals("0.0.0.0") || host.equals("::")) {
            throw values.refuse("node.host", "an address by which the other nodes reach this one, not a wildcard");
        }
        return new Settings.Node(
                name == null ? "node-" + ordinal : name,
                ordinal,
                host,
                ports.http(),
                ports.remote(),
                bindHost == null ? host : bindHost,
                ports.bind(),
                slots(ordinal, clusterSlots));
    }

    private List<Integer> slots(int ordinal, int clusterSlots) {
        String allowed = "a list of different slot numbers from 1 to menhir.cluster.slots, " + clusterSlots;
        List<String> given = values.optionalList("node.slots", allowed);
        if (given == null) {
            return ordinal <= clusterSlots ? List.of(ordinal) : List.of();
        }
        Set<Integer> slots = new TreeSet<>();
        for (String text : given) {
            boolean number = text.matches("[0-9]{1,3}");
            int slot = number ? Integer.parseInt(text) : 0;
            if (slot < 1 || slot > clusterSlots || !slots.add(slot)) {
                throw values.refuse("node.slots", allowed);
            }
        }
        return List.copyOf(slots);
    }

    private List<Address> seeds(String host, int nodes, int firstRemote) {
        String allowed = "a list of up to " + MAX_NODES + " different host:port, the port that of the node's remoting";
        List<String> given = values.optionalList("cluster.seeds", allowed);
        List<Address> seeds = new ArrayList<>();
        if (given == null || given.isEmpty()) {
            for (int i = 0; i < nodes; i++) {
                seeds.add(new Address(host, firstRemote + i));
            }
            return List.copyOf(seeds);
        }
        for (String text : given) {
            Address seed = address(text);
            if (seed == null || seeds.contains(seed) || seeds.size() == MAX_NODES) {
                throw values.refuse("cluster.seeds", allowed);
            }
            seeds.add(seed);
        }
        return List.copyOf(seeds);
    }

    private static @Nullable Address address(String text) {
        Matcher matcher = SEED.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        int port = Integer.parseInt(matcher.group(3));
        return HOST.matcher(host).matches() && port >= 1 && port <= MAX_PORT ? new Address(host, port) : null;
    }

    private Path dir() {
        String allowed = "the path of a folder";
        String dir = values.text("data.dir", ANY, allowed);
        try {
            return Path.of(dir).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw values.refuse("data.dir", allowed);
        }
    }

    private Map<String, Settings.Store> stores() {
        String allowed = "1 to " + MAX_STORES + " stores, each a name and a block";
        ConfigObject blocks = config.getObject(Values.ROOT + "stores");
        if (blocks.isEmpty() || blocks.size() > MAX_STORES) {
            throw values.refuse("stores", allowed);
        }
        Map<String, Settings.Store> stores = new TreeMap<>();
        for (String name : blocks.keySet()) {
            if (!STORE_NAME.matcher(name).matches() || TAKEN.contains(name)) {
                throw new SettingsException(Values.ROOT + "stores." + name + ": a store's name must be 1 to 32 small"
                        + " letters, digits and hyphens, begin with a letter, and not be one of "
                        + new TreeSet<>(TAKEN));
            }
            if (values.flag("stores." + name + ".enabled", true)) {
                stores.put(name, store(name, "stores." + name));
            }
        }
        if (stores.isEmpty()) {
            throw values.refuse("stores", "at least one store that is enabled");
        }
        if (stores.values().stream()
                        .filter(store -> store.kind().isScoreboard())
                        .count()
                > 1) {
            throw new SettingsException(Values.ROOT + "stores: at most one of them may be of kind games");
        }
        return Collections.unmodifiableMap(stores);
    }

    /** The order in which stores are listed: the one that old clients mean, then the others by name. */
    private static Map<String, Settings.Store> firstOfAll(String name, Map<String, Settings.Store> stores) {
        Map<String, Settings.Store> ordered = new LinkedHashMap<>();
        ordered.put(name, Objects.requireNonNull(stores.get(name)));
        stores.forEach(ordered::putIfAbsent);
        return Collections.unmodifiableMap(ordered);
    }

    private Settings.Store store(String name, String key) {
        StoreKind kind = values.choice(key + ".kind", StoreKind.class);
        return new Settings.Store(
                name,
                kind,
                values.text(key + ".catalog", ANY, "the path of a CSV file, or builtin: and the name of a kind"),
                values.choice(
                        key + ".reads",
                        Settings.Reads.class,
                        kind == StoreKind.BOOKS ? Settings.Reads.BALANCED : Settings.Reads.NEAR),
                values.flag(key + ".log-refusals", kind == StoreKind.TOYS),
                restock(key + ".restock", kind));
    }

    private Settings.Restock restock(String key, StoreKind kind) {
        int below = values.whole(key + ".below", 1, MAX_RESTOCK, 1);
        int to = values.whole(key + ".to", 1, MAX_RESTOCK, DEFAULT_RESTOCK);
        if (to < below) {
            throw values.refuse(key + ".to", "at least menhir." + key + ".below, " + below);
        }
        return new Settings.Restock(
                values.optionalDuration(
                        key + ".every", LEAST_RESTOCK, LONGEST_RESTOCK, kind == StoreKind.TOYS ? "10 s" : Values.OFF),
                below,
                to);
    }

    private Settings.Http http(Set<String> stores) {
        String rootStore = values.text("http.root-store", ANY, "the name of a store");
        if (!stores.contains(rootStore)) {
            throw values.refuse("http.root-store", "one of the stores, " + stores);
        }
        Secret adminToken = secret("http.admin-token", TOKEN, "8 to 256 visible ASCII characters without spaces");
        return new Settings.Http(adminToken, values.whole("http.max-connections", 1, 65_536), rootStore);
    }

    private @Nullable Secret secret(String key, Pattern pattern, String allowed) {
        String word;
        try {
            word = values.optionalText(key, pattern, allowed);
        } catch (SettingsException e) {
            throw values.refuseSecret(key, allowed);
        }
        return word == null ? null : new Secret(word);
    }
}
