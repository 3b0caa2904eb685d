package menhir.client.command;

import com.fasterxml.jackson.databind.JsonNode;
import menhir.client.http.Json;
import menhir.client.http.NoServerException;
import menhir.client.run.StoreClient;
import menhir.client.terminal.TextTable;
import picocli.CommandLine.Command;

/** Checks that the replicas have the same log. */
@Command(
        name = "digest",
        description = {"Compares the replicas' logs by their digests.", "Exit status 1 if two differ at the same index."
        },
        footer = {"  client digest", "  client digest --store toys"})
public final class DigestCommand extends RemoteCommand {

    @Override
    int run(StoreClient client) throws InterruptedException {
        JsonNode response = client.send(client.canonical().digest());
        DigestComparison comparison = new DigestComparison();
        int silent = 0;
        TextTable table = new TextTable(">slot", ">index", "<digest");
        for (JsonNode replica : response.path("replicas")) {
            String index = text(replica, "index");
            String digest = text(replica, "digest");
            boolean answered = !digest.equals("-");
            table.row(text(replica, "slot"), index, answered ? digest : "no answer");
            if (answered) {
                comparison.add(index, digest);
            } else {
                silent++;
            }
        }
        if (comparison.isEmpty()) {
            throw new NoServerException("no replica of store '" + client.store() + "' returned a digest");
        }
        if (options.json) {
            print(Json.object()
                    .put("store", client.store())
                    .put("verdict", verdict(comparison))
                    .put("silent", silent)
                    .set("response", response));
        } else {
            print(table);
            print(verdict(comparison) + (silent > 0 ? "; " + silent + " did not answer" : ""));
        }
        return comparison.differ() ? ExitStatus.FAILED : ExitStatus.OK;
    }

    private static String verdict(DigestComparison comparison) {
        if (comparison.differ()) {
            return "the replicas differ";
        }
        return comparison.comparedAny() ? "the replicas agree" : "nothing to compare";
    }
}
