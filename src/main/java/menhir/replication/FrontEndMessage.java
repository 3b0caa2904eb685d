package menhir.replication;

import java.util.Set;

/** What a leader sends to a front-end about its cache. */
public sealed interface FrontEndMessage {

    long epoch();

    /**
     * The front-end may serve from its cache for {@code durationMillis} after it asked.
     *
     * @param askedAt the front-end's own time when it asked, returned unchanged
     * @param lastIndex the leader's last index: a cache that starts now must not accept anything older
     */
    record LeaseGranted(long epoch, long askedAt, long durationMillis, long lastIndex) implements FrontEndMessage {}

    /**
     * These keys change at {@code index} or before: the front-end drops them and acknowledges.
     *
     * @param previous index of the invalidation sent before this one; a front-end that did not get that one has missed
     *     something and drops everything
     */
    record Invalidate(long epoch, long previous, long index, Set<String> keys) implements FrontEndMessage {
        public Invalidate {
            keys = Set.copyOf(keys);
        }

        /** Everything may change: to a front-end it looks as if it had missed an invalidation, so it drops everything. */
        static Invalidate all(long epoch, long index) {
            return new Invalidate(epoch, index, index, Set.of());
        }
    }

    /** The leader makes way for another: the front-end returns its lease, and will take no other of this epoch. */
    record Revoke(long epoch) implements FrontEndMessage {}
}
