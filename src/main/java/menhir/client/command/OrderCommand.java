package menhir.client.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import menhir.client.TerminalText;
import menhir.client.api.Json;
import menhir.client.api.OrderView;
import menhir.client.http.StoreClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** One order of the log. */
@Command(
        name = "order",
        description = "Shows a placed order.",
        footer = {"  client order 17", "  client order 17 --json"})
public final class OrderCommand extends RemoteCommand {

    @Parameters(paramLabel = "NUMBER", description = "The order's number.")
    long number;

    @Override
    int run(StoreClient connection) throws InterruptedException {
        options.require("NUMBER", number, 1, Long.MAX_VALUE);
        OrderView order = connection.session().orderByNumber(number).orElse(null);
        if (order == null) {
            return failed(ExitStatus.NOT_SOUND, "there is no order " + number);
        }
        if (options.json) {
            print(json(order));
            return ExitStatus.OK;
        }
        out().println("order " + order.number() + " (" + TerminalText.line(order.type(), 20) + "), time "
                + order.time());
        TextTable table = new TextTable("<item", ">quantity", ">price");
        for (OrderView.Line line : order.lines()) {
            String price = line.price() == null ? "-" : line.price().toString();
            table.row(line.item(), TerminalText.count(line.quantity()), price);
        }
        table.print(out());
        out().println("total " + (order.total() == null ? "-" : order.total()));
        out().flush();
        return ExitStatus.OK;
    }

    public static ObjectNode json(OrderView order) {
        ObjectNode node = Json.object().put("number", order.number()).put("type", order.type());
        ArrayNode lines = node.putArray("lines");
        for (OrderView.Line line : order.lines()) {
            lines.addObject()
                    .put("item", line.item())
                    .put("quantity", line.quantity())
                    .put("price", line.price());
        }
        return node.put("total", order.total()).put("time", order.time());
    }
}
