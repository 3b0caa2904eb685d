package menhir.client.command;

import menhir.client.api.OrderView;
import menhir.client.http.Json;
import menhir.client.run.StoreClient;
import menhir.client.terminal.TerminalText;
import menhir.client.terminal.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows a placed order. */
@Command(
        name = "order",
        description = "Shows a placed order.",
        footer = {"  client order 17", "  client order 17 --json"})
public final class OrderCommand extends RemoteCommand {

    @Parameters(paramLabel = "NUMBER", description = "Number of the order.")
    long number;

    @Override
    int run(StoreClient client) throws InterruptedException {
        options.require("NUMBER", number, 1, Long.MAX_VALUE);
        OrderView order = client.session().orderByNumber(number).orElse(null);
        if (order == null) {
            return failed(ExitStatus.FAILED, "there is no order " + number);
        }
        if (options.json) {
            print(Json.object(order));
            return ExitStatus.OK;
        }
        String time = order.time() == null ? "-" : TerminalText.line(order.time());
        print("order " + order.number() + " (" + TerminalText.line(order.type(), 20) + "), time " + time);
        TextTable table = new TextTable("<item", ">quantity", ">price");
        for (OrderView.Line line : order.lines()) {
            String price = line.price() == null ? "-" : line.price().toString();
            table.row(line.item(), TerminalText.count(line.quantity()), price);
        }
        print(table);
        print("total " + (order.total() == null ? "-" : order.total()));
        return ExitStatus.OK;
    }
}
