package menhir.client.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import menhir.client.TerminalText;
import menhir.client.api.ItemView;
import menhir.client.api.Json;
import menhir.client.http.StoreClient;
import picocli.CommandLine.Command;

/** The whole catalog. */
@Command(
        name = "items",
        description = "Lists the items of the store.",
        footer = {"  client items", "  client items --store toys --json"})
public final class ItemsCommand extends RemoteCommand {

    @Override
    int run(StoreClient connection) throws InterruptedException {
        List<ItemView> items = connection.items();
        if (items == null) {
            return unknownStore();
        }
        if (options.json) {
            ObjectNode node = Json.object().put("store", connection.store());
            ArrayNode array = node.putArray("items");
            items.forEach(item -> array.add(LookupCommand.json(item)));
            print(node);
        } else {
            table(items).print(out());
            out().flush();
        }
        return ExitStatus.OK;
    }

    static TextTable table(List<ItemView> items) {
        boolean numbered = items.stream().anyMatch(item -> item.number() != null);
        TextTable table = numbered
                ? new TextTable("<item", ">price", ">quantity", "<topic", ">number")
                : new TextTable("<item", ">price", ">quantity", "<topic");
        for (ItemView item : items) {
            String topic = item.topic() == null ? "" : item.topic();
            List<String> cells = List.of(
                    item.name(), item.price().toString(), TerminalText.count(item.quantity()), topic, number(item));
            table.row(cells.subList(0, numbered ? 5 : 4).toArray(String[]::new));
        }
        return table;
    }

    private static String number(ItemView item) {
        return item.number() == null ? "" : item.number().toString();
    }
}
