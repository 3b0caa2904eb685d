package menhir.replication;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import menhir.replication.FrontEndMessage.Invalidate;
import org.jspecify.annotations.Nullable;

/**
 * The cache leases that a leader has granted to front-ends, and the invalidations that they have not acknowledged. An entry
 * may be released only when no running lease has an unacknowledged invalidation at or below it.
 */
final class FrontEndLeases {

    /**
     * Most characters of keys in one invalidation. It keeps the message below Akka's frame size (256 KiB) whatever the
     * characters: an oversized message would never be delivered, and would block the release for ever.
     */
    static final int MAX_KEY_CHARS = 60_000;

    private static final int CHARS_PER_KEY = 2;

    /** An invalidation that was sent, and the index of the one before it. */
    private record Outstanding(long previous, Invalidate invalidate) {}

    private static final class Grant {
        /** Not 0: a monotonic clock may be negative. */
        long until = Long.MIN_VALUE;

        long previous;
        long lastSentAt;
        final Deque<Outstanding> outstanding = new ArrayDeque<>();
    }

    private final Map<String, Grant> grants = new HashMap<>();
    private final BiConsumer<String, FrontEndMessage> send;

    FrontEndLeases(BiConsumer<String, FrontEndMessage> send) {
        this.send = send;
    }

    void grant(String frontEnd, long until, long lastIndex, long now) {
        Grant grant = grants.get(frontEnd);
        if (grant == null || grant.until <= now) {
            grant = new Grant();
            grant.previous = lastIndex;
            grants.put(frontEnd, grant);
        }
        grant.until = Math.max(grant.until, until);
    }

    void invalidate(long epoch, long index, Set<String> keys, long now) {
        boolean all =
                keys.stream().mapToLong(key -> key.length() + CHARS_PER_KEY).sum() > MAX_KEY_CHARS;
        grants.forEach((frontEnd, grant) -> {
            if (grant.until > now) {
                Invalidate invalidate =
                        all ? Invalidate.all(epoch, index) : new Invalidate(epoch, grant.previous, index, keys);
                grant.outstanding.add(new Outstanding(grant.previous, invalidate));
                grant.previous = index;
                grant.lastSentAt = now;
                send.accept(frontEnd, invalidate);
            }
        });
    }

    void acknowledged(String frontEnd, long index) {
        Grant grant = grants.get(frontEnd);
        if (grant != null) {
            while (!grant.outstanding.isEmpty()
                    && grant.outstanding.getFirst().invalidate().index() <= index) {
                grant.outstanding.removeFirst();
            }
        }
    }

    /**
     * The highest index below all unacknowledged invalidations of running leases. One invalidation covers all changes since
     * the one before it.
     */
    long acknowledgedThrough(long now) {
        long through = Long.MAX_VALUE;
        for (Grant grant : grants.values()) {
            @Nullable Outstanding first = grant.outstanding.peekFirst();
            if (first != null && grant.until > now) {
                through = Math.min(through, first.previous());
            }
        }
        return through;
    }

    /** Resends invalidations that were not acknowledged in time, and removes expired leases. */
    void tick(long now, long resendMillis) {
        grants.values().removeIf(grant -> grant.until <= now);
        grants.forEach((frontEnd, grant) -> {
            if (!grant.outstanding.isEmpty() && now - grant.lastSentAt >= resendMillis) {
                grant.lastSentAt = now;
                grant.outstanding.forEach(each -> send.accept(frontEnd, each.invalidate()));
            }
        });
    }

    /** Whether any front-end may still serve from its cache. */
    boolean anyRunning(long now) {
        return grants.values().stream().anyMatch(grant -> grant.until > now);
    }
}
