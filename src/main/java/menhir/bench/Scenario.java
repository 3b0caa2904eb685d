package menhir.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import menhir.client.load.RequestMix;

/** What the clients of a measurement do. The order is that in which scenarios use the same nodes. */
enum Scenario {
    ORDERS("orders", "orders of one unit of any item"),
    HOT("hot", "orders of one unit of one of ten items"),
    LOOKUP("lookup", "lookups of items"),
    MIXED("mixed", "90 % lookups of items, 10 % orders"),
    ORDER_LOOKUP("order-lookup", "lookups of orders by number"),
    LOOKUP_MISS("lookup-miss", "lookups of items at nodes without a cache");

    private static final int HOT_ITEMS = 10;

    /** The share of orders that sell: at a half the stock neither runs out nor grows. */
    private static final double SELLS = 0.5;

    private final String option;
    private final String description;

    Scenario(String option, String description) {
        this.option = option;
        this.description = description;
    }

    /** The scenario with a name on the command line, if there is one. */
    static Optional<Scenario> named(String option) {
        return Arrays.stream(values())
                .filter(scenario -> scenario.option.equals(option))
                .findFirst();
    }

    /** The names of all scenarios on the command line. */
    static List<String> options() {
        return Arrays.stream(values()).map(Scenario::option).toList();
    }

    /** The name on the command line and in reports. */
    String option() {
        return option;
    }

    /** The numbers of connections that are measured unless others are chosen. */
    List<Integer> connections() {
        return this == ORDERS ? List.of(1, 8, 64, 256) : List.of(64);
    }

    String description() {
        return description;
    }

    /**
     * The kinds of request.
     *
     * @param orders the number of orders in the log
     */
    RequestMix mix(long orders) {
        return switch (this) {
            case ORDERS, HOT -> RequestMix.orders(1, SELLS);
            case LOOKUP, LOOKUP_MISS -> RequestMix.lookups();
            case MIXED -> RequestMix.orders(0.1, SELLS);
            case ORDER_LOOKUP -> RequestMix.orderLookups(orders);
        };
    }

    /** The items that are asked for, of those in the catalog. */
    List<String> items(List<String> catalog) {
        return this == HOT ? catalog.subList(0, Math.min(HOT_ITEMS, catalog.size())) : catalog;
    }

    /** Whether the nodes have a cache. */
    boolean isCached() {
        return this != LOOKUP_MISS;
    }

    /** Whether the log must be filled with orders before. */
    boolean readsOrders() {
        return this == ORDER_LOOKUP;
    }
}
