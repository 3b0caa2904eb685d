package menhir.client.command;

import com.fasterxml.jackson.databind.JsonNode;
import menhir.client.api.CanonicalApi;
import menhir.client.api.Json;
import menhir.client.http.StoreClient;
import picocli.CommandLine.Command;

/** How far the nodes' clocks are from each other. */
@Command(
        name = "clock",
        description = "Shows the nodes' clocks against the middle of all, as of the time server's last round.",
        footer = {"  client clock", "  client clock --json"})
public final class ClockCommand extends RemoteCommand {

    @Override
    int run(StoreClient connection) throws InterruptedException {
        JsonNode clock = connection.session().unmeasured(CanonicalApi.clock());
        if (options.json) {
            print(clock);
            return ExitStatus.OK;
        }
        out().println(Json.shown(clock, "node") + " shows " + Json.shown(clock, "time") + ", corrected by "
                + Json.shown(clock, "correctionMicros") + " us; round " + Json.shown(clock, "round") + " of "
                + Json.shown(clock, "timeServer"));
        TextTable table = new TextTable("<node", ">offset us", ">round trip us", "<agrees");
        for (JsonNode node : clock.path("nodes")) {
            table.row(
                    Json.shown(node, "node"),
                    Json.shown(node, "offsetMicros"),
                    Json.shown(node, "roundTripMicros"),
                    Json.shown(node, "agrees"));
        }
        table.print(out());
        out().flush();
        return ExitStatus.OK;
    }
}
