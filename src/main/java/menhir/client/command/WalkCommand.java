package menhir.client.command;

import java.util.List;
import menhir.client.run.WalkPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The random walk of the classical clients. */
@Command(
        name = "walk",
        description = {
            "Looks up random items, orders some of them, and verifies the orders.",
            "At the end it looks up all its orders and compares number, item, quantity and type with what was sent."
        },
        footer = {
            "  client walk",
            "  client walk -s 127.0.0.1:8080,127.0.0.1:8081 -c 5 -n 2000 -p 0.8",
            "  client walk --sell-share 0.5 --max-quantity 10 --seed 7 --json",
            "  client walk --dialect stocks",
            "  client walk --dialect toys --max-quantity 5",
            "  client walk --dialect books --clients 3"
        })
public final class WalkCommand extends RunCommand {

    @Option(
            names = {"-n", "--iterations"},
            paramLabel = "N",
            defaultValue = "100",
            description = "Iterations of each client.")
    int iterations;

    @Option(
            names = {"-p", "--probability"},
            paramLabel = "P",
            defaultValue = "0.5",
            description = "Probability of an order after a lookup, 0 to 1. Items out of stock are not bought.")
    double probability;

    @Mixin
    OrderOptions orderOptions = new OrderOptions();

    @Override
    void check() {
        options.require("--iterations", iterations, 1, WalkPlan.MAX_ITERATIONS);
        options.requireShare("--probability", probability);
        orderOptions.check(options);
    }

    @Override
    WalkPlan plan(List<String> itemNames) {
        return new WalkPlan(
                iterations,
                true,
                probability,
                orderOptions.maxQuantity,
                orderOptions.sellShare,
                thinkMillis,
                itemNames);
    }
}
