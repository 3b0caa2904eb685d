package menhir.client.api;

import java.util.UUID;
import menhir.client.terminal.TerminalText;

/**
 * An order as a client sends it.
 *
 * @param item the item's name; in the dialect books its number
 * @param quantity 1 to {@link #MAX_QUANTITY}
 * @param key its idempotency key, the same for every attempt
 */
public record OrderRequest(Trade type, String item, int quantity, String key) {

    /** The largest quantity that the API allows in an order. */
    public static final int MAX_QUANTITY = 1_000_000;

    /** An order under a new random key. Keys never come from a run's seed, or a second run would only replay the first. */
    public static OrderRequest fresh(Trade type, String item, int quantity) {
        return new OrderRequest(type, item, quantity, UUID.randomUUID().toString());
    }

    @Override
    public String toString() {
        return type.wireName() + " " + quantity + " of " + TerminalText.line(item);
    }
}
