package menhir.games.node;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The number of clients of each live front-end. A client is counted when it is dispatched, and may register at its front-end
 * as well. It is one client all the same, so a front-end has as many clients as the greater of the two counts.
 * Single-threaded.
 */
final class ClientCounts {
    /** Upper bound of each count, so that no input can cause an overflow. */
    static final long MAX_CLIENTS = 1_000_000;

    /**
     * The clients of a front-end.
     *
     * @param dispatched clients that were dispatched to it and not released
     * @param registered clients that registered with it and did not unregister
     */
    record Count(long dispatched, long registered) {
        static final Count NONE = new Count(0, 0);

        Count {
            dispatched = Math.max(0, Math.min(MAX_CLIENTS, dispatched));
            registered = Math.max(0, Math.min(MAX_CLIENTS, registered));
        }

        long clients() {
            return Math.max(dispatched, registered);
        }

        Count plus(long moreDispatched, long moreRegistered) {
            return new Count(dispatched + moreDispatched, registered + moreRegistered);
        }
    }

    private final Map<String, Count> counts = new TreeMap<>();

    /** Sets the live front-ends. The counts of all others are removed. */
    void retainLive(Collection<String> frontEnds) {
        counts.keySet().retainAll(frontEnds);
        frontEnds.forEach(frontEnd -> counts.putIfAbsent(frontEnd, Count.NONE));
    }

    /** Counts a client at the live front-end with the fewest, the first by name among equals; null if none is live. */
    @Nullable
    String dispatch() {
        String leastLoaded = null;
        long fewest = Long.MAX_VALUE;
        for (Map.Entry<String, Count> entry : counts.entrySet()) {
            if (entry.getValue().clients() < fewest) {
                fewest = entry.getValue().clients();
                leastLoaded = entry.getKey();
            }
        }
        if (leastLoaded != null) {
            change(leastLoaded, 1, 0);
        }
        return leastLoaded;
    }

    /** Adds to the counts of a front-end; they do not fall below 0. Returns whether such a front-end is live. */
    boolean change(String frontEnd, long dispatched, long registered) {
        return counts.computeIfPresent(frontEnd, (name, count) -> count.plus(dispatched, registered)) != null;
    }

    /** Adds other counts, those of live front-ends only. */
    void addAll(Map<String, Count> others) {
        others.forEach((frontEnd, count) -> change(frontEnd, count.dispatched(), count.registered()));
    }

    /** Replaces the counts by others, those of live front-ends only. */
    void replaceAll(Map<String, Count> others) {
        counts.replaceAll((frontEnd, count) -> others.getOrDefault(frontEnd, Count.NONE));
    }

    /** By front-end. */
    Map<String, Count> all() {
        return new TreeMap<>(counts);
    }
}
