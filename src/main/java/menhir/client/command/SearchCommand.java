package menhir.client.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import menhir.client.api.BooksDialect;
import menhir.client.api.ItemView;
import menhir.client.api.Json;
import menhir.client.http.StoreClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The items of a topic. */
@Command(
        name = "search",
        description = "Lists the items of a topic.",
        footer = {"  client search DS --store books", "  client search DS --dialect books --json"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class SearchCommand extends RemoteCommand {

    @Parameters(paramLabel = "TOPIC", description = "The topic, written exactly as it is filed.")
    String topic;

    @Override
    int run(StoreClient connection) throws InterruptedException {
        List<ItemView> items = find(connection);
        if (items == null) {
            return unknownStore();
        }
        if (options.json) {
            ObjectNode node = Json.object().put("store", connection.store()).put("topic", topic);
            ArrayNode array = node.putArray("items");
            items.forEach(item -> array.add(LookupCommand.json(item)));
            print(node);
        } else {
            ItemsCommand.table(items).print(out());
            out().flush();
        }
        return ExitStatus.OK;
    }

    private @Nullable List<ItemView> find(StoreClient connection) throws InterruptedException {
        return switch (connection.dialect()) {
            case BOOKS -> connection.session().unmeasured(new BooksDialect(connection.store()).search(topic));
            case CANONICAL -> connection.items(topic);
            case STOCKS, TOYS ->
                throw options.wrong("the dialect " + connection.dialect() + " has no search: use canonical or books");
        };
    }
}
