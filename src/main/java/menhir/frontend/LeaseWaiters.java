package menhir.frontend;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import menhir.replication.CoherentCache;

/**
 * Reads of the whole catalog that wait for a cache lease: without one it is unknown from which index on they are current.
 * Each is answered with that index.
 */
final class LeaseWaiters {
    private record Waiting(CompletableFuture<Long> minIndex, long deadline) {}

    private final FrontEndSettings settings;
    private final CoherentCache<?> cache;
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    LeaseWaiters(FrontEndSettings settings, CoherentCache<?> cache) {
        this.settings = settings;
        this.cache = cache;
    }

    void await(CompletableFuture<Long> minIndex, long now) {
        if (cache.leaseRunning(now)) {
            minIndex.complete(cache.minIndexForAll());
        } else if (waiting.size() >= settings.maxPending()) {
            minIndex.completeExceptionally(settings.overloaded());
        } else {
            waiting.add(new Waiting(minIndex, now + settings.readMillis()));
        }
    }

    /** Answers all if a lease is running by now, and fails those that have waited too long. */
    void tick(long now) {
        if (cache.leaseRunning(now)) {
            waiting.forEach(each -> each.minIndex().complete(cache.minIndexForAll()));
            waiting.clear();
        }
        while (!waiting.isEmpty() && waiting.getFirst().deadline() <= now) {
            waiting.removeFirst().minIndex().completeExceptionally(settings.noLeader());
        }
    }

    void failAll() {
        waiting.forEach(each -> each.minIndex().completeExceptionally(settings.noLeader()));
        waiting.clear();
    }
}
