package menhir.client.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import menhir.client.api.OrderOutcome;
import menhir.client.api.OrderRequest;
import menhir.client.api.OrderView;
import menhir.client.api.Trade;
import menhir.client.http.Json;
import menhir.client.http.NoServerException;
import menhir.client.run.StoreClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Places one order. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public abstract class TradeCommand extends RemoteCommand {

    @Parameters(index = "0", paramLabel = "NAME", description = "Name of the item; in the dialect books its number.")
    String itemName;

    @Parameters(index = "1", paramLabel = "QUANTITY", description = "Quantity, 1 to 1,000,000.")
    int quantity;

    @Mixin
    KeyOption keyOption = new KeyOption();

    abstract Trade type();

    @Override
    final int run(StoreClient client) throws InterruptedException {
        options.require("QUANTITY", quantity, 1, OrderRequest.MAX_QUANTITY);
        options.requireItems(List.of(itemName));
        options.requireOrders(quantity, type() == Trade.SELL);
        OrderRequest order = new OrderRequest(type(), itemName, quantity, keyOption.get(options));
        try {
            return report(order, client.session().order(order));
        } catch (NoServerException unanswered) {
            throw KeyOption.unanswered(unanswered, "the order may be placed or not", order.key());
        }
    }

    private int report(OrderRequest request, OrderOutcome outcome) {
        if (outcome instanceof OrderOutcome.Rejected rejected) {
            return failed(ExitStatus.FAILED, "rejected: " + rejected.reason());
        }
        OrderOutcome.Accepted accepted = (OrderOutcome.Accepted) outcome;
        OrderView order = accepted.order();
        if (order != null && !order.matches(request, accepted.number())) {
            return failed(ExitStatus.FAILED, "sent: " + request + "; but the response shows " + order);
        }
        if (options.json) {
            ObjectNode node = order == null ? Json.object().put("number", accepted.number()) : Json.object(order);
            print(node.put("replayed", accepted.replayed()).put("key", request.key()));
            return ExitStatus.OK;
        }
        String total = order == null || order.total() == null ? "" : ", total " + order.total();
        String replayed = accepted.replayed() ? " (placed before, under the same key)" : "";
        String placed = accepted.number() == OrderOutcome.UNNUMBERED ? "placed" : "order " + accepted.number();
        print(placed + ": " + request + total + replayed);
        return ExitStatus.OK;
    }

    /** Takes from the stock. */
    @Command(
            name = "buy",
            description = "Buys: takes from the item's quantity.",
            footer = {
                "  client buy GameStart 2",
                "  client buy GameStart 2 --key invoice-17",
                "  client buy 3 1 --dialect books"
            })
    public static final class Buy extends TradeCommand {
        @Override
        Trade type() {
            return Trade.BUY;
        }
    }

    /** Adds to the stock. */
    @Command(
            name = "sell",
            description = "Sells: adds to the item's quantity.",
            footer = {"  client sell GameStart 2"})
    public static final class Sell extends TradeCommand {
        @Override
        Trade type() {
            return Trade.SELL;
        }
    }
}
