package menhir.client.command;

import java.util.List;
import menhir.client.api.BooksDialect;
import menhir.client.api.ItemView;
import menhir.client.http.Json;
import menhir.client.report.ItemTable;
import menhir.client.run.StoreClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists the items of a topic. */
@Command(
        name = "search",
        description = "Lists the items of a topic.",
        footer = {"  client search DS --store books", "  client search DS --dialect books --json"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class SearchCommand extends RemoteCommand {

    private record Found(String store, String topic, List<ItemView> items) {}

    @Parameters(paramLabel = "TOPIC", description = "The exact topic; upper and lower case differ.")
    String topic;

    @Override
    int run(StoreClient client) throws InterruptedException {
        List<ItemView> items = find(client);
        if (options.json) {
            print(Json.object(new Found(client.store(), topic, items)));
        } else {
            print(ItemTable.of(items));
        }
        return ExitStatus.OK;
    }

    private List<ItemView> find(StoreClient client) throws InterruptedException {
        return switch (client.dialect()) {
            case BOOKS -> client.send(new BooksDialect(client.store()).search(topic));
            case CANONICAL -> client.items(topic);
            case STOCKS, TOYS ->
                throw options.usageError("the dialect " + client.dialect() + " has no search: use canonical or books");
        };
    }
}
