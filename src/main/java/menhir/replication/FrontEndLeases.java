package menhir.replication;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import menhir.replication.FrontEndMessage.Invalidate;
import menhir.replication.FrontEndMessage.Revoke;
import org.jspecify.annotations.Nullable;

/**
 * The cache leases that a leader has granted to front-ends, and the invalidations that they have not acknowledged. An entry
 * may be released only when no running lease has an unacknowledged invalidation at or below it.
 *
 * <p>A front-end that does not acknowledge holds up all changes until its lease has expired, so it gets no further lease until
 * it has acknowledged: the link to it may be cut in one direction, so that it asks, and hears nothing.
 */
final class FrontEndLeases {

    /**
     * Most characters of keys in one invalidation. It keeps the message below Akka's frame size (256 KiB) whatever the
     * characters: an oversized message would never be delivered, and would block the release for ever.
     */
    static final int MAX_KEY_CHARS = 60_000;

    private static final int CHARS_PER_KEY = 2;

    /** A front-end that has not acknowledged is forgotten if it has not asked for so long, in milliseconds. */
    private static final long FORGET_MILLIS = 60_000;

    /** Sooner than other messages, however long the lease: a node that ends does not wait long for its leaders. */
    private static final long REVOKE_RESEND_MILLIS = 250;

    /** An invalidation that was sent, and the index of the one before it. */
    private record Outstanding(long previous, Invalidate invalidate) {}

    private static final class Grant {
        /** Not 0: a monotonic clock may be negative. */
        long until = Long.MIN_VALUE;

        long previous;
        long lastSentAt;
        /** When the oldest outstanding invalidation was sent, or one before it was acknowledged. */
        long unacknowledgedSince;

        long lastAskedAt;
        final Deque<Outstanding> outstanding = new ArrayDeque<>();

        boolean isOverdue(long now, long resendMillis) {
            return !outstanding.isEmpty() && (until <= now || now - unacknowledgedSince >= resendMillis);
        }
    }

    private final Map<String, Grant> grants = new HashMap<>();
    private final BiConsumer<String, FrontEndMessage> send;
    private @Nullable Revoke revoke;
    private long revokeSentAt;

    FrontEndLeases(BiConsumer<String, FrontEndMessage> send) {
        this.send = send;
    }

    /**
     * A front-end asks for a lease until a time. It gets none while it has not acknowledged an invalidation for longer than
     * {@code resendMillis}; then one is sent to it, so that it can.
     *
     * @return whether the lease is granted
     */
    boolean grant(String frontEnd, long epoch, long until, long lastIndex, long now, long resendMillis) {
        Grant grant = grants.get(frontEnd);
        if (grant != null && grant.isOverdue(now, resendMillis)) {
            grant.lastAskedAt = now;
            probe(frontEnd, grant, epoch, lastIndex, now, resendMillis);
            return false;
        }
        if (grant == null || grant.until <= now) {
            grant = new Grant();
            grant.previous = lastIndex;
            grants.put(frontEnd, grant);
        }
        grant.until = Math.max(grant.until, until);
        grant.lastAskedAt = now;
        return true;
    }

    /** While the lease runs, {@link #tick} sends again what was not acknowledged. */
    private void probe(String frontEnd, Grant grant, long epoch, long lastIndex, long now, long resendMillis) {
        if (grant.until <= now && now - grant.lastSentAt >= resendMillis) {
            Invalidate all = Invalidate.all(epoch, lastIndex);
            grant.outstanding.clear();
            grant.outstanding.add(new Outstanding(grant.previous, all));
            grant.lastSentAt = now;
            send.accept(frontEnd, all);
        }
    }

    /** All leases that were granted end so much later. */
    void extend(long millis) {
        grants.values().forEach(grant -> grant.until += millis);
    }

    void invalidate(long epoch, long index, Set<String> keys, long now) {
        boolean all =
                keys.stream().mapToLong(key -> key.length() + CHARS_PER_KEY).sum() > MAX_KEY_CHARS;
        grants.forEach((frontEnd, grant) -> {
            if (grant.until > now) {
                Invalidate invalidate =
                        all ? Invalidate.all(epoch, index) : new Invalidate(epoch, grant.previous, index, keys);
                if (grant.outstanding.isEmpty()) {
                    grant.unacknowledgedSince = now;
                }
                grant.outstanding.add(new Outstanding(grant.previous, invalidate));
                grant.previous = index;
                grant.lastSentAt = now;
                send.accept(frontEnd, invalidate);
            }
        });
    }

    void acknowledged(String frontEnd, long index, long now) {
        Grant grant = grants.get(frontEnd);
        if (grant != null) {
            while (!grant.outstanding.isEmpty()
                    && grant.outstanding.getFirst().invalidate().index() <= index) {
                grant.outstanding.removeFirst();
                grant.unacknowledgedSince = now;
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

    /** Sends again what was not acknowledged in time, and removes expired leases. */
    void tick(long now, long resendMillis) {
        if (revoke != null && now - revokeSentAt >= Math.min(resendMillis, REVOKE_RESEND_MILLIS)) {
            sendRevoke(revoke, now);
        }
        grants.values()
                .removeIf(grant -> grant.until <= now
                        && (grant.outstanding.isEmpty() || now - grant.lastAskedAt >= FORGET_MILLIS));
        grants.forEach((frontEnd, grant) -> {
            if (grant.until > now && !grant.outstanding.isEmpty() && now - grant.lastSentAt >= resendMillis) {
                grant.lastSentAt = now;
                grant.outstanding.forEach(each -> send.accept(frontEnd, each.invalidate()));
            }
        });
    }

    /** Asks for all running leases back, until they are returned or have expired. */
    void revoke(long epoch, long now) {
        revoke = new Revoke(epoch);
        sendRevoke(revoke, now);
    }

    private void sendRevoke(Revoke message, long now) {
        revokeSentAt = now;
        grants.forEach((frontEnd, grant) -> {
            if (grant.until > now) {
                send.accept(frontEnd, message);
            }
        });
    }

    /** A front-end has no lease of this leader any more, and will take none. */
    void returned(String frontEnd) {
        grants.remove(frontEnd);
    }

    /** Whether any front-end may still serve from its cache. */
    boolean anyRunning(long now) {
        return grants.values().stream().anyMatch(grant -> grant.until > now);
    }
}
