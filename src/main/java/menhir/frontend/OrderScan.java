package menhir.frontend;

import java.util.ArrayList;
import java.util.List;
import menhir.service.OrderQuery;
import menhir.service.StoreService.OrderPage;
import menhir.store.Order;
import org.jspecify.annotations.Nullable;

/**
 * Collects one page of a query out of ranges of consecutive orders, and ends when the page is full, when there are no more
 * orders, or when it has seen {@link OrderQuery#MAX_SCANNED}. For one thread at a time.
 */
public final class OrderScan {
    /** Most orders that are read, and decoded, at once. */
    static final int RANGE = 250;

    /** Order numbers, both inclusive. */
    public record Range(long first, long last) {}

    private final OrderQuery query;
    private final long first;
    private final long last;
    private final List<Order> matching = new ArrayList<>();
    private long scanned;

    /** @param lastNumber the highest released number, as far as the query needs it */
    public OrderScan(OrderQuery query, long lastNumber) {
        this.query = query;
        this.first = query.newestFirst() ? 1 : query.cursor() + 1;
        this.last = query.newestFirst() ? Math.min(query.cursor() - 1, lastNumber) : lastNumber;
    }

    /** The numbers to read next; null if the page is complete. */
    public @Nullable Range next() {
        long left = Math.min(last - first + 1 - scanned, OrderQuery.MAX_SCANNED - scanned);
        if (left <= 0 || matching.size() >= query.limit()) {
            return null;
        }
        long wanted = query.isFiltered() ? RANGE : query.limit() - matching.size();
        long count = Math.min(Math.min(left, RANGE), wanted);
        return query.newestFirst()
                ? new Range(last - scanned - count + 1, last - scanned)
                : new Range(first + scanned, first + scanned + count - 1);
    }

    /** All orders of {@link #next}, by number. */
    public void add(List<Order> orders) {
        for (int i = 0; i < orders.size() && matching.size() < query.limit(); i++) {
            Order order = orders.get(query.newestFirst() ? orders.size() - 1 - i : i);
            scanned++;
            if (query.matches(order)) {
                matching.add(order);
            }
        }
    }

    public OrderPage page() {
        long end = query.newestFirst() ? last - scanned + 1 : first + scanned - 1;
        boolean more = scanned < last - first + 1;
        return new OrderPage(List.copyOf(matching), more ? (Long) end : null);
    }
}
