package menhir.frontend;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import menhir.replica.CatalogAnswer;
import menhir.replica.CatalogQuery;
import menhir.replica.CatalogRead;
import menhir.replication.CoherentCache;

/**
 * Lookups that the cache could not answer. Each is sent to a catalog replica, to be answered at the index that the cache
 * requires, and to the next one when there is no answer: {@link ReplicaSelector}. Without a lease it waits for one.
 *
 * <p>Equal queries share a read, as long as nothing that they are about has changed since that read was sent.
 */
class PendingLookups {
    /** A replica that has not answered for this long is skipped. */
    private static final long ATTEMPT_MILLIS = 400;

    /** How often a skipped replica is asked whether it is back. */
    private static final long PROBE_MILLIS = 500;

    /** Sends a read to a catalog replica. */
    interface Output {
        void read(int slot, CatalogRead read);
    }

    private static final class Pending {
        final long id;
        final CatalogQuery query;
        final long deadline;
        final Runnable timer;
        final List<PendingReply<?>> replies = new ArrayList<>(1);
        boolean sent;
        int slot;
        long sentAt;
        long minIndex;
        long generation;

        Pending(long id, CatalogQuery query, long deadline, Runnable timer) {
            this.id = id;
            this.query = query;
            this.deadline = deadline;
            this.timer = timer;
        }
    }

    private final FrontEndSettings settings;
    private final ReplicaSelector selector;
    private final CoherentCache<CacheValue> cache;
    private final Output output;
    private final BackendTimers timers;
    private final Map<Long, Pending> pending = new HashMap<>();
    private final Map<CatalogQuery, Pending> newest = new HashMap<>();
    private long lastId = CatalogRead.PROBE;
    private int waiting;
    private boolean anyUnsent;
    private long probedAt = Long.MIN_VALUE / 2;

    PendingLookups(
            FrontEndSettings settings,
            ReplicaSelector selector,
            CoherentCache<CacheValue> cache,
            Output output,
            BackendTimers timers) {
        this.settings = settings;
        this.selector = selector;
        this.cache = cache;
        this.output = output;
        this.timers = timers;
    }

    void begin(CatalogQuery query, PendingReply<?> reply, long now) {
        if (waiting >= settings.maxPending()) {
            reply.fail(settings.overloaded());
            return;
        }
        waiting++;
        Pending shared = newest.get(query);
        if (shared != null && mayShare(shared.sent, shared.generation, shared.minIndex, query, now)) {
            shared.replies.add(reply);
            return;
        }
        lastId++;
        Pending added = new Pending(lastId, query, now + settings.readMillis(), timers.startRead());
        added.replies.add(reply);
        pending.put(added.id, added);
        newest.put(query, added);
        send(added, selector.first(), now);
    }

    /**
     * Whether a new caller may share a read that was sent with a minimum index in a generation of the cache. Without the
     * lease this front-end is not told of changes, so an earlier read may be outdated.
     */
    boolean mayShare(boolean sent, long generation, long minIndex, CatalogQuery query, long now) {
        return !sent
                || (cache.leaseRunning(now)
                        && generation == cache.generation()
                        && minIndex == CachedQuery.minIndex(query, cache));
    }

    private void send(Pending read, int slot, long now) {
        read.slot = slot;
        if (!cache.leaseRunning(now)) {
            read.sent = false;
            anyUnsent = true;
            return;
        }
        read.sent = true;
        read.sentAt = now;
        read.generation = cache.generation();
        read.minIndex = CachedQuery.minIndex(read.query, cache);
        output.read(slot, new CatalogRead(read.id, read.query, read.minIndex, ATTEMPT_MILLIS));
    }

    /** An answer. It was true at a moment after the read was sent, and so after each caller came. */
    void onAnswer(CatalogAnswer answer, long now) {
        selector.answered(answer.slot());
        Pending read = pending.get(answer.request());
        if (read == null || !read.sent || answer.index() < read.minIndex) {
            return;
        }
        remove(read);
        read.timer.run();
        CachedQuery.remember(read.query, answer, cache, read.generation, now);
        read.replies.forEach(reply -> reply.complete(answer));
    }

    /** Sends what waits for a lease, if one is running. */
    void onLease(long now) {
        if (anyUnsent && cache.leaseRunning(now)) {
            anyUnsent = false;
            List.copyOf(pending.values()).stream()
                    .filter(read -> !read.sent)
                    .forEach(read -> send(read, selector.first(), now));
        }
    }

    /** The cache was cleared, perhaps by another leader: the old one's minimum index may never be reached. */
    void sendAllAgain(long now) {
        anyUnsent = false;
        List.copyOf(pending.values()).forEach(read -> send(read, selector.first(), now));
    }

    void tick(long now) {
        onLease(now);
        for (Pending read : List.copyOf(pending.values())) {
            if (now >= read.deadline) {
                fail(read);
            } else if (read.sent && now - read.sentAt >= ATTEMPT_MILLIS) {
                selector.unanswered(read.slot);
                send(read, selector.after(read.slot), now);
            }
        }
        if (now - probedAt >= PROBE_MILLIS && cache.leaseRunning(now)) {
            probedAt = now;
            selector.skipped().forEach(this::probe);
        }
    }

    /** A replica that answers this has applied all that this front-end has heard of. */
    private void probe(int slot) {
        output.read(
                slot,
                new CatalogRead(
                        CatalogRead.PROBE, new CatalogQuery.ByName(""), cache.minIndexForAll(), ATTEMPT_MILLIS));
    }

    void failAll() {
        List.copyOf(pending.values()).forEach(this::fail);
    }

    private void fail(Pending read) {
        remove(read);
        read.replies.forEach(reply -> reply.fail(settings.noLeader()));
    }

    private void remove(Pending read) {
        pending.remove(read.id);
        newest.remove(read.query, read);
        waiting -= read.replies.size();
    }
}
