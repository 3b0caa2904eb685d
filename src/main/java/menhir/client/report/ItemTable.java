package menhir.client.report;

import java.util.List;
import menhir.client.api.ItemView;
import menhir.client.terminal.TerminalText;
import menhir.client.terminal.TextTable;

/** Items as a table; the column of numbers is there only if an item has one. */
public final class ItemTable {

    private ItemTable() {}

    /** The table of these items. */
    public static TextTable of(List<ItemView> items) {
        boolean numbered = items.stream().anyMatch(item -> item.number() != null);
        TextTable table = numbered
                ? new TextTable("<item", ">price", ">quantity", "<topic", ">number")
                : new TextTable("<item", ">price", ">quantity", "<topic");
        for (ItemView item : items) {
            String number = item.number() == null ? "" : item.number().toString();
            List<String> cells = List.of(
                    item.name(),
                    item.price().toString(),
                    TerminalText.count(item.quantity()),
                    item.topic() == null ? "" : item.topic(),
                    number);
            table.row(cells.subList(0, numbered ? 5 : 4).toArray(String[]::new));
        }
        return table;
    }
}
