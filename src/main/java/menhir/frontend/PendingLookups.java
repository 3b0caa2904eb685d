package menhir.frontend;

import akka.actor.typed.ActorRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import menhir.replica.CatalogReplica;
import menhir.replica.CatalogReplica.ReadValue;
import menhir.replication.CoherentCache;

/**
 * Questions that the cache could not answer. Each is sent to a catalog replica, to be answered at the index that the cache
 * demands, and to the next one when there is no answer: {@link ReplicaSelector}. Without a lease it waits for one.
 *
 * <p>Equal questions share a read, as long as nothing that they are about has changed since that read was sent.
 */
final class PendingLookups {
    /** A replica that has not answered for so long is passed over. */
    private static final long TRY_MILLIS = 400;

    /** How often a replica that was passed over is asked whether it is back. */
    private static final long PROBE_MILLIS = 500;

    private static final class Pending {
        final long id;
        final CatalogQuery question;
        final long deadline;
        final long begunNanos = System.nanoTime();
        final List<PendingReply<?>> askers = new ArrayList<>(1);
        boolean sent;
        int slot;
        long sentAt;
        long demand;
        long generation;

        Pending(long id, CatalogQuery question, long deadline) {
            this.id = id;
            this.question = question;
            this.deadline = deadline;
        }
    }

    private final FrontEndSettings settings;
    private final ReplicaSelector turns;
    private final CoherentCache<CacheValue> cache;
    private final ActorRef<CatalogReplica.Answer> replyTo;
    private final BackendMetrics meter;
    private final Map<Long, Pending> pending = new HashMap<>();
    private final Map<CatalogQuery, Pending> newest = new HashMap<>();
    private long lastId;
    private int waiting;
    private boolean anyUnsent;
    private long probedAt = Long.MIN_VALUE / 2;

    PendingLookups(
            FrontEndSettings settings,
            ReplicaSelector turns,
            CoherentCache<CacheValue> cache,
            ActorRef<CatalogReplica.Answer> replyTo,
            BackendMetrics meter) {
        this.meter = meter;
        this.settings = settings;
        this.turns = turns;
        this.cache = cache;
        this.replyTo = replyTo;
    }

    void begin(CatalogQuery question, PendingReply<?> asker, long now) {
        if (waiting >= settings.maxPending()) {
            asker.fail(settings.overloaded());
            return;
        }
        waiting++;
        Pending shared = newest.get(question);
        if (shared != null && stillCurrent(shared, now)) {
            shared.askers.add(asker);
            return;
        }
        lastId++;
        Pending added = new Pending(lastId, question, now + settings.readMillis());
        added.askers.add(asker);
        pending.put(added.id, added);
        newest.put(question, added);
        send(added, turns.first(), now);
    }

    /** Without the lease no one tells this front-end what changes: a read sent before says nothing about now. */
    private boolean stillCurrent(Pending read, long now) {
        return !read.sent
                || (cache.leaseRunning(now)
                        && read.generation == cache.generation()
                        && read.demand == read.question.demand(cache));
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
        read.demand = read.question.demand(cache);
        settings.catalogs().tell(slot, read.question.read(read.id, read.demand, TRY_MILLIS, replyTo));
    }

    /** An answer. It was true at some moment since the read was sent, and so since each who asked came. */
    void onRead(CatalogReplica.Answer answer, long now) {
        turns.answered(answer.slot());
        Pending read = pending.get(answer.request());
        if (read == null || !read.sent || answer.index() < read.demand) {
            return;
        }
        remove(read);
        meter.read(read.begunNanos);
        read.question.remember(answer, cache, read.generation, now);
        read.askers.forEach(asker -> asker.tell(answer));
    }

    /** The lease runs: send what waited for it. */
    void onLease(long now) {
        if (anyUnsent && cache.leaseRunning(now)) {
            anyUnsent = false;
            List.copyOf(pending.values()).stream()
                    .filter(read -> !read.sent)
                    .forEach(read -> send(read, turns.first(), now));
        }
    }

    /** The cache began anew, perhaps under another leader: what the old one demanded may never be. */
    void startAgain(long now) {
        anyUnsent = false;
        List.copyOf(pending.values()).forEach(read -> send(read, turns.first(), now));
    }

    void tick(long now) {
        onLease(now);
        for (Pending read : List.copyOf(pending.values())) {
            if (now >= read.deadline) {
                fail(read);
            } else if (read.sent && now - read.sentAt >= TRY_MILLIS) {
                turns.unanswered(read.slot);
                send(read, turns.after(read.slot), now);
            }
        }
        if (now - probedAt >= PROBE_MILLIS && cache.leaseRunning(now)) {
            probedAt = now;
            turns.passedOver().forEach(this::probe);
        }
    }

    /** A replica that answers this has applied all that this front-end has heard of. */
    private void probe(int slot) {
        settings.catalogs()
                .tell(slot, new ReadValue(CatalogReplica.PROBE, "", cache.demandForAll(), TRY_MILLIS, replyTo));
    }

    void failAll() {
        List.copyOf(pending.values()).forEach(this::fail);
    }

    private void fail(Pending read) {
        remove(read);
        read.askers.forEach(asker -> asker.fail(settings.noLeader()));
    }

    private void remove(Pending read) {
        pending.remove(read.id);
        newest.remove(read.question, read);
        waiting -= read.askers.size();
    }
}
