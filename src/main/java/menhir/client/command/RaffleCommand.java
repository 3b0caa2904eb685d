package menhir.client.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import menhir.client.api.Json;
import menhir.client.http.ServerAddress;
import menhir.client.http.StoreClient;
import picocli.CommandLine.Command;

/** Whether the front-ends agree on the raffle. */
@Command(
        name = "raffle",
        description = "Shows the raffle as each server sees it; exit status 1 if two differ at the same position.",
        footer = {"  client raffle --store games -s 127.0.0.1:8080,127.0.0.1:8081,127.0.0.1:8082"})
public final class RaffleCommand extends RemoteCommand {

    @Override
    int run(StoreClient connection) throws InterruptedException {
        Map<String, String> digestAt = new HashMap<>();
        boolean differ = false;
        TextTable table =
                new TextTable("<server", "<member", ">requests", ">entered", ">position", "<winner", "<digest");
        for (ServerAddress server : connection.servers()) {
            StoreClient one =
                    new StoreClient(List.of(server), connection.store(), connection.dialect(), connection.policy());
            JsonNode raffle = one.session().unmeasured(one.canonical().raffle());
            String digest = Json.shown(raffle, "digest");
            String before =
                    digestAt.put(Json.shown(raffle, "firstView") + "/" + Json.shown(raffle, "position"), digest);
            differ |= before != null && !before.equals(digest);
            JsonNode winners = raffle.path("winners");
            String winner = winners.isEmpty()
                    ? "-"
                    : Json.shown(winners.path(winners.size() - 1).path("entry"), "number");
            table.row(
                    server.toString(),
                    Json.shown(raffle, "member"),
                    Json.shown(raffle, "requests"),
                    Json.shown(raffle, "entered"),
                    Json.shown(raffle, "position"),
                    winner,
                    digest.substring(0, Math.min(16, digest.length())));
            if (options.json) {
                print(Json.object().put("server", server.toString()).set("raffle", raffle));
            }
        }
        if (!options.json) {
            table.print(out());
            out().flush();
        }
        return differ ? failed(ExitStatus.NOT_SOUND, "the front-ends differ") : ExitStatus.OK;
    }
}
