package menhir.client.command;

import com.fasterxml.jackson.databind.JsonNode;
import menhir.client.http.Json;
import menhir.client.http.NoServerException;
import menhir.client.run.StoreClient;
import menhir.client.terminal.TextTable;
import picocli.CommandLine.Command;

/** Checks that the replicas have the same log, and show the same catalog. */
@Command(
        name = "digest",
        description = {
            "Compares the replicas' logs and catalogs by their digests.",
            "Exit status 1 if two differ at the same index."
        },
        footer = {"  client digest", "  client digest --store toys"})
public final class DigestCommand extends RemoteCommand {
    private static final String NO_ANSWER = "no answer";

    @Override
    int run(StoreClient client) throws InterruptedException {
        JsonNode response = client.send(client.canonical().digest());
        DigestComparison logs = new DigestComparison();
        DigestComparison catalogs = new DigestComparison();
        int silent = 0;
        TextTable table = new TextTable(">slot", ">index", "<digest", "<catalog");
        for (JsonNode replica : response.path("replicas")) {
            String index = text(replica, "index");
            String digest = text(replica, "digest");
            String catalog = text(replica, "catalog");
            boolean logAnswered = compared(logs, index, digest);
            boolean catalogAnswered = compared(catalogs, index, catalog);
            table.row(
                    text(replica, "slot"),
                    index,
                    logAnswered ? digest : NO_ANSWER,
                    catalogAnswered ? catalog : NO_ANSWER);
            if (!logAnswered || !catalogAnswered) {
                silent++;
            }
        }
        if (logs.isEmpty() && catalogs.isEmpty()) {
            throw new NoServerException("no replica of store '" + client.store() + "' returned a digest");
        }
        if (options.json) {
            print(Json.object()
                    .put("store", client.store())
                    .put("verdict", verdict(logs, catalogs))
                    .put("silent", silent)
                    .set("response", response));
        } else {
            print(table);
            print(verdict(logs, catalogs) + (silent > 0 ? "; " + silent + " did not answer" : ""));
        }
        return logs.differ() || catalogs.differ() ? ExitStatus.FAILED : ExitStatus.OK;
    }

    private static boolean compared(DigestComparison comparison, String index, String digest) {
        boolean answered = !digest.equals("-");
        if (answered) {
            comparison.add(index, digest);
        }
        return answered;
    }

    private static String verdict(DigestComparison logs, DigestComparison catalogs) {
        if (logs.differ()) {
            return "the replicas differ";
        }
        if (catalogs.differ()) {
            return "the replicas' catalogs differ";
        }
        return logs.comparedAny() || catalogs.comparedAny() ? "the replicas agree" : "nothing to compare";
    }
}
