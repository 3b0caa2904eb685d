package menhir.client.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import menhir.client.events.Event;
import menhir.client.events.EventWatcher;
import menhir.client.events.StreamRefusedException;
import menhir.client.http.Json;
import menhir.client.http.NoServerException;
import menhir.client.run.StoreClient;
import menhir.client.run.UnusableStoreException;
import menhir.client.terminal.TerminalText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints events as they arrive. */
@Command(
        name = "watch",
        description = {
            "Prints the store's events as they arrive, until it is interrupted.",
            "When a server fails it resumes at another one. With --json each event is one line of JSON."
        },
        footer = {"  client watch", "  client watch --from 0 --events 10 --json"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class WatchCommand extends RemoteCommand {

    private static final long MAX_IDLE_MILLIS = 3_600_000;

    @Option(names = "--from", paramLabel = "ID", description = "Start after the event with this identifier.")
    @Nullable
    String from;

    @Option(names = "--events", paramLabel = "N", description = "Exit after N events. Default: no limit.")
    @Nullable
    Long events;

    @Option(
            names = "--idle-millis",
            paramLabel = "MS",
            defaultValue = "30000",
            description = "Try the next server after this time without data.")
    long idleMillis;

    @Override
    int run(StoreClient client) throws InterruptedException {
        long limit = events == null ? Long.MAX_VALUE : events;
        options.require("--events", limit, 1, Long.MAX_VALUE);
        options.require("--idle-millis", idleMillis, 1, MAX_IDLE_MILLIS);
        if (from != null && !EventWatcher.isUsableId(from)) {
            throw options.usageError("--from must be an event's identifier");
        }
        String path = client.canonical().eventsPath();
        EventWatcher watcher = new EventWatcher(client.pool(), path, from, idleMillis, limit, this::show, this::warn);
        try {
            watcher.run();
        } catch (StreamRefusedException refused) {
            if (refused.response().status() == 404) {
                throw UnusableStoreException.unknown(client.store());
            }
            throw new NoServerException(String.valueOf(refused.getMessage()));
        }
        return ExitStatus.OK;
    }

    private void show(Event event) {
        if (options.json) {
            print(json(event));
            return;
        }
        String id = event.id() == null ? "-" : event.id();
        print(String.format(
                "%8s  %-10s  %s",
                TerminalText.line(id), TerminalText.line(event.name()), TerminalText.line(event.data())));
    }

    private static ObjectNode json(Event event) {
        ObjectNode node = Json.object().put("id", event.id()).put("event", event.name());
        try {
            return node.set("data", Json.MAPPER.readTree(event.data()));
        } catch (JsonProcessingException notJson) {
            return node.put("data", event.data());
        }
    }
}
