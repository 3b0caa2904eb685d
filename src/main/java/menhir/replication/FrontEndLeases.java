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
 * The leader's book of cache leases: who holds one, and which invalidations are not acknowledged yet. An entry may be
 * released only past all of those.
 */
final class FrontEndLeases {

    /**
     * Characters of names in one invalidation, at most: whatever the letters, it fits into one message between nodes (256
     * KiB), for one that is too large is never delivered, and what it was to release would wait for ever.
     */
    static final int MAX_NAME_CHARS = 60_000;

    private static final int CHARS_PER_NAME = 2;

    /** An invalidation as it was sent, and the index of the one before it. */
    private record Outstanding(long previous, Invalidate invalidate) {}

    private static final class Grant {
        /** Not from 0: a monotonic clock may well stand below it. */
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

    void invalidate(long epoch, long index, Set<String> items, long now) {
        boolean all =
                items.stream().mapToLong(item -> item.length() + CHARS_PER_NAME).sum() > MAX_NAME_CHARS;
        grants.forEach((frontEnd, grant) -> {
            if (grant.until > now) {
                Invalidate invalidate =
                        all ? Invalidate.all(epoch, index) : new Invalidate(epoch, grant.previous, index, items);
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
     * The highest index below all that unacknowledged invalidations of running leases speak of. One invalidation speaks of
     * all changes since the one before it: what was proposed together is invalidated together.
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

    /** Sends again what was not acknowledged for so long, and forgets leases that ran out. */
    void tick(long now, long resendMillis) {
        grants.values().removeIf(grant -> grant.until <= now);
        grants.forEach((frontEnd, grant) -> {
            if (!grant.outstanding.isEmpty() && now - grant.lastSentAt >= resendMillis) {
                grant.lastSentAt = now;
                grant.outstanding.forEach(each -> send.accept(frontEnd, each.invalidate()));
            }
        });
    }

    /** Whether some front-end may still serve from its cache. */
    boolean anyRunning(long now) {
        return grants.values().stream().anyMatch(grant -> grant.until > now);
    }
}
