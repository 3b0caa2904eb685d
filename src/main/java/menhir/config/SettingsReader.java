package menhir.config;

import com.typesafe.config.Config;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import menhir.store.StoreKind;
import org.jspecify.annotations.Nullable;

/** Reads and checks all blocks. {@link NodeReader} and {@link StoresReader} read the two that need more than that. */
final class SettingsReader {
    private static final Duration MIN_LEASE = Duration.ofMillis(500);
    private static final Duration MAX_LEASE = Duration.ofSeconds(30);
    private static final Duration MAX_OFFSET = Duration.ofDays(1);
    private static final int MAX_DRIFT_PARTS_PER_MILLION = 100_000;
    private static final int MAX_KEYS = 10_000_000;
    private static final int MAX_CACHED_ITEMS = 10_000_000;
    private static final int MAX_ORDERS_BYTES = 1_000_000_000;
    private static final int MAX_CONNECTIONS = 65_536;
    private static final int MAX_PENDING_ORDERS = 1_000_000;
    private static final int MAX_DRAW_EVERY = 1_000_000;

    private static final int MAX_NAMES = 100;
    private static final String NONE = "none";
    private static final Pattern HTTP_HOST = Pattern.compile("\\*|[a-z0-9_][a-z0-9_.-]{0,252}");
    private static final Pattern ORIGIN = Pattern.compile("https?://[a-z0-9_.:\\[\\]-]{1,260}");
    private static final String FOLDER = "the path of a folder";
    private static final String FILE = "the path of a file";
    private static final String CERTIFICATE = "the path of a file, together with menhir.http.certificate-key";
    private static final String CERTIFICATE_KEY = "the path of a file, together with menhir.http.certificate";
    private static final Pattern PATH = Pattern.compile("(?s).{1,4096}");
    private static final Pattern ADMIN_TOKEN = Pattern.compile("[\\x21-\\x7e]{8,256}");
    private static final Pattern AUTH_ID = Pattern.compile("[A-Za-z0-9._~-]{4,128}");

    private final Config config;
    private final Values values;

    private SettingsReader(Config config) {
        this.config = config;
        this.values = new Values(config);
    }

    static Settings read(Config config) {
        KnownKeys.requireKnown(config);
        return new SettingsReader(config).settings();
    }

    private Settings settings() {
        NodeReader nodeReader = new NodeReader(values);
        Settings.Data data =
                new Settings.Data(path("data.dir", FOLDER), values.choice("data.sync", Settings.Sync.class));
        Settings.Cluster cluster = nodeReader.cluster(certificate(data, nodeReader.node()));
        Map<String, Settings.Store> stores = new StoresReader(config, values, cluster.slots()).stores();
        Settings.Http http = http(stores, nodeReader.node());
        return new Settings(
                nodeReader.node(),
                cluster,
                data,
                new DatabaseReader(values, cluster.name()).database(),
                new Settings.Replication(values.duration("replication.lease", MIN_LEASE, MAX_LEASE)),
                rootStoreFirst(http.rootStore(), stores),
                new Settings.Keys(values.wholeNumber("keys.window", 1, MAX_KEYS)),
                new Settings.Cache(
                        values.wholeNumber("cache.capacity", 0, MAX_CACHED_ITEMS),
                        values.wholeNumber("cache.orders-bytes", 0, MAX_ORDERS_BYTES)),
                http,
                new Settings.Limits(values.wholeNumber("limits.pending-orders", 1, MAX_PENDING_ORDERS)),
                new Settings.Log(
                        values.choice("log.level", Settings.LogLevel.class),
                        values.choice("log.format", Settings.LogFormat.class)),
                clock(stores),
                new Settings.Webhooks(optionalFile("webhooks.file")),
                new Settings.Games(
                        values.optionalSecret("games.auth-id", AUTH_ID, "4 to 128 letters, digits or -._~"),
                        values.wholeNumber("games.draw-every", 0, MAX_DRAW_EVERY)));
    }

    private Path path(String key, String allowed) {
        String path = values.text(key, PATH, allowed);
        try {
            return Path.of(path).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw values.invalid(key, allowed);
        }
    }

    private @Nullable Path optionalFile(String key) {
        return values.optionalText(key, PATH, FILE) == null ? null : path(key, FILE);
    }

    private @Nullable Path certificate(Settings.Data data, Settings.Node node) {
        if (!values.flag("cluster.tls", true)) {
            return null;
        }
        return values.optionalText("cluster.certificate", PATH, FOLDER) == null
                ? data.certificatesDir().resolve(node.name())
                : path("cluster.certificate", FOLDER);
    }

