package menhir.replication;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import menhir.replication.FrontEndMessage.Invalidate;
import menhir.replication.FrontEndMessage.LeaseGranted;
import menhir.replication.FrontEndMessage.Revoke;
import org.jspecify.annotations.Nullable;

/**
 * A front-end's cache that is never stale. It serves only while it holds a lease of the leader, and the leader releases no
 * change before this cache has dropped what changes, or its lease has expired. The least recently used value is evicted.
 *
 * <p>After an invalidation at index i, only a value read at index i or later is cached again: otherwise a slow read could
 * bring the old value back.
 *
 * @param <V> the type of the values
 */
public class CoherentCache<V> {

    /** Minimum indexes are kept for at most this many keys; then they are merged into one for all keys, which is stricter. */
    static final int MAX_MIN_INDEXES = 10_000;

    private final int capacity;
    private final LinkedHashMap<String, V> values;
    private final Map<String, Long> minIndexes = new HashMap<>();
    private long minIndexOfAll;
    private long epoch;
    private long leasedUntil;
    private boolean leased;
    private boolean revoked;
    private long lastInvalidated;
    private long generation;
    private long invalidations;

    /**
     * An empty cache without a lease.
     *
     * @param capacity the maximum number of values; 0 turns the cache off
     */
    public CoherentCache(int capacity) {
        this.capacity = capacity;
        this.values = new LinkedHashMap<>(16, 0.75f, true);
    }

    /** Whether a lease is running. Without one nothing may be served, neither from the cache nor from a replica. */
    public boolean leaseRunning(long now) {
        return leased && now < leasedUntil;
    }

    /** The value, or null for a miss. */
    public @Nullable V get(String key, long now) {
        return leaseRunning(now) ? values.get(key) : null;
    }

    /** The index that a replica must have applied for its answer about this key to be current (Raft's ReadIndex). */
    public long minIndex(String key) {
        return Math.max(minIndexOfAll, minIndexes.getOrDefault(key, 0L));
    }

    /** The index that a replica must have applied for its answer about all keys at once to be current. */
    public long minIndexForAll() {
        return Math.max(minIndexOfAll, lastInvalidated);
    }

    /** Changes whenever the cache is cleared; the result of a read that began in another generation must not be cached. */
    public long generation() {
        return generation;
    }

    /** Caches the answer of a replica that had applied {@code index}, if it is still current. */
    public void offer(String key, V value, long index, long readGeneration, long now) {
        if (capacity == 0 || readGeneration != generation || !leaseRunning(now) || index < minIndex(key)) {
            return;
        }
        values.put(key, value);
        if (values.size() > capacity) {
            values.remove(values.keySet().iterator().next());
        }
    }

    public void onGranted(LeaseGranted granted, long now) {
        if (granted.epoch() < epoch || isRevoked(granted)) {
            return;
        }
        boolean continues = granted.epoch() == epoch && leaseRunning(now);
        if (!continues) {
            adopt(granted.epoch());
            minIndexOfAll = Math.max(minIndexOfAll, granted.lastIndex());
            lastInvalidated = Math.max(lastInvalidated, granted.lastIndex());
        }
        leased = true;
        long until = granted.askedAt() + granted.durationMillis();
        leasedUntil = continues ? Math.max(leasedUntil, until) : until;
    }

    /** Whether the lease was returned to its leader before this message arrived. */
    boolean isRevoked(LeaseGranted granted) {
        return revoked && granted.epoch() == epoch;
    }

    /**
     * Ends the lease of a leader that makes way. One that it has granted before, and that arrives later, is void.
     */
    public void onRevoke(Revoke revoke) {
        if (revoke.epoch() < epoch) {
            return;
        }
        adopt(revoke.epoch());
        leased = false;
        revoked = true;
    }

    /**
     * Drops the keys that change.
     *
     * @return whether the invalidation comes from this leader or a later one, and so must be acknowledged with its index
     */
    public boolean onInvalidate(Invalidate invalidate) {
        if (invalidate.epoch() < epoch) {
            return false;
        }
        if (invalidate.epoch() > epoch) {
            adopt(invalidate.epoch());
            leased = false;
        }
        if (invalidate.previous() > lastInvalidated) {
            clear();
            minIndexOfAll = Math.max(minIndexOfAll, invalidate.index());
        }
        for (String key : invalidate.keys()) {
            if (values.remove(key) != null) {
                invalidations++;
            }
            minIndexes.merge(key, invalidate.index(), Math::max);
        }
        mergeMinIndexes();
        lastInvalidated = Math.max(lastInvalidated, invalidate.index());
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

    /** The number of cached values that were dropped because they changed. */
    public long invalidations() {
        return invalidations;
    }

    /** Visits the cached values, least recently used first. */
    public void forEach(BiConsumer<String, V> visitor) {
        values.forEach(visitor);
    }

    private void adopt(long newEpoch) {
        clear();
        if (newEpoch > epoch) {
            // Indexes of an earlier leader are void: entries that it never committed may be gone from the log.
            epoch = newEpoch;
            revoked = false;
            lastInvalidated = 0;
            minIndexOfAll = 0;
            minIndexes.clear();
        }
    }

    private void clear() {
        values.clear();
        generation++;
    }

    private void mergeMinIndexes() {
        if (minIndexes.size() > MAX_MIN_INDEXES) {
            for (long minIndex : minIndexes.values()) {
                minIndexOfAll = Math.max(minIndexOfAll, minIndex);
            }
            minIndexes.clear();
        }
    }
}
