package menhir.client.command;

import picocli.CommandLine.Option;

/** What the orders of a run are like. */
final class OrderOptions {

    @Option(names = "--max-quantity", paramLabel = "N", defaultValue = "1", description = "Orders are of 1 up to N.")
    int maxQuantity;

    @Option(
            names = "--sell-share",
            paramLabel = "P",
            defaultValue = "0",
            description = "Share of the orders that sell, 0 to 1; the others buy.")
    double sellShare;

    /** Throws a usage error if they are out of bounds, or not what the dialect can say. */
    void check(ConnectionOptions options) {
        options.require("--max-quantity", maxQuantity, 1, RunCommand.QUANTITY_LIMIT);
        options.requireShare("--sell-share", sellShare);
        options.requireOrders(maxQuantity, sellShare > 0);
    }
}
