package menhir.experiment.lab;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import menhir.client.api.StocksDialect;
import org.jspecify.annotations.Nullable;

/**
 * Describes a cluster to start.
 *
 * @param nodes number of nodes; the first three have a replica each, the others only serve HTTP
 * @param cacheCapacity maximum number of items in each node's cache; 0 turns the cache off
 * @param store the store to enable
 * @param quantity initial quantity of each item; 0 keeps the built-in catalog
 * @param items number of items in a catalog of its own; 0 for the classical names
 * @param jar what the nodes run; null for the jar of this program
 * @param extra further settings by node number; keys are configuration paths below {@code menhir}
 */
public record ClusterSpec(
        int nodes,
        int cacheCapacity,
        String store,
        long quantity,
        int items,
        @Nullable Path jar,
        Map<Integer, Map<String, String>> extra) {

    public static final int CACHE_ON = 10_000;
    public static final int CACHE_OFF = 0;

    /** More than any experiment buys. */
    public static final long PLENTY = 1_000_000;

    public ClusterSpec {
        extra = Map.copyOf(extra);
    }

    /** Nodes of this program with a catalog of the classical names. */
    public ClusterSpec(
            int nodes, int cacheCapacity, String store, long quantity, Map<Integer, Map<String, String>> extra) {
        this(nodes, cacheCapacity, store, quantity, 0, null, extra);
    }

    /** A stock bazaar on three nodes with a small catalog. */
    public static ClusterSpec stocks(int cacheCapacity, long quantity) {
        return new ClusterSpec(3, cacheCapacity, "stocks", quantity, Map.of());
    }

    /** A copy with another number of nodes. */
    public ClusterSpec withNodes(int count) {
        return new ClusterSpec(count, cacheCapacity, store, quantity, items, jar, extra);
    }

    /** A copy with a catalog of another number of items. */
    public ClusterSpec withItems(int count) {
        return new ClusterSpec(nodes, cacheCapacity, store, quantity, count, jar, extra);
    }

    /** A copy whose nodes run another jar. */
    public ClusterSpec withJar(Path other) {
        return new ClusterSpec(nodes, cacheCapacity, store, quantity, items, other, extra);
    }

    /** The names of the items in a catalog that is not built in. */
    public List<String> itemNames() {
        return items == 0
                ? StocksDialect.CLASSICAL_NAMES
                : IntStream.rangeClosed(1, items)
                        .mapToObj(number -> String.format(Locale.ROOT, "item-%05d", number))
                        .toList();
    }

    /** A copy with a further setting of all nodes. */
    public ClusterSpec withSetting(String key, String value) {
        ClusterSpec changed = this;
        for (int number = 1; number <= nodes; number++) {
            changed = changed.withSetting(number, key, value);
        }
        return changed;
    }

    /** A copy with a further setting of one node. */
    public ClusterSpec withSetting(int number, String key, String value) {
        Map<Integer, Map<String, String>> more = new HashMap<>(extra);
        Map<String, String> settings = new HashMap<>(extra.getOrDefault(number, Map.of()));
        settings.put(key, value);
        more.put(number, Map.copyOf(settings));
        return new ClusterSpec(nodes, cacheCapacity, store, quantity, items, jar, more);
    }
}
