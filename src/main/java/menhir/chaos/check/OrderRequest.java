package menhir.chaos.check;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * An order that a client sends.
 *
 * @param key the idempotency key, the same in all attempts
 * @param lines quantity by item
 */
public record OrderRequest(String key, boolean buy, SortedMap<String, Long> lines) {
    private static final JsonMapper MAPPER = new JsonMapper();

    public OrderRequest {
        lines = Collections.unmodifiableSortedMap(new TreeMap<>(lines));
    }

    /** An order to buy one item, with a new key. */
    public static OrderRequest buy(String item, long quantity) {
        return of(true, Map.of(item, quantity));
    }

    /** An order to sell one item, with a new key. */
    public static OrderRequest sell(String item, long quantity) {
        return of(false, Map.of(item, quantity));
    }

    /** An order with a new key. */
    public static OrderRequest of(boolean buy, Map<String, Long> lines) {
        return new OrderRequest(UUID.randomUUID().toString(), buy, new TreeMap<>(lines));
    }

    /** The body of the request. */
    public String toJson() {
        ObjectNode order = MAPPER.createObjectNode().put("type", buy ? "buy" : "sell");
        if (lines.size() == 1) {
            return order.put("item", lines.firstKey())
                    .put("quantity", lines.get(lines.firstKey()))
                    .toString();
        }
        ArrayNode array = order.putArray("lines");
        lines.forEach((item, quantity) -> array.addObject().put("item", item).put("quantity", quantity));
        return order.toString();
    }

    /** Whether an order is the same, apart from the key. */
    public boolean isLike(boolean otherBuy, SortedMap<String, Long> otherLines) {
        return buy == otherBuy && lines.equals(otherLines);
    }

    @Override
    public String toString() {
        return (buy ? "buy " : "sell ") + lines;
    }
}
