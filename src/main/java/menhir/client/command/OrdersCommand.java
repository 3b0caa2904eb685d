package menhir.client.command;

import java.util.List;
import menhir.client.run.WalkPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Orders without lookups before them. */
@Command(
        name = "orders",
        description = "Places N orders for random items in each client, and verifies them.",
        footer = {"  client orders 1000", "  client orders 500 --clients 8 --sell-share 0.5 --max-quantity 3"})
public final class OrdersCommand extends RunCommand {

    @Parameters(paramLabel = "N", description = "Orders of each client.")
    int orders;

    @Mixin
    OrderOptions orderOptions = new OrderOptions();

    @Override
    void check() {
        options.require("N", orders, 1, WalkPlan.MAX_ITERATIONS);
        orderOptions.check(options);
    }

    @Override
    WalkPlan plan(List<String> itemNames) {
        return new WalkPlan(orders, false, 1, orderOptions.maxQuantity, orderOptions.sellShare, thinkMillis, itemNames);
    }
}
