package menhir.client.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.TimeUnit;
import menhir.client.TerminalText;
import menhir.client.api.GamesDialect;
import menhir.client.api.Json;
import menhir.client.http.ServerAddress;
import menhir.client.http.StoreClient;
import menhir.client.run.Session;
import menhir.client.run.TimeCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The pull client of the Olympics: asks for medals and scores again and again, and checks that times do not run back. */
@Command(
        name = "scores",
        description = "Pulls medals and scores through the Olympics' paths, and checks that no time runs backwards.",
        footer = {
            "  client scores",
            "  client scores --rounds 100 --interval-millis 200 --events Luge",
            "  client scores --dispatched"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class ScoresCommand extends RemoteCommand {

    private static final long LONGEST_MILLIS = 3_600_000;
    private static final int ROUNDS_LIMIT = 1_000_000;

    @Option(names = "--teams", split = ",", paramLabel = "TEAM", defaultValue = "Gaul,Rome", description = "Teams.")
    List<String> teams;

    @Option(
            names = "--events",
            split = ",",
            paramLabel = "EVENT",
            defaultValue = "Luge,Stone Curling,Stone Skating",
            description = "Events.")
    List<String> events;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "1", description = "How often to ask for all of them.")
    int rounds;

    @Option(
            names = "--interval-millis",
            paramLabel = "MS",
            defaultValue = "1000",
            description = "Pause between two rounds.")
    long intervalMillis;

    @Option(
            names = "--dispatched",
            description = "Let the dispatcher choose the server; the others are asked only if that one fails.")
    boolean dispatched;

    @Override
    int run(StoreClient connection) throws InterruptedException {
        options.require("--rounds", rounds, 1, ROUNDS_LIMIT);
        options.require("--interval-millis", intervalMillis, 0, LONGEST_MILLIS);
        if (!dispatched) {
            return pull(connection.session());
        }
        ServerAddress server = connection.session().unmeasured(GamesDialect.server());
        if (!options.json) {
            out().println("sent to " + server);
        }
        try {
            return pull(connection.beginningAt(server).session());
        } finally {
            connection.session().unmeasured(GamesDialect.release(server));
        }
    }

    private int pull(Session session) throws InterruptedException {
        TimeCheck check = new TimeCheck();
        for (int round = 1; round <= rounds; round++) {
            for (String team : teams) {
                show(team, session.unmeasured(GamesDialect.medals(team)), "medals", check);
            }
            for (String event : events) {
                show(event, session.unmeasured(GamesDialect.score(event)), "scores", check);
            }
            if (round < rounds) {
                TimeUnit.MILLISECONDS.sleep(intervalMillis);
            }
        }
        return check.findings() == 0
                ? ExitStatus.OK
                : failed(ExitStatus.NOT_SOUND, check.findings() + " times ran backwards, the first: " + check.first());
    }

    private void show(String what, JsonNode answer, String field, TimeCheck check) {
        check.see(what, answer.path("time"));
        if (options.json) {
            print(Json.object().put("name", what).set("answer", answer));
            return;
        }
        StringBuilder line = new StringBuilder();
        answer.path(field)
                .properties()
                .forEach(mark -> line.append(TerminalText.line(
                        "  " + mark.getKey() + " " + mark.getValue().asText(), 60)));
        out().printf("%-16s%s%n", TerminalText.line(what), line);
        out().flush();
    }
}
