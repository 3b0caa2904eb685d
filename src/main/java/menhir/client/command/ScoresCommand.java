package menhir.client.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.TimeUnit;
import menhir.client.api.GamesDialect;
import menhir.client.http.Json;
import menhir.client.http.ServerAddress;
import menhir.client.run.Session;
import menhir.client.run.StoreClient;
import menhir.client.run.TimestampCheck;
import menhir.client.terminal.TerminalText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The pull client of the Olympics: polls medals and scores, and checks that timestamps never go backwards. */
@Command(
        name = "scores",
        description = {"Polls the medals and scores of the Olympics.", "Fails if a timestamp goes backwards."},
        footer = {
            "  client scores",
            "  client scores --rounds 100 --interval-millis 200 --events Luge",
            "  client scores --dispatched"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class ScoresCommand extends RemoteCommand {

    private static final long MAX_INTERVAL_MILLIS = 3_600_000;
    private static final int ROUNDS_LIMIT = 1_000_000;

    @Option(
            names = "--teams",
            split = ",",
            paramLabel = "TEAM",
            defaultValue = "Gaul,Rome",
            description = "Teams whose medals to poll.")
    List<String> teams;

    @Option(
            names = "--events",
            split = ",",
            paramLabel = "EVENT",
            defaultValue = "Luge,Stone Curling,Stone Skating",
            description = "Events whose scores to poll.")
    List<String> events;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "1", description = "How often to poll all of them.")
    int rounds;

    @Option(
            names = "--interval-millis",
            paramLabel = "MS",
            defaultValue = "1000",
            description = "Pause between two rounds.")
    long intervalMillis;

    @Option(
            names = "--dispatched",
            description = "Use the server that the dispatcher chooses; the others only if that one fails.")
    boolean dispatched;

    @Override
    int run(StoreClient client) throws InterruptedException {
        options.require("--rounds", rounds, 1, ROUNDS_LIMIT);
        options.require("--interval-millis", intervalMillis, 0, MAX_INTERVAL_MILLIS);
        if (!dispatched) {
            return poll(client.session());
        }
        ServerAddress server = client.send(GamesDialect.server());
        if (!options.json) {
            print("dispatched to " + server);
        }
        try {
            return poll(client.startingWith(server).session());
        } finally {
            client.send(GamesDialect.release(server));
        }
    }

    private int poll(Session session) throws InterruptedException {
        TimestampCheck check = new TimestampCheck();
        for (int round = 1; round <= rounds; round++) {
            for (String team : teams) {
                show(team, session.send(GamesDialect.medals(team)), "medals", check);
            }
            for (String event : events) {
                show(event, session.send(GamesDialect.score(event)), "scores", check);
            }
            if (round < rounds) {
                TimeUnit.MILLISECONDS.sleep(intervalMillis);
            }
        }
        return check.violations() == 0
                ? ExitStatus.OK
                : failed(
                        ExitStatus.FAILED,
                        check.violations() + " timestamps went backwards, the first: " + check.firstViolation());
    }

    private void show(String subject, JsonNode response, String field, TimestampCheck check) {
        check.add(subject, response.path("time"));
        if (options.json) {
            print(Json.object().put("name", subject).set("response", response));
            return;
        }
        StringBuilder line = new StringBuilder();
        response.path(field)
                .properties()
                .forEach(mark -> line.append(TerminalText.line(
                        "  " + mark.getKey() + " " + mark.getValue().asText(), 60)));
        print(String.format("%-16s%s", TerminalText.line(subject), line));
    }
}
