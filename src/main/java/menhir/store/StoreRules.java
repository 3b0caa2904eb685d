package menhir.store;

import org.jspecify.annotations.Nullable;

/**
 * The rules in which stores differ. They are the same on every node, because any node may lead.
 *
 * @param numbersItems whether every item has a number, and a new item without one gets the next
 * @param logsRejections whether rejected orders stand in the log, so that their keys are rejected again for the same reason
 * @param restocking how items that ran out are restocked, or null if only clients restock
 */
public record StoreRules(
        boolean numbersItems,
        boolean logsRejections,
        @Nullable Restocking restocking) {

    /** The rules that every store has. */
    public static final StoreRules PLAIN = new StoreRules(false, false, null);

    /**
     * Every {@code everyMillis} the leader restocks items with a quantity below {@code below} to the quantity {@code to}.
     *
     * @param below at least 1
     * @param to at least {@code below}, so that a restocked item is not restocked again
     */
    public record Restocking(long everyMillis, long below, long to) {
        public Restocking {
            if (everyMillis < 1 || below < 1 || to < below || to > Limits.STOCK) {
                throw new IllegalArgumentException(
                        "items below " + below + " cannot be restocked to " + to + " every " + everyMillis + " ms");
            }
        }
    }
}
