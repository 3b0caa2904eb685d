package menhir.client.command;

import com.fasterxml.jackson.databind.JsonNode;
import menhir.client.http.Json;
import menhir.client.http.ServerAddress;
import menhir.client.run.StoreClient;
import menhir.client.terminal.TextTable;
import picocli.CommandLine.Command;

/** Checks that the front-ends agree on the raffle. */
@Command(
        name = "raffle",
        description = {"Shows the raffle as each server sees it.", "Exit status 1 if two differ at the same position."},
        footer = {"  client raffle --store games -s 127.0.0.1:8080,127.0.0.1:8081,127.0.0.1:8082"})
public final class RaffleCommand extends RemoteCommand {

    private static final int DIGEST_CHARS = 16;

    @Override
    int run(StoreClient client) throws InterruptedException {
        DigestComparison comparison = new DigestComparison();
        TextTable table =
                new TextTable("<server", "<member", ">requests", ">entered", ">position", "<winner", "<digest");
        for (ServerAddress server : client.servers()) {
            StoreClient one = client.only(server);
            JsonNode raffle = one.send(one.canonical().raffle());
            String digest = text(raffle, "digest");
            comparison.add(text(raffle, "firstView") + "/" + text(raffle, "position"), digest);
            table.row(
                    server.toString(),
                    text(raffle, "member"),
                    text(raffle, "requests"),
                    text(raffle, "entered"),
                    text(raffle, "position"),
                    lastWinner(raffle.path("winners")),
                    digest.substring(0, Math.min(DIGEST_CHARS, digest.length())));
            if (options.json) {
                print(Json.object().put("server", server.toString()).set("raffle", raffle));
            }
        }
        if (!options.json) {
            print(table);
        }
        return comparison.differ() ? failed(ExitStatus.FAILED, "the front-ends differ") : ExitStatus.OK;
    }

    private static String lastWinner(JsonNode winners) {
        return winners.isEmpty() ? "-" : text(winners.path(winners.size() - 1).path("entry"), "number");
    }
}
