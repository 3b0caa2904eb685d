package menhir.http.api;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import menhir.http.server.HttpLimits;
import menhir.service.StoreService;
import menhir.store.Board;
import menhir.store.Item;

/** Names that a store knows, as they were a moment ago. They are read at most every few seconds. Thread-safe. */
final class KnownNames {
    private static final long READ_EVERY_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Without a question a problem is good enough: nobody waits long for one. */
    private static final long WAIT_MILLIS = 300;

    private final StoreService service;
    private final String store;
    private volatile Collection<String> names = List.of();
    private CompletableFuture<Collection<String>> reading = CompletableFuture.completedFuture(List.of());
    private long readAtNanos = System.nanoTime() - READ_EVERY_NANOS;

    KnownNames(StoreService service, String store) {
        this.service = service;
        this.store = store;
    }

    /** The names; those that were read before, or none, if they cannot be read soon. */
    CompletionStage<Collection<String>> get() {
        return reading()
                .copy()
                .completeOnTimeout(names, WAIT_MILLIS, TimeUnit.MILLISECONDS)
                .exceptionally(failure -> names);
    }

    private synchronized CompletableFuture<Collection<String>> reading() {
        long now = System.nanoTime();
        if (reading.isDone() && now - readAtNanos >= READ_EVERY_NANOS) {
            readAtNanos = now;
            reading = read().toCompletableFuture();
        }
        return reading;
    }

    private CompletionStage<Collection<String>> read() {
        return service.items(store, null, null, HttpLimits.MAX_PAGE)
                .thenCombine(service.boards(store, "", null, HttpLimits.MAX_PAGE), (items, boards) -> {
                    Set<String> found = new TreeSet<>();
                    items.items().stream().map(Item::name).forEach(found::add);
                    for (Board board : boards.boards()) {
                        found.add(board.title());
                        board.counters().forEach(counter -> found.add(counter.name()));
                    }
                    names = found;
                    return found;
                });
    }
}
