package menhir.client.api;

import org.jspecify.annotations.Nullable;

/** What became of an order that a server has answered. */
public sealed interface OrderOutcome {

    /** Instead of a number, from a server that gives none. */
    long UNNUMBERED = 0;

    /**
     * The order stands.
     *
     * @param order as the answer shows it; null in a dialect that gives the number only
     * @param replayed when an earlier attempt had placed it and only its answer was lost
     */
    record Accepted(long number, @Nullable OrderView order, boolean replayed) implements OrderOutcome {}

    /**
     * Nothing was changed.
     *
     * @param legitimate for want of stock, or of such an item; else the server takes a proper order for an improper one
     */
    record Refused(String why, boolean legitimate) implements OrderOutcome {}
}
