package menhir.client.api;

import java.util.UUID;
import menhir.client.TerminalText;

/**
 * An order as a client sends it.
 *
 * @param key its idempotency key, kept through every retry
 */
public record OrderRequest(Trade type, String item, int quantity, String key) {

    /** An order under a key that no other run has used: never derived from the seed, or a second run would only replay. */
    public static OrderRequest fresh(Trade type, String item, int quantity) {
        return new OrderRequest(type, item, quantity, UUID.randomUUID().toString());
    }

    @Override
    public String toString() {
        return type.wireName() + " " + quantity + " of " + TerminalText.line(item);
    }
}
