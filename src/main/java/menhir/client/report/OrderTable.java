package menhir.client.report;

import java.util.List;
import menhir.client.api.OrderView;
import menhir.client.terminal.TerminalText;
import menhir.client.terminal.TextTable;

/** Placed orders as a table, with a row for each line of an order. */
public final class OrderTable {

    private OrderTable() {}

    /** The table of these orders. */
    public static TextTable of(List<OrderView> orders) {
        TextTable table = new TextTable(">number", "<type", "<item", ">quantity", ">price", "<time");
        for (OrderView order : orders) {
            for (OrderView.Line line : order.lines()) {
                table.row(
                        Long.toString(order.number()),
                        order.type(),
                        line.item(),
                        TerminalText.count(line.quantity()),
                        line.price() == null ? "-" : line.price().toString(),
                        order.time() == null ? "-" : order.time());
            }
        }
        return table;
    }
}
