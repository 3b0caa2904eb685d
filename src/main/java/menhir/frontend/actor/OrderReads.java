package menhir.frontend.actor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import menhir.frontend.OrderScan;
import menhir.frontend.RecentOrders;
import menhir.replica.LogReplies.OrdersRead;
import menhir.replica.actor.LocalOrders;
import menhir.replication.LogEntry;
import menhir.service.OrderQuery;
import menhir.service.StoreService.OrderPage;
import menhir.store.Entry;
import menhir.store.EntryCodec;
import menhir.store.Order;
import org.jspecify.annotations.Nullable;

/**
 * Reads of a store's orders at a node: from memory, else from the database of a slot on this node, else by the front-end. The
 * first two have released orders only, and those never change; only the front-end, which asks the leader, can say that there
 * is no such order.
 */
final class OrderReads {
    /** Above all numbers: only the leader can say that there is no such order, and so which one is the last. */
    private static final long AFTER_ALL = Long.MAX_VALUE / 2;

    private final ClusterStoreService.Store store;
    private final RecentOrders recent;
    private final LocalOrders local;

    OrderReads(ClusterStoreService.Store store) {
        this.store = store;
        this.recent = store.orders().recent();
        this.local = store.orders().local();
    }

    /** The order with a number; null if there is none. */
    CompletionStage<@Nullable Order> order(long number) {
        if (number < 1) {
            return CompletableFuture.completedFuture(null);
        }
        Order known = recent.get(number);
        if (known != null) {
            return CompletableFuture.completedFuture(known);
        }
        return here(number, number).thenCompose(found -> found.isEmpty() ? vouched(number) : completed(found.get(0)));
    }

    /**
     * An order with the index of its log entry.
     *
     * @param index from 1
     */
    record Placed(Order order, long index) {}

    /** The order with a number and its place in the log; null if there is none. */
    CompletionStage<@Nullable Placed> placed(long number) {
        return atReplicas(number - 1, 1).thenApply(read -> {
            List<Order> orders = decode(read.entries());
            if (!orders.isEmpty() && read.firstIndex() < 1) {
                // A node of an earlier version does not say where the order is. Another one does.
                throw store.settings().noLeader();
            }
            return orders.isEmpty() ? null : new Placed(orders.get(0), read.firstIndex());
        });
    }

    private CompletionStage<@Nullable Order> vouched(long number) {
        return atReplicas(number - 1, 1).thenApply(read -> {
            List<Order> orders = decode(read.entries());
            return orders.isEmpty() ? null : orders.get(0);
        });
    }

    private static <T> CompletionStage<T> completed(T found) {
        return CompletableFuture.completedFuture(found);
    }

    /** All orders with numbers above {@code after}. */
    private CompletionStage<OrderPage> page(long after, int limit) {
        long last = after + limit;
        // With the order after it, it is no last page.
        return here(after + 1, last, last + 1)
                .thenCompose(found -> found.isEmpty()
                        ? vouchedPage(after, limit)
                        : CompletableFuture.completedFuture(pageOf(found, Long.MAX_VALUE)));
    }

    /** A page of a query; it reads a bounded number of orders. */
    CompletionStage<OrderPage> page(OrderQuery query) {
        return query.newestFirst() || query.isFiltered()
                ? lastNumberFor(query).thenCompose(last -> scan(new OrderScan(query, last)))
                : page(Math.max(0, query.cursor()), query.limit());
    }

    /** The highest released number, or a lower one that is above all that a page of the query can reach. */
    private CompletionStage<Long> lastNumberFor(OrderQuery query) {
        long known = local.lastNumber();
        boolean enough =
                query.newestFirst() ? query.cursor() <= known : query.cursor() < known - OrderQuery.MAX_SCANNED;
        return enough
                ? CompletableFuture.completedFuture(known)
                : atReplicas(AFTER_ALL, 1).thenApply(OrdersRead::lastNumber);
    }

    private CompletionStage<OrderPage> scan(OrderScan scan) {
        OrderScan.Range range = scan.next();
        if (range == null) {
            return CompletableFuture.completedFuture(scan.page());
        }
        return all(range.first(), range.last()).thenCompose(orders -> {
            scan.add(orders);
            return scan(scan);
        });
    }

    /** The orders with the numbers {@code first..last}, which are released. */
    private CompletionStage<List<Order>> all(long first, long last) {
        return here(first, last)
                .thenCompose(found -> found.isEmpty() ? fromReplicas(first, last) : completed(found))
                .thenCompose(found -> found.size() > last - first
                        ? completed(found)
                        : all(first + found.size(), last).thenApply(rest -> joined(found, rest)));
    }

    private CompletionStage<List<Order>> fromReplicas(long first, long last) {
        return atReplicas(first - 1, (int) (last - first + 1)).thenApply(read -> {
            if (read.entries().isEmpty()) {
                throw store.settings().noLeader();
            }
            return decode(read.entries());
        });
    }

    private static List<Order> joined(List<Order> orders, List<Order> rest) {
        List<Order> all = new ArrayList<>(orders);
        all.addAll(rest);
        return all;
    }

    private CompletionStage<OrderPage> vouchedPage(long after, int limit) {
        // One more than the page has: a replica that has no more orders than these lets the leader say that these are
        // all.
        return atReplicas(after, Math.min(limit, Integer.MAX_VALUE - 1) + 1).thenApply(read -> {
            List<Order> orders = decode(read.entries());
            return pageOf(orders.size() > limit ? orders.subList(0, limit) : orders, read.lastNumber());
        });
    }

    private static OrderPage pageOf(List<Order> orders, long lastNumber) {
        long last =
                orders.isEmpty() ? lastNumber : orders.get(orders.size() - 1).number();
        return new OrderPage(orders, last < lastNumber ? (Long) last : null);
    }

    private CompletionStage<List<Order>> here(long first, long last) {
        return here(first, last, last);
    }

    /** Orders that this node has, none if it is not sure that {@code atLeast} is released. */
    private CompletionStage<List<Order>> here(long first, long last, long atLeast) {
        if (first < 1 || last < first || atLeast < last) {
            return CompletableFuture.completedFuture(List.of());
        }
        List<Order> known = recent.range(first, last);
        if (!known.isEmpty() && (atLeast == last || recent.get(atLeast) != null)) {
            return CompletableFuture.completedFuture(known);
        }
        if (atLeast > local.lastNumber()) {
            return CompletableFuture.completedFuture(List.of());
        }
        // If the database cannot be read now, the front-end finds another replica.
        return local.read(first, last)
                .handle((entries, failure) -> failure == null ? decode(entries) : List.<Order>of());
    }

    private CompletionStage<OrdersRead> atReplicas(long after, int limit) {
        return store.ask(reply -> new FrontEnd.ReadOrders(after, limit, reply));
    }

    /** Decodes orders that were read, so released, and remembers them. */
    private List<Order> decode(List<LogEntry> entries) {
        List<Order> orders = entries.stream().map(OrderReads::orderOf).toList();
        orders.forEach(recent::add);
        return orders;
    }

    private static Order orderOf(LogEntry entry) {
        if (EntryCodec.decode(entry.payload()) instanceof Entry.OrderPlaced placed) {
            return placed.order();
        }
        throw new IllegalStateException("the entry with order number " + entry.number() + " is not an order");
    }
}
