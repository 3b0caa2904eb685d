package menhir.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** One item. */
@Command(
        name = "lookup",
        description = "Shows an item.",
        footer = {"  client lookup GameStart", "  client lookup GameStart --json"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class LookupVerb extends Verb {

    @Parameters(paramLabel = "NAME", description = "The item's name; in the dialect books its number.")
    String name;

    @Override
    int run(Connection connection) throws InterruptedException {
        options.requireItems(List.of(name));
        Looked looked = connection.session().lookup(name);
        ItemView item = looked.item();
        if (item == null) {
            return failed(ExitStatus.NOT_SOUND, "there is no item '" + name + "'");
        }
        if (options.json) {
            print(json(item).put("answer", looked.kind().label()));
            return ExitStatus.OK;
        }
        ItemsVerb.table(List.of(item)).print(out());
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
