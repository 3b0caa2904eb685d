package menhir.experiment.lab;

import java.util.HashMap;
import java.util.Map;

/**
 * A cluster to be started.
 *
 * @param nodes the first three have a replica each, the others only serve HTTP
 * @param cacheCapacity most items in each node's cache; 0 turns it off
 * @param store the one that there is
 * @param quantity of each item at the start; 0 for the built-in catalog, unchanged
 * @param extra further settings of single nodes by number, in the words of the configuration, with a dot between
 */
public record ClusterSpec(
        int nodes, int cacheCapacity, String store, long quantity, Map<Integer, Map<String, String>> extra) {

    public static final int CACHE_ON = 10_000;
    public static final int CACHE_OFF = 0;

    /** More than any experiment buys. */
    public static final long PLENTY = 1_000_000;

    public ClusterSpec {
        extra = Map.copyOf(extra);
    }

    /** A stock bazaar on three nodes. */
    public static ClusterSpec stocks(int cacheCapacity, long quantity) {
        return new ClusterSpec(3, cacheCapacity, "stocks", quantity, Map.of());
    }

    public ClusterSpec withNodes(int count) {
        return new ClusterSpec(count, cacheCapacity, store, quantity, extra);
    }

    /** With a further setting of all nodes. */
    public ClusterSpec withSetting(String key, String value) {
        ClusterSpec changed = this;
        for (int number = 1; number <= nodes; number++) {
            changed = changed.withSetting(number, key, value);
        }
        return changed;
    }

    /** With a further setting of one node. */
    public ClusterSpec withSetting(int number, String key, String value) {
        Map<Integer, Map<String, String>> more = new HashMap<>(extra);
        Map<String, String> settings = new HashMap<>(extra.getOrDefault(number, Map.of()));
        settings.put(key, value);
        more.put(number, Map.copyOf(settings));
        return new ClusterSpec(nodes, cacheCapacity, store, quantity, more);
    }
}
