package menhir.service;

import menhir.store.Order;
import org.jspecify.annotations.Nullable;

/**
 * Which orders a page lists.
 *
 * @param newestFirst whether the highest number comes first
 * @param cursor where the page before ended: only higher numbers, from 0, or with {@code newestFirst} only lower ones, from 1
 * @param limit most orders of the page, from 1
 * @param item only orders with this item; null for all
 * @param fromMillis only orders placed at or after this time, milliseconds since 1970
 * @param toMillis only orders placed before this time
 */
public record OrderQuery(
        boolean newestFirst,
        long cursor,
        int limit,
        @Nullable String item,
        long fromMillis,
        long toMillis) {

    /** The cursor of the first page that begins with the newest order. */
    public static final long NEWEST = 999_999_999_999_999_999L;

    /** Most orders that are looked at for one page: it may have few of them, or none, and the next page goes on. */
    public static final int MAX_SCANNED = 2_000;

    /** All orders, the oldest first. */
    public static OrderQuery oldestFirst(long after, int limit) {
        return new OrderQuery(false, after, limit, null, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** Whether a page may leave out orders between those that it lists. */
    public boolean isFiltered() {
        return item != null || fromMillis != Long.MIN_VALUE || toMillis != Long.MAX_VALUE;
    }

    /** Whether an order is to be listed, wherever the page begins. */
    public boolean matches(Order order) {
        return order.timeMillis() >= fromMillis
                && order.timeMillis() < toMillis
                && (item == null
                        || order.lines().stream().anyMatch(line -> line.item().equals(item)));
    }
}
