package menhir.store;

import java.math.BigDecimal;

/** What a store accepts at most. HTTP, catalog files and the {@link Decider} refer to these and to no numbers of their own. */
public final class Limits {
    /** Lines of one order. */
    public static final int ORDER_LINES = 100;

    /** Quantity of one order line, of one restock, and of a new item that is added over HTTP. */
    public static final long LINE_QUANTITY = 1_000_000;

    /** Quantity of an item in a first catalog. */
    public static final long CATALOG_QUANTITY = 1_000_000_000;

    /** Quantity of any item at any time. */
    public static final long STOCK = 1_000_000_000_000_000L;

    /** Items of one store. */
    public static final int ITEMS = 100_000;

    /** Seconds from when a hold is placed until it expires, extensions included. */
    public static final long HOLD_SECONDS = 86_400;

    /** Active holds of one store. */
    public static final int HOLDS = 10_000;

    /** Lines of all active holds of one store. */
    public static final int HELD_LINES = 50_000;

    /** Active holds of one customer. */
    public static final int HOLDS_PER_CUSTOMER = 20;

    /** Holds that have ended and are remembered. */
    public static final int ENDED_HOLDS = 10_000;

    /** Of how many customers the quantities are counted, added up over the items with a limit per customer. */
    public static final int CUSTOMER_COUNTS = 200_000;

    /** Cancelled orders of one store. */
    public static final int CANCELLED_ORDERS = 1_000_000;

    /** Positions of webhooks that a store remembers, of those included that it has no more. */
    public static final int WEBHOOKS = 100;

    /** An item's number, where items have numbers. */
    public static final long ITEM_NUMBER = 999_999_999;

    /** Digits of a price before the decimal point. */
    public static final int PRICE_DIGITS = 12;

    /** Digits of a price after the decimal point. */
    public static final int PRICE_DECIMALS = 4;

    /** For error texts: which prices are allowed. */
    public static final String PRICE_ALLOWED = "a number, not negative, with at most " + PRICE_DIGITS
            + " digits before and " + PRICE_DECIMALS + " after the decimal point, without an exponent";

    private Limits() {}

    /** Whether a price may be an item's: see {@link #PRICE_ALLOWED}. */
    public static boolean isPrice(BigDecimal price) {
        return price.signum() >= 0
                && price.scale() >= 0
                && price.scale() <= PRICE_DECIMALS
                && price.precision() - price.scale() <= PRICE_DIGITS;
    }
}
