package menhir.client;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Orders only, one after the other, without looking at the stock first. */
@Command(
        name = "orders",
        description = "Places N orders for random items in each client, measures, and checks the orders at the end.",
        footer = {"  client orders 1000", "  client orders 500 --clients 8 --sell-share 0.5 --max-quantity 3"})
final class OrdersVerb extends RunVerb {

    @Parameters(paramLabel = "N", description = "Orders of each client.")
    int orders;

    @Option(names = "--max-quantity", paramLabel = "N", defaultValue = "1", description = "Orders are of 1 up to N.")
    int maxQuantity;

    @Option(
            names = "--sell-share",
            paramLabel = "P",
            defaultValue = "0",
            description = "Share of the orders that sell, 0 to 1; the others buy.")
    double sellShare;

    @Override
    void check() {
        options.require("N", orders, 1, ITERATIONS_LIMIT);
        options.require("--max-quantity", maxQuantity, 1, QUANTITY_LIMIT);
        options.requireShare("--sell-share", sellShare);
        options.requireOrders(maxQuantity, sellShare > 0);
    }

    @Override
    WalkPlan plan(List<String> itemNames) {
        return new WalkPlan(orders, false, 1, maxQuantity, sellShare, thinkMillis, itemNames);
    }

    @Override
    String verb() {
        return "orders";
    }
}
