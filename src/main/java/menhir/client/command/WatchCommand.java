package menhir.client.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import menhir.client.TerminalText;
import menhir.client.api.Json;
import menhir.client.events.EventParser;
import menhir.client.events.Watcher;
import menhir.client.http.StoreClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Events as they come. */
@Command(
        name = "watch",
        description = {
            "Prints the store's events as they come, until it is interrupted; resumes on another server where one "
                    + "breaks off. With --json each event is one line of JSON."
        },
        footer = {"  client watch", "  client watch --from 0 --events 10 --json"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class WatchCommand extends RemoteCommand {

    private static final long LONGEST_IDLE_MILLIS = 3_600_000;

    @Option(names = "--from", paramLabel = "ID", description = "Begin after the event with this identifier.")
    @Nullable
    String from;

    @Option(names = "--events", paramLabel = "N", description = "End after N events; if not given, go on for ever.")
    @Nullable
    Long events;

    @Option(
            names = "--idle-millis",
            paramLabel = "MS",
            defaultValue = "30000",
            description = "After so long a silence the next server is tried.")
    long idleMillis;

    @Override
    int run(StoreClient connection) throws InterruptedException {
        long limit = events == null ? Long.MAX_VALUE : events;
        options.require("--events", limit, 1, Long.MAX_VALUE);
        options.require("--idle-millis", idleMillis, 1, LONGEST_IDLE_MILLIS);
        if (from != null && !Watcher.isUsableId(from)) {
            throw options.wrong("--from must be an event's identifier");
        }
        Watcher watcher = new Watcher(connection, from, idleMillis, limit, this::show, this::note);
        return watcher.run() ? ExitStatus.OK : unknownStore();
    }

    private void show(EventParser.Event event) {
        if (options.json) {
            print(json(event));
            return;
        }
        String id = event.id() == null ? "-" : event.id();
        out().printf(
                        "%8s  %-10s  %s%n",
                        TerminalText.line(id), TerminalText.line(event.name()), TerminalText.line(event.data()));
        out().flush();
    }

    private static ObjectNode json(EventParser.Event event) {
        ObjectNode node = Json.object().put("id", event.id()).put("event", event.name());
        try {
            return node.set("data", Json.MAPPER.readTree(event.data()));
        } catch (JsonProcessingException notJson) {
            return node.put("data", event.data());
        }
    }

    private void note(String text) {
        err().println("menhir client: " + TerminalText.line(text));
        err().flush();
    }
}
