package menhir.client.command;

import java.util.List;
import menhir.client.api.ItemView;
import menhir.client.api.LookupResult;
import menhir.client.http.Json;
import menhir.client.report.ItemTable;
import menhir.client.run.StoreClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows an item. */
@Command(
        name = "lookup",
        description = "Shows an item.",
        footer = {"  client lookup GameStart", "  client lookup GameStart --json"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class LookupCommand extends RemoteCommand {

    @Parameters(paramLabel = "NAME", description = "Name of the item; in the dialect books its number.")
    String itemName;

    @Override
    int run(StoreClient client) throws InterruptedException {
        options.requireItems(List.of(itemName));
        LookupResult result = client.session().lookup(itemName);
        ItemView item = result.item();
        if (item == null) {
            return failed(ExitStatus.FAILED, "there is no item '" + itemName + "'");
        }
        if (options.json) {
            print(Json.object(item).put("cache", result.cache().label()));
        } else {
            print(ItemTable.of(List.of(item)));
        }
        return ExitStatus.OK;
    }
}
