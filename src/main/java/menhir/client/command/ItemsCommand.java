package menhir.client.command;

import java.util.List;
import menhir.client.api.ItemView;
import menhir.client.http.Json;
import menhir.client.report.ItemTable;
import menhir.client.run.StoreClient;
import picocli.CommandLine.Command;

/** Lists the catalog. */
@Command(
        name = "items",
        description = "Lists the items of the store.",
        footer = {"  client items", "  client items --store toys --json"})
public final class ItemsCommand extends RemoteCommand {

    private record Items(String store, List<ItemView> items) {}

    @Override
    int run(StoreClient client) throws InterruptedException {
        List<ItemView> items = client.items();
        if (options.json) {
            print(Json.object(new Items(client.store(), items)));
        } else {
            print(ItemTable.of(items));
        }
        return ExitStatus.OK;
    }
}
