package menhir.client.command;

import java.util.List;
import menhir.client.run.WalkPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Orders only, one after the other, without looking at the stock first. */
@Command(
        name = "orders",
        description = "Places N orders for random items in each client, measures, and checks the orders at the end.",
        footer = {"  client orders 1000", "  client orders 500 --clients 8 --sell-share 0.5 --max-quantity 3"})
public final class OrdersCommand extends RunCommand {

    @Parameters(paramLabel = "N", description = "Orders of each client.")
    int orders;

    @Mixin
    OrderOptions orderOptions = new OrderOptions();

    @Override
    void check() {
        options.require("N", orders, 1, ITERATIONS_LIMIT);
        orderOptions.check(options);
    }

    @Override
    WalkPlan plan(List<String> itemNames) {
        return new WalkPlan(orders, false, 1, orderOptions.maxQuantity, orderOptions.sellShare, thinkMillis, itemNames);
    }

    @Override
    String verb() {
        return "orders";
    }
}
