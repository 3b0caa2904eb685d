package menhir.client.api;

import menhir.client.http.Request;
import org.jspecify.annotations.Nullable;

/**
 * Which placed orders to list.
 *
 * @param newestFirst whether the highest number comes first
 * @param limit most orders
 * @param item only orders with this item; null for all
 * @param from only orders placed at or after this instant of ISO 8601; null for all
 * @param to only orders placed before this instant; null for all
 */
public record OrderListing(
        boolean newestFirst,
        int limit,
        @Nullable String item,
        @Nullable String from,
        @Nullable String to) {
    private static final int PAGE_ORDERS = 500;

    /** The query of a page. */
    String query(@Nullable Long cursor) {
        return "?order=" + (newestFirst ? "newest" : "oldest")
                + "&limit=" + Math.min(limit, PAGE_ORDERS)
                + parameter(newestFirst ? "before" : "after", cursor == null ? null : cursor.toString())
                + parameter("item", item)
                + parameter("from", from)
                + parameter("to", to);
    }

    private static String parameter(String name, @Nullable String value) {
        return value == null ? "" : "&" + name + "=" + Request.encode(value);
    }

    /** Whether a page's {@code next} is beyond the cursor of the page, in the direction of the listing. */
    public boolean leadsOn(@Nullable Long cursor, @Nullable Long next) {
        return next != null && (cursor == null || (newestFirst ? next < cursor : next > cursor));
    }
}
