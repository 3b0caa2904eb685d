package menhir.client.api;

import org.jspecify.annotations.Nullable;

/** The outcome of an order, from a server's response. */
public sealed interface OrderOutcome {

    /** The number of an order whose response shows none. */
    long UNNUMBERED = 0;

    /**
     * The order is placed.
     *
     * @param number from 1, or {@link #UNNUMBERED}
     * @param order as the response shows it; null in a dialect whose response has the number only
     * @param replayed whether an earlier attempt had placed it and only its response was lost
     */
    record Accepted(long number, @Nullable OrderView order, boolean replayed) implements OrderOutcome {}

    /**
     * The order is rejected; nothing was changed.
     *
     * @param expected whether a correct server may reject a valid order so (not enough stock, unknown item); false if it
     *     calls the order invalid
     */
    record Rejected(String reason, boolean expected) implements OrderOutcome {}
}
