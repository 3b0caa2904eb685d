package menhir.client.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import menhir.client.api.Json;
import menhir.client.api.OrderOutcome;
import menhir.client.api.OrderRequest;
import menhir.client.api.OrderView;
import menhir.client.api.Trade;
import menhir.client.http.NoServerException;
import menhir.client.http.StoreClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One order. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public abstract class TradeCommand extends RemoteCommand {

    private static final int KEY_LIMIT = 255;

    @Parameters(index = "0", paramLabel = "NAME", description = "The item's name; in the dialect books its number.")
    String name;

    @Parameters(index = "1", paramLabel = "QUANTITY", description = "How many, from 1 to 1,000,000.")
    int quantity;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "Idempotency key, 1 to 255 printable ASCII characters; repeat a lost order under its key "
                    + "and it is placed once. A new one if not given.")
    @Nullable
    String key;

    abstract Trade type();

    @Override
    final int run(StoreClient connection) throws InterruptedException {
        options.require("QUANTITY", quantity, 1, RunCommand.QUANTITY_LIMIT);
        options.requireItems(List.of(name));
        options.requireOrders(quantity, type() == Trade.SELL);
        OrderRequest wish = OrderRequest.fresh(type(), name, quantity);
        if (key != null) {
            if (key.isEmpty() || key.length() > KEY_LIMIT || !key.chars().allMatch(c -> c > ' ' && c < 127)) {
                throw options.wrong("--key must be 1 to " + KEY_LIMIT + " printable ASCII characters without spaces");
            }
            wish = new OrderRequest(type(), name, quantity, key);
        }
        OrderOutcome answer;
        try {
            answer = connection.session().order(wish);
        } catch (NoServerException unanswered) {
            String advice = "; it may have been placed or not: repeat it with --key " + wish.key();
            throw new NoServerException(unanswered.getMessage() + advice);
        }
        return tell(wish, answer);
    }

    private int tell(OrderRequest wish, OrderOutcome answer) {
        if (answer instanceof OrderOutcome.Refused refused) {
            return failed(ExitStatus.NOT_SOUND, "refused: " + refused.why());
        }
        OrderOutcome.Accepted accepted = (OrderOutcome.Accepted) answer;
        OrderView order = accepted.order();
        if (order != null && !order.matches(wish, accepted.number())) {
            return failed(ExitStatus.NOT_SOUND, "sent: " + wish + "; but the answer shows " + order);
        }
        if (options.json) {
            ObjectNode node = order == null ? Json.object().put("number", accepted.number()) : OrderCommand.json(order);
            print(node.put("replayed", accepted.replayed()).put("key", wish.key()));
            return ExitStatus.OK;
        }
        String total = order == null || order.total() == null ? "" : ", total " + order.total();
        String replayed = accepted.replayed() ? " (placed before, under the same key)" : "";
        String number = accepted.number() == OrderOutcome.UNNUMBERED ? "done" : "order " + accepted.number();
        out().println(number + ": " + wish + total + replayed);
        out().flush();
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
