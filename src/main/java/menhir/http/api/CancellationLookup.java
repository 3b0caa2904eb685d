package menhir.http.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import menhir.service.StoreService;
import menhir.store.Cancellation;
import menhir.store.CancelledOrders;
import menhir.store.Order;
import menhir.store.OrderCancelled;
import org.jspecify.annotations.Nullable;

/** Looks up whether orders were cancelled: as current as the lookup of an item. */
final class CancellationLookup {
    private final StoreService service;

    CancellationLookup(StoreService service) {
        this.service = service;
    }

    /** What was cancelled of an order; null if nothing was. */
    CompletionStage<@Nullable Cancellation> of(String store, Order order) {
        return block(store, order).thenCompose(block -> {
            long index = block == null ? 0 : block.indexOf(order.number());
            return index == 0 ? CompletableFuture.completedFuture(null) : read(store, index);
        });
    }

    private CompletionStage<@Nullable Cancellation> read(String store, long index) {
        return service.entries(store, index - 1, 1)
                .thenApply(page -> ((OrderCancelled) page.events().get(0).entry()).cancellation(index));
    }

    /** By number, index of the log entry by which an order was cancelled; those that were not are left out. */
    CompletionStage<Map<Long, Long>> indexesOf(String store, List<Order> orders) {
        Map<Long, Long> indexes = new ConcurrentHashMap<>();
        Map<String, Order> oneOfEachBlock = new HashMap<>();
        orders.forEach(order -> oneOfEachBlock.put(CancelledOrders.nameOf(order.number()), order));
        CompletableFuture<?>[] added = oneOfEachBlock.values().stream()
                .map(one -> block(store, one)
                        .thenAccept(block -> add(block, orders, indexes))
                        .toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(added).thenApply(done -> indexes);
    }

    private static void add(@Nullable CancelledOrders block, List<Order> orders, Map<Long, Long> indexes) {
        if (block == null) {
            return;
        }
        for (Order order : orders) {
            long index = block.indexOf(order.number());
            if (index > 0) {
                indexes.put(order.number(), index);
            }
        }
    }

    private CompletionStage<@Nullable CancelledOrders> block(String store, Order order) {
        return service.lookup(store, CancelledOrders.nameOf(order.number()))
                .thenApply(lookup -> (CancelledOrders) lookup.value());
    }
}
