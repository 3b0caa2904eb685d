package menhir.client.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import menhir.client.api.ItemView;
import menhir.client.api.Json;
import menhir.client.api.LookupResult;
import menhir.client.http.StoreClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** One item. */
@Command(
        name = "lookup",
        description = "Shows an item.",
        footer = {"  client lookup GameStart", "  client lookup GameStart --json"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class LookupCommand extends RemoteCommand {

    @Parameters(paramLabel = "NAME", description = "The item's name; in the dialect books its number.")
    String name;

    @Override
    int run(StoreClient connection) throws InterruptedException {
        options.requireItems(List.of(name));
        LookupResult looked = connection.session().lookup(name);
        ItemView item = looked.item();
        if (item == null) {
            return failed(ExitStatus.NOT_SOUND, "there is no item '" + name + "'");
        }
        if (options.json) {
            print(json(item).put("answer", looked.kind().label()));
            return ExitStatus.OK;
        }
        ItemsCommand.table(List.of(item)).print(out());
        out().flush();
        return ExitStatus.OK;
    }

    static ObjectNode json(ItemView item) {
        ObjectNode node = Json.object().put("name", item.name()).put("price", item.price());
        node.put("quantity", item.quantity());
        if (item.topic() != null) {
            node.put("topic", item.topic());
        }
        return item.number() == null ? node : node.put("number", item.number());
    }
}
