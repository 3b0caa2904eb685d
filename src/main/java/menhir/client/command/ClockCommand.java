package menhir.client.command;

import com.fasterxml.jackson.databind.JsonNode;
import menhir.client.api.CanonicalApi;
import menhir.client.run.StoreClient;
import menhir.client.terminal.TextTable;
import picocli.CommandLine.Command;

/** Shows the nodes' clocks. */
@Command(
        name = "clock",
        description = {
            "Shows each node's clock offset.",
            "Offsets are from the synchronised time, as of the time server's last round."
        },
        footer = {"  client clock", "  client clock --json"})
public final class ClockCommand extends RemoteCommand {

    @Override
    int run(StoreClient client) throws InterruptedException {
        JsonNode clock = client.send(CanonicalApi.clock());
        if (options.json) {
            print(clock);
            return ExitStatus.OK;
        }
        print(text(clock, "node") + " shows " + text(clock, "time") + ", corrected by "
                + text(clock, "correctionMicros") + " us; round " + text(clock, "round") + " of time server "
                + text(clock, "timeServer"));
        TextTable table = new TextTable("<node", ">offset us", ">round trip us", "<agrees");
        for (JsonNode node : clock.path("nodes")) {
            table.row(
                    text(node, "node"),
                    text(node, "offsetMicros"),
                    text(node, "roundTripMicros"),
                    text(node, "agrees"));
        }
        print(table);
        return ExitStatus.OK;
    }
}
