package menhir.client.command;

import menhir.client.api.OrderRequest;
import picocli.CommandLine.Option;

/** The options for the orders of a run. */
final class OrderOptions {

    @Option(
            names = "--max-quantity",
            paramLabel = "N",
            defaultValue = "1",
            description = "Each order has a random quantity from 1 to N.")
    int maxQuantity;

    @Option(
            names = "--sell-share",
            paramLabel = "P",
            defaultValue = "0",
            description = "Share of the orders that sell, 0 to 1; the others buy.")
    double sellShare;

    /** Throws a usage error if a value is out of range or the dialect has no such orders. */
    void check(ConnectionOptions options) {
        options.require("--max-quantity", maxQuantity, 1, OrderRequest.MAX_QUANTITY);
        options.requireShare("--sell-share", sellShare);
        options.requireOrders(maxQuantity, sellShare > 0);
    }
}
