package menhir.client.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import menhir.client.api.Json;
import menhir.client.http.NoServerException;
import menhir.client.http.StoreClient;
import picocli.CommandLine.Command;

/** Whether the replicas hold the same log. */
@Command(
        name = "digest",
        description = "Compares the replicas' logs by their digests; exit status 1 if two differ at one index.",
        footer = {"  client digest", "  client digest --store toys"})
public final class DigestCommand extends RemoteCommand {

    @Override
    int run(StoreClient connection) throws InterruptedException {
        JsonNode answer = connection.session().unmeasured(connection.canonical().digest());
        Map<String, String> digestAtIndex = new HashMap<>();
        boolean differ = false;
        int compared = 0;
        int silent = 0;
        TextTable table = new TextTable(">slot", ">index", "<digest");
        for (JsonNode replica : answer.path("replicas")) {
            String index = Json.shown(replica, "index");
            String digest = Json.shown(replica, "digest");
            boolean answered = !digest.equals("-");
            table.row(Json.shown(replica, "slot"), index, answered ? digest : "no answer");
            if (answered) {
                String other = digestAtIndex.putIfAbsent(index, digest);
                compared += other == null ? 0 : 1;
                differ |= other != null && !other.equals(digest);
            } else {
                silent++;
            }
        }
        if (digestAtIndex.isEmpty()) {
            throw new NoServerException("no replica of store '" + connection.store() + "' gave a digest");
        }
        boolean comparable = compared > 0;
        String verdict = differ ? "the replicas differ" : comparable ? "the replicas agree" : "nothing to compare";
        if (options.json) {
            print(Json.object()
                    .put("store", connection.store())
                    .put("verdict", verdict)
                    .put("silent", silent)
                    .set("answer", answer));
        } else {
            table.print(out());
            out().println(verdict + (silent > 0 ? "; " + silent + " did not answer" : ""));
            out().flush();
        }
        return differ ? ExitStatus.NOT_SOUND : ExitStatus.OK;
    }
}