    private Settings.Http http(Map<String, Settings.Store> stores, Settings.Node node) {
        String allowed = "one of the enabled stores: " + String.join(", ", stores.keySet());
        String rootStore = values.text("http.root-store", StoresReader.NAME, allowed);
        if (!stores.containsKey(rootStore)) {
            throw values.invalid("http.root-store", allowed);
        }
        List<Settings.Key> keys = keys();
        Path keysFile = optionalFile("http.keys-file");
        Set<String> hosts =
                names("http.hosts", HTTP_HOST, "a list of up to " + MAX_NAMES + " host names without ports, or *");
        // Keys, or a name, say that others than this machine are meant to use the node, through a proxy perhaps.
        boolean isPrivate =
                Settings.Address.isLoopback(node.bindHost()) && keys.isEmpty() && keysFile == null && hosts.isEmpty();
        return new Settings.Http(
                values.optionalSecret(
                        "http.admin-token", ADMIN_TOKEN, "8 to 256 visible ASCII characters without spaces"),
                keys,
                keysFile,
                values.choiceOrElse(
                        "http.anonymous",
                        Settings.Permission.class,
                        isPrivate ? Settings.Permission.ORDER : Settings.Permission.READ),
                values.wholeNumber("http.max-connections", 1, MAX_CONNECTIONS),
                rootStore,
                dialects(),
                hosts,
                names(
                        "http.origins",
                        ORIGIN,
                        "a list of up to " + MAX_NAMES + " origins, such as https://shop.example"),
                https());
    }

    private Set<StoreKind> dialects() {
        List<String> labels =
                Arrays.stream(StoreKind.values()).map(StoreKind::label).toList();
        String allowed = "none, or a list of " + String.join(", ", labels);
        List<String> texts = values.optionalList("http.dialects", allowed);
        if (texts == null) {
            return Set.of(StoreKind.values());
        }
        Set<StoreKind> dialects = EnumSet.noneOf(StoreKind.class);
        for (String text : texts.equals(List.of(NONE)) ? List.<String>of() : texts) {
            dialects.add(Arrays.stream(StoreKind.values())
                    .filter(kind -> kind.label().equalsIgnoreCase(text))
                    .findFirst()
                    .orElseThrow(() -> values.invalid("http.dialects", allowed)));
        }
        return Collections.unmodifiableSet(dialects);
    }

    private Settings.@Nullable Https https() {
        boolean hasCertificate = values.optionalText("http.certificate", PATH, CERTIFICATE) != null;
        boolean hasKey = values.optionalText("http.certificate-key", PATH, CERTIFICATE_KEY) != null;
        return hasCertificate || hasKey
                ? new Settings.Https(
                        path("http.certificate", CERTIFICATE), path("http.certificate-key", CERTIFICATE_KEY))
                : null;
    }

    private List<Settings.Key> keys() {
        String allowed = "a list of up to " + CallerKeys.MOST + " keys, each " + CallerKeys.ALLOWED;
        CallerKeys keys = new CallerKeys();
        List<String> texts = values.optionalList("http.keys", allowed);
        for (String text : texts == null ? List.<String>of() : texts) {
            if (!keys.add(text)) {
                throw values.invalid("http.keys", allowed);
            }
        }
        return keys.list();
    }

    private Set<String> names(String key, Pattern pattern, String allowed) {
        Set<String> names = new LinkedHashSet<>();
        List<String> texts = values.optionalList(key, allowed);
        for (String text : texts == null ? List.<String>of() : texts) {
            String name = text.toLowerCase(Locale.ROOT);
            if (!pattern.matcher(name).matches() || names.size() == MAX_NAMES) {
                throw values.invalid(key, allowed);
            }
            names.add(name);
        }
        return Collections.unmodifiableSet(names);
    }

    /** Only the times of a scoreboard need synchronised clocks. */
    private Settings.Clock clock(Map<String, Settings.Store> stores) {
        boolean hasScoreboard =
                stores.values().stream().anyMatch(store -> store.kind().isScoreboard());
        return new Settings.Clock(
                values.flag("clock.enabled", hasScoreboard),
                values.duration("clock.offset", MAX_OFFSET.negated(), MAX_OFFSET),
                values.wholeNumber("clock.drift", -MAX_DRIFT_PARTS_PER_MILLION, MAX_DRIFT_PARTS_PER_MILLION));
    }

    /** The order in which stores are listed. */
    private static Map<String, Settings.Store> rootStoreFirst(String rootStore, Map<String, Settings.Store> stores) {
        Map<String, Settings.Store> ordered = new LinkedHashMap<>();
        ordered.put(rootStore, Objects.requireNonNull(stores.get(rootStore)));
        stores.forEach(ordered::putIfAbsent);
        return Collections.unmodifiableMap(ordered);
    }
}
