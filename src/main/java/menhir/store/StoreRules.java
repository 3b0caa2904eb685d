package menhir.store;

import org.jspecify.annotations.Nullable;

/**
 * What is the rule in one store and not in another. The same on every node, for any of them may lead.
 *
 * @param numbersItems whether every item has a number of its own, and a new one without gets the next
 * @param logsRefusals whether an order that cannot be done stands in the log too, so that its key gives the same answer again
 * @param restocking how items that ran out are filled up, or null if no one does it but clients
 */
public record StoreRules(
        boolean numbersItems,
        boolean logsRefusals,
        @Nullable Restocking restocking) {

    /** Only what every store does. */
    public static final StoreRules PLAIN = new StoreRules(false, false, null);

    /**
     * Every {@code everyMillis} the leader fills items with a quantity below {@code below} up to {@code to}.
     *
     * @param below at least 1
     * @param to at least {@code below}, so that what was filled up is not filled up again
     */
    public record Restocking(long everyMillis, long below, long to) {
        public Restocking {
            if (everyMillis < 1 || below < 1 || to < below || to > Limits.STOCK) {
                throw new IllegalArgumentException(
                        "items below " + below + " cannot be filled up to " + to + " every " + everyMillis + " ms");
            }
        }
    }
}
