package menhir.frontend;

import akka.actor.typed.ActorRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import menhir.frontend.StoreService.Lookup;
import menhir.replica.CatalogReplica.ItemRead;
import menhir.replica.CatalogReplica.ReadItem;
import menhir.replication.CoherentCache;

/**
 * Lookups that the cache could not answer. Each asks a catalog replica for the item at the index that the cache demands,
 * the nearest replica first, the next one when there is no answer. Without a lease it waits for one.
 *
 * <p>Lookups of one item share a read, as long as nothing has changed the item since that read was sent.
 */
final class PendingLookups {
    /** A replica that has not answered for so long is passed over. */
    private static final long TRY_MILLIS = 400;

    private static final class Pending {
        final long id;
        final String item;
        final long deadline;
        final List<CompletableFuture<Lookup>> answers = new ArrayList<>(1);
        boolean sent;
        int tries;
        long sentAt;
        long demand;
        long generation;

        Pending(long id, String item, long deadline) {
            this.id = id;
            this.item = item;
            this.deadline = deadline;
        }
    }

    private final FrontEndSettings settings;
    private final CoherentCache<CachedItem> cache;
    private final ActorRef<ItemRead> replyTo;
    private final Map<Long, Pending> pending = new HashMap<>();
    private final Map<String, Pending> newest = new HashMap<>();
    private long lastId;
    private int waiting;
    private boolean anyUnsent;

    PendingLookups(FrontEndSettings settings, CoherentCache<CachedItem> cache, ActorRef<ItemRead> replyTo) {
        this.settings = settings;
        this.cache = cache;
        this.replyTo = replyTo;
    }

    void begin(String item, CompletableFuture<Lookup> answer, long now) {
        if (waiting >= settings.maxPending()) {
            answer.completeExceptionally(settings.overloaded());
            return;
        }
        waiting++;
        Pending shared = newest.get(item);
        if (shared != null && stillCurrent(shared, now)) {
            shared.answers.add(answer);
            return;
        }
        lastId++;
        Pending added = new Pending(lastId, item, now + settings.readMillis());
        added.answers.add(answer);
        pending.put(added.id, added);
        newest.put(item, added);
        send(added, now);
    }

    /** Without the lease no one tells this front-end what changes: a read sent before says nothing about now. */
    private boolean stillCurrent(Pending read, long now) {
        return !read.sent
                || (cache.leaseRunning(now)
                        && read.generation == cache.generation()
                        && read.demand == cache.demand(read.item));
    }

    private void send(Pending read, long now) {
        if (!cache.leaseRunning(now)) {
            read.sent = false;
            anyUnsent = true;
            return;
        }
        int slot = settings.slotForTry(read.tries);
        read.tries++;
        read.sent = true;
        read.sentAt = now;
        read.generation = cache.generation();
        read.demand = cache.demand(read.item);
        settings.catalogs().tell(slot, new ReadItem(read.id, read.item, read.demand, TRY_MILLIS, replyTo));
    }

    /** An answer. It was true at some moment since the read was sent, and so since each of its lookups came. */
    void onRead(ItemRead answer, long now) {
        Pending read = pending.get(answer.request());
        if (read == null || !read.sent || answer.index() < read.demand) {
            return;
        }
        remove(read);
        CachedItem item = CachedItem.of(answer.value());
        cache.offer(read.item, item, answer.index(), read.generation, now);
        Lookup lookup = item.miss();
        read.answers.forEach(future -> future.complete(lookup));
    }

    /** The lease runs: send what waited for it. */
    void onLease(long now) {
        if (anyUnsent && cache.leaseRunning(now)) {
            anyUnsent = false;
            List.copyOf(pending.values()).stream().filter(read -> !read.sent).forEach(read -> send(read, now));
        }
    }

    /** The cache began anew, perhaps under another leader: what the old one demanded may never be. */
    void startAgain(long now) {
        anyUnsent = false;
        List.copyOf(pending.values()).forEach(read -> send(read, now));
    }

    void tick(long now) {
        onLease(now);
        for (Pending read : List.copyOf(pending.values())) {
            if (now >= read.deadline) {
                remove(read);
                read.answers.forEach(future -> future.completeExceptionally(settings.noLeader()));
            } else if (read.sent && now - read.sentAt >= TRY_MILLIS) {
                send(read, now);
            }
        }
    }

    void failAll() {
        List.copyOf(pending.values()).forEach(read -> {
            remove(read);
            read.answers.forEach(future -> future.completeExceptionally(settings.noLeader()));
        });
    }

    private void remove(Pending read) {
        pending.remove(read.id);
        newest.remove(read.item, read);
        waiting -= read.answers.size();
    }
}
