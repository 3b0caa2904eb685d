package menhir.replication;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import menhir.replication.FrontEndMessage.Invalidate;
import menhir.replication.FrontEndMessage.LeaseGranted;
import org.jspecify.annotations.Nullable;

/**
 * A front-end's cache that is never stale: it serves only while a lease of the leader runs, and the leader releases no
 * change before this cache has dropped what it changes (or its lease has run out). Least recently used values give way.
 *
 * <p>After an invalidation at index i, only a value read at index i or later is accepted again: without this a slow read
 * could bring the old value back.
 *
 * @param <V> what is cached for a key
 */
public class CoherentCache<V> {

    /** Demands for so many keys are kept apart; past it they are folded into one for all keys, which is stricter. */
    static final int MAX_DEMANDS = 10_000;

    private final int capacity;
    private final LinkedHashMap<String, V> values;
    private final Map<String, Long> demands = new HashMap<>();
    private long floor;
    private long epoch;
    private long leasedUntil;
    private boolean leased;
    private long lastSeen;
    private long generation;
    private long invalidations;

    /**
     * TODO summary.
     *
     * @param capacity most values kept; 0 turns the cache off
     */
    public CoherentCache(int capacity) {
        this.capacity = capacity;
        this.values = new LinkedHashMap<>(16, 0.75f, true);
    }

    /** Without a running lease nothing may be served, neither from here nor from a replica. */
    public boolean leaseRunning(long now) {
        return leased && now < leasedUntil;
    }

    /** The value, or null for a miss. */
    public @Nullable V get(String key, long now) {
        return leaseRunning(now) ? values.get(key) : null;
    }

    /** The index that a replica must have applied for its answer about this key to be current. */
    public long demand(String key) {
        return Math.max(floor, demands.getOrDefault(key, 0L));
    }

    /** The index that a replica must have applied for its answer about all keys at once to be current. */
    public long demandForAll() {
        return Math.max(floor, lastSeen);
    }

    /** Changes whenever the cache starts anew; a read begun under another generation must not be cached. */
    public long generation() {
        return generation;
    }

    /** Takes the answer of a replica that had applied {@code index}, if it is still current. */
    public void offer(String key, V value, long index, long readGeneration, long now) {
        if (capacity == 0 || readGeneration != generation || !leaseRunning(now) || index < demand(key)) {
            return;
        }
        values.put(key, value);
        if (values.size() > capacity) {
            values.remove(values.keySet().iterator().next());
        }
    }

    public void onGranted(LeaseGranted granted, long now) {
        if (granted.epoch() < epoch) {
            return;
        }
        boolean continues = granted.epoch() == epoch && leaseRunning(now);
        if (!continues) {
            adopt(granted.epoch());
            floor = Math.max(floor, granted.lastIndex());
            lastSeen = Math.max(lastSeen, granted.lastIndex());
        }
        leased = true;
        long until = granted.askedAt() + granted.durationMillis();
        leasedUntil = continues ? Math.max(leasedUntil, until) : until;
    }

    /**
     * Drops what changes.
     *
     * @return whether the invalidation was of this leader or a later one, and is to be acknowledged with its index
     */
    public boolean onInvalidate(Invalidate invalidate) {
        if (invalidate.epoch() < epoch) {
            return false;
        }
        if (invalidate.epoch() > epoch) {
            adopt(invalidate.epoch());
            leased = false;
        }
        if (invalidate.previous() > lastSeen) {
            startAnew();
            floor = Math.max(floor, invalidate.index());
        }
        for (String item : invalidate.items()) {
            if (values.remove(item) != null) {
                invalidations++;
            }
            demands.merge(item, invalidate.index(), Math::max);
        }
        foldDemands();
        lastSeen = Math.max(lastSeen, invalidate.index());
        return true;
    }

    public long epoch() {
        return epoch;
    }

    public int size() {
        return values.size();
    }

    public int capacity() {
        return capacity;
    }

    /** How many cached values were dropped because they changed. */
    public long invalidations() {
        return invalidations;
    }

    /** Visits the cached values, least recently used first. */
    public void forEach(BiConsumer<String, V> visitor) {
        values.forEach(visitor);
    }

    private void adopt(long newEpoch) {
        startAnew();
        if (newEpoch > epoch) {
            // Indexes of an earlier leader mean nothing here: what it never committed may be gone from the log.
            epoch = newEpoch;
            lastSeen = 0;
            floor = 0;
            demands.clear();
        }
    }

    private void startAnew() {
        values.clear();
        generation++;
    }

    private void foldDemands() {
        if (demands.size() > MAX_DEMANDS) {
            for (long demand : demands.values()) {
                floor = Math.max(floor, demand);
            }
            demands.clear();
        }
    }
}
