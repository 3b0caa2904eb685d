package menhir.client.library;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import menhir.client.http.Json;
import org.jspecify.annotations.Nullable;

/**
 * Items and how many of each, for one customer or for nobody. Immutable. Lines are sorted, so that a basket is the same request
 * under its key in whatever order it was filled.
 */
public final class Basket {
    private static final int MOST_LINES = 100;
    private static final int MOST = 1_000_000;

    private final SortedMap<String, Integer> lines;
    private final @Nullable String customer;

    private Basket(SortedMap<String, Integer> lines, @Nullable String customer) {
        this.lines = Collections.unmodifiableSortedMap(lines);
        this.customer = customer;
    }

    /**
     * A basket with one item.
     *
     * @param quantity 1 to 1,000,000
     */
    public static Basket of(String item, int quantity) {
        return new Basket(Collections.emptySortedMap(), null).and(item, quantity);
    }

    /**
     * This basket and some of another item, or more of an item that it has.
     *
     * @param quantity 1 to 1,000,000
     * @throws IllegalArgumentException if it is not, or the basket would have more than 100 items
     */
    public Basket and(String item, int quantity) {
        SortedMap<String, Integer> more = new TreeMap<>(lines);
        long sum = (long) more.getOrDefault(requireName(item), 0) + quantity;
        if (quantity < 1 || sum > MOST) {
            throw new IllegalArgumentException("a quantity must be from 1 to " + MOST);
        }
        more.put(item, (int) sum);
        if (more.size() > MOST_LINES) {
            throw new IllegalArgumentException("a basket has at most " + MOST_LINES + " items");
        }
        return new Basket(more, customer);
    }

    /**
     * This basket, for a customer: items with a limit per customer need one.
     *
     * @param id 1 to 100 characters that the store only compares
     */
    public Basket forCustomer(String id) {
        return new Basket(lines, requireName(id));
    }

    /** A name that can be sent: neither null nor empty. */
    static String requireName(String name) {
        if (name == null || name.isEmpty()) {
            throw new IllegalArgumentException("a name must not be empty");
        }
        return name;
    }

    ObjectNode json() {
        ObjectNode json = Json.object();
        ArrayNode array = json.putArray("lines");
        lines.forEach((item, quantity) -> array.addObject().put("item", item).put("quantity", quantity));
        if (customer != null) {
            json.put("customer", customer);
        }
        return json;
    }
}
