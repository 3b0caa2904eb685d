package menhir.client;

import java.util.UUID;

/**
 * An order as a client sends it.
 *
 * @param key its idempotency key, kept through every retry
 */
record Wish(Trade type, String item, int quantity, String key) {

    /** An order under a key that no other run has used: never derived from the seed, or a second run would only replay. */
    static Wish fresh(Trade type, String item, int quantity) {
        return new Wish(type, item, quantity, UUID.randomUUID().toString());
    }

    @Override
    public String toString() {
        return type.wireName() + " " + quantity + " of " + Printable.line(item);
    }
}
