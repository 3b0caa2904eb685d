package menhir.frontend;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import menhir.store.Order;
import menhir.store.PricedLine;
import org.jspecify.annotations.Nullable;

/**
 * The newest released orders of a store, in memory. A released order never changes and its number is never used again, so
 * what is here is true for ever, and needs no lease. What is not here may exist all the same: only a leader can say that
 * there is no such order.
 *
 * <p>Bounded in bytes. When it is full, the lowest numbers make room, whichever of them were read: what comes next is asked
 * for by those who have just placed it. Thread-safe.
 */
public final class RecentOrders {
    /** About what an order takes on the heap beside its lines: the order, its key, its node, its list of lines. */
    private static final int ORDER_BYTES = 136;

    /** About what a line takes beside the characters of its name: the line, its price, its name. */
    private static final int LINE_BYTES = 128;

    private final long maxBytes;
    private final ConcurrentSkipListMap<Long, Order> orders = new ConcurrentSkipListMap<>();
    private final AtomicLong bytes = new AtomicLong();

    /** @param maxBytes about how much of the heap it may take; 0 turns it off */
    public RecentOrders(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Remembers an order, which must be released. One that is older than all here is ignored if there is no room. */
    public void add(Order released) {
        long size = sizeOf(released);
        if (isTooOld(released.number(), size) || orders.putIfAbsent(released.number(), released) != null) {
            return;
        }
        bytes.addAndGet(size);
        while (bytes.get() > maxBytes) {
            Map.Entry<Long, Order> lowest = orders.pollFirstEntry();
            if (lowest == null) {
                return;
            }
            bytes.addAndGet(-sizeOf(lowest.getValue()));
        }
    }

    private boolean isTooOld(long number, long size) {
        if (bytes.get() + size <= maxBytes) {
            return false;
        }
        Map.Entry<Long, Order> lowest = orders.firstEntry();
        return size > maxBytes || (lowest != null && number < lowest.getKey());
    }

    /** The order with a number; null if it is not here. */
    public @Nullable Order get(long number) {
        return orders.get(number);
    }

    /** The orders with the numbers {@code first..last} in their order; none if one of them is not here. */
    public List<Order> range(long first, long last) {
        List<Order> found = new ArrayList<>();
        for (Order order : orders.subMap(first, true, last, true).values()) {
            if (order.number() != first + found.size()) {
                return List.of();
            }
            found.add(order);
        }
        return found.size() == last - first + 1 ? found : List.of();
    }

    /** About how much of the heap the orders take. */
    public long bytes() {
        return bytes.get();
    }

    static long sizeOf(Order order) {
        long size = ORDER_BYTES;
        for (PricedLine line : order.lines()) {
            size += LINE_BYTES + 2L * line.item().length();
        }
        return size;
    }
}
