package menhir.client.load;

/**
 * The kinds of request of a load run. What is neither an order nor an order lookup is the lookup of an item.
 *
 * @param orderShare share of the requests that are orders, 0 to 1
 * @param sellShare share of the orders that sell, 0 to 1; at 0.5 the stock neither runs out nor grows
 * @param orderLookupShare share of the requests that look up an order by its number, 0 to 1
 * @param lastOrder orders with numbers from 1 to this one are looked up
 */
public record RequestMix(double orderShare, double sellShare, double orderLookupShare, long lastOrder) {

    public RequestMix {
        if (orderLookupShare > 0 && lastOrder < 1) {
            throw new IllegalArgumentException("without orders there is none to look up");
        }
    }

    /** Orders, and lookups of items. */
    public static RequestMix orders(double orderShare, double sellShare) {
        return new RequestMix(orderShare, sellShare, 0, 0);
    }

    /** Lookups of items only. */
    public static RequestMix lookups() {
        return orders(0, 0);
    }

    /** Lookups of the orders from 1 to a number only. */
    public static RequestMix orderLookups(long lastOrder) {
        return new RequestMix(0, 0, 1, lastOrder);
    }
}
