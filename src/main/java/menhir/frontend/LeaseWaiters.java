package menhir.frontend;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import menhir.replication.CoherentCache;

/** Reads of the whole catalog that wait for a lease: without one nobody can say from which index on they are current. */
final class LeaseWaiters {
    private record Pending(CompletableFuture<Long> answer, long deadline) {}

    private final FrontEndSettings settings;
    private final CoherentCache<?> cache;
    private final Deque<Pending> pending = new ArrayDeque<>();

    LeaseWaiters(FrontEndSettings settings, CoherentCache<?> cache) {
        this.settings = settings;
        this.cache = cache;
    }

    void begin(CompletableFuture<Long> answer, long now) {
        if (cache.leaseRunning(now)) {
            answer.complete(cache.demandForAll());
        } else if (pending.size() >= settings.maxPending()) {
            answer.completeExceptionally(settings.overloaded());
        } else {
            pending.add(new Pending(answer, now + settings.readMillis()));
        }
    }

    /** Answers all if there is a lease by now, and those that have waited too long. */
    void tick(long now) {
        if (cache.leaseRunning(now)) {
            pending.forEach(each -> each.answer().complete(cache.demandForAll()));
            pending.clear();
        }
        while (!pending.isEmpty() && pending.getFirst().deadline() <= now) {
            pending.removeFirst().answer().completeExceptionally(settings.noLeader());
        }
    }

    void failAll() {
        pending.forEach(each -> each.answer().completeExceptionally(settings.noLeader()));
        pending.clear();
    }
}
