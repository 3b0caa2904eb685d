package menhir.client;

import org.jspecify.annotations.Nullable;

/** What became of an order that a server has answered. */
sealed interface OrderAnswer {

    /**
     * The order stands.
     *
     * @param order as the answer shows it; null in a dialect that gives the number only
     * @param replayed when an earlier attempt had placed it and only its answer was lost
     */
    record Accepted(long number, @Nullable OrderView order, boolean replayed) implements OrderAnswer {}

    /** Nothing was changed: not enough stock, or no such item. */
    record Refused(int status, String why) implements OrderAnswer {}
}
