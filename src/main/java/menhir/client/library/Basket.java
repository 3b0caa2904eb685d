package menhir.client.library;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import menhir.client.http.Json;
import org.jspecify.annotations.Nullable;

/** Items and how many of each, for one customer or for nobody. Immutable. */
public final class Basket {
    private static final int MOST_LINES = 100;

    private final Map<String, Integer> lines;
    private final @Nullable String customer;

    private Basket(Map<String, Integer> lines, @Nullable String customer) {
        this.lines = Collections.unmodifiableMap(lines);
        this.customer = customer;
    }

    /**
     * A basket with one item.
     *
     * @param quantity 1 to 1,000,000
     */
    public static Basket of(String item, int quantity) {
        return new Basket(Map.of(), null).and(item, quantity);
    }

    /**
     * This basket and some of another item, or more of an item that it has.
     *
     * @param quantity 1 to 1,000,000
     * @throws IllegalArgumentException if it is not, or the basket would have more than 100 items
     */
    public Basket and(String item, int quantity) {
        Map<String, Integer> more = new LinkedHashMap<>(lines);
        int sum = Math.addExact(more.getOrDefault(item, 0), quantity);
        if (quantity < 1 || sum > 1_000_000) {
            throw new IllegalArgumentException("a quantity must be from 1 to 1000000");
        }
        more.put(item, sum);
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
        return new Basket(lines, id);
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
