package menhir.config;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import menhir.store.Limits;
import menhir.store.StoreKind;

/** Reads the block of the stores. What a store leaves out follows from its kind. */
final class StoresReader {
    static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    private static final int MAX_STORES = 16;
    private static final int MAX_RESTOCK = (int) Limits.CATALOG_QUANTITY;
    private static final int DEFAULT_RESTOCK_BELOW = 1;
    private static final int DEFAULT_RESTOCK_TO = 100;
    private static final Duration MIN_RESTOCK_INTERVAL = Duration.ofMillis(100);
    private static final Duration MAX_RESTOCK_INTERVAL = Duration.ofDays(1);
    private static final String TOYS_RESTOCK_INTERVAL = "10 s";

    private static final Pattern CATALOG = Pattern.compile("(?s).{1,4096}");

    /** First path segments that the HTTP API uses itself; a store's name is one, too. */
    private static final Set<String> RESERVED_NAMES = new TreeSet<>(Set.of(
            "v1", "alive", "ready", "metrics", "version", "console", "openapi", "orders", "products", "search", "buy"));

    private final Config config;
    private final Values values;
    private final int slots;

    StoresReader(Config config, Values values, int slots) {
        this.config = config;
        this.values = values;
        this.slots = slots;
    }

    /** The enabled stores by name, in the order of their names; at least one. */
    Map<String, Settings.Store> stores() {
        Set<String> names = config.getObject(Values.ROOT + "stores").keySet();
        if (names.size() > MAX_STORES) {
            throw new SettingsException(
                    "menhir.stores has " + names.size() + " stores: there must be at most " + MAX_STORES);
        }
        Map<String, Settings.Store> stores = new TreeMap<>();
        for (String name : new TreeSet<>(names)) {
            if (!NAME.matcher(name).matches() || RESERVED_NAMES.contains(name)) {
                throw new SettingsException("menhir.stores." + name + ": a store's name must be 1 to 32 lower-case"
                        + " letters, digits and hyphens, start with a letter, and not be one of "
                        + String.join(", ", RESERVED_NAMES));
            }
            if (values.flag("stores." + name + ".enabled", true)) {
                // The leaders are spread: each store has another home than the one before.
                stores.put(name, store(name, stores.size() % slots + 1));
            }
        }
        if (stores.isEmpty()) {
            throw new SettingsException("menhir.stores: at least one store must be enabled");
        }
        long scoreboards = stores.values().stream()
                .filter(store -> store.kind().isScoreboard())
                .count();
        if (scoreboards > 1) {
            throw new SettingsException("menhir.stores: at most one enabled store may be of kind games");
        }
        return stores;
    }

    private Settings.Store store(String name, int defaultHome) {
        String key = "stores." + name;
        StoreKind kind = values.choice(key + ".kind", StoreKind.class);
        Settings.Reads defaultReads = kind == StoreKind.BOOKS ? Settings.Reads.BALANCED : Settings.Reads.NEAR;
        return new Settings.Store(
                name,
                kind,
                values.wholeNumberOrElse(
                        key + ".home", 1, slots, "a slot from 1 to " + slots + " (menhir.cluster.slots)", defaultHome),
                values.text(key + ".catalog", CATALOG, "the path of a CSV file, or builtin: followed by a store kind"),
                values.choiceOrElse(key + ".reads", Settings.Reads.class, defaultReads),
                values.flag(key + ".log-rejections", kind == StoreKind.TOYS),
                restock(key + ".restock", kind));
    }

    private Settings.Restock restock(String key, StoreKind kind) {
        int below = values.wholeNumberOrElse(key + ".below", 1, MAX_RESTOCK, DEFAULT_RESTOCK_BELOW);
        int to = values.wholeNumberOrElse(key + ".to", 1, MAX_RESTOCK, DEFAULT_RESTOCK_TO);
        if (to < below) {
            throw values.invalid(key + ".to", "at least " + below + " (menhir." + key + ".below)");
        }
        Duration every = values.durationOrOff(
                key + ".every",
                MIN_RESTOCK_INTERVAL,
                MAX_RESTOCK_INTERVAL,
                kind == StoreKind.TOYS ? TOYS_RESTOCK_INTERVAL : Values.OFF);
        return new Settings.Restock(every, below, to);
    }
}
