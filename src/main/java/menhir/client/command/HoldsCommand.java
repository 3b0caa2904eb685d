package menhir.client.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import menhir.client.api.SaleApi;
import menhir.client.http.Json;
import menhir.client.run.StoreClient;
import menhir.client.run.UnusableStoreException;
import menhir.client.terminal.TerminalText;
import menhir.client.terminal.TextTable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists active holds. */
@Command(
        name = "holds",
        description = "Lists the active holds.",
        footer = {"  client holds", "  client holds --customer ann --json"})
public final class HoldsCommand extends RemoteCommand {
    /** A store has at most this many. */
    private static final int MAX_HOLDS = 10_000;

    @Option(names = "--customer", paramLabel = "ID", description = "Only those of this customer.")
    @Nullable
    String customer;

    @Override
    int run(StoreClient client) throws InterruptedException {
        ArrayNode holds = Json.object().putArray("holds");
        long after = 0;
        boolean more = true;
        while (more && holds.size() < MAX_HOLDS) {
            ObjectNode page = client.send(new SaleApi(client.store()).holds(customer, after))
                    .orElseThrow(() -> UnusableStoreException.unknown(client.store()));
            page.path("holds").forEach(holds::add);
            // Stops where a page does not lead on: it would list the same holds again.
            more = page.path("next").asLong() > after;
            after = page.path("next").asLong();
        }
        if (options.json) {
            print(Json.object().put("store", client.store()).set("holds", holds));
        } else {
            print(table(holds));
        }
        return ExitStatus.OK;
    }

    private static TextTable table(ArrayNode holds) {
        TextTable table = new TextTable(">hold", "<customer", "<item", ">quantity", "<expires");
        for (JsonNode hold : holds) {
            for (JsonNode line : hold.path("lines")) {
                table.row(
                        text(hold, "id"),
                        text(hold, "customer"),
                        text(line, "item"),
                        TerminalText.count(line.path("quantity").asLong()),
                        text(hold, "expires"));
            }
        }
        return table;
    }
}
