package menhir.client.command;

import java.util.UUID;
import menhir.client.api.GamesDialect;
import menhir.client.api.Json;
import menhir.client.http.Request;
import menhir.client.http.StoreClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Cacofonix, who alone may change scores and medals. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public abstract class ScoreUpdateCommand extends RemoteCommand {

    @Option(
            names = "--id",
            paramLabel = "ID",
            defaultValue = "${env:MENHIR_GAMES_AUTH_ID}",
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
            description = "The id; better given by MENHIR_GAMES_AUTH_ID, for others see the command line.")
    @Nullable
    String id;

    @Option(names = "--key", paramLabel = "KEY", description = "Idempotency key; a new one if not given.")
    @Nullable
    String key;

    /** The path of the update, without the id. */
    abstract String path();

    @Override
    final int run(StoreClient connection) throws InterruptedException {
        if (id == null || id.isBlank()) {
            throw options.wrong("--id is missing, and MENHIR_GAMES_AUTH_ID is not set");
        }
        String used = key != null ? key : UUID.randomUUID().toString();
        String refusal = connection.session().unmeasured(GamesDialect.update(path(), id, used));
        if (!refusal.isEmpty()) {
            return failed(ExitStatus.NOT_SOUND, "refused: " + refusal);
        }
        if (options.json) {
            print(Json.object().put("response", "success").put("key", used));
        } else {
            out().println("done");
            out().flush();
        }
        return ExitStatus.OK;
    }

    /** Sets an event's score. */
    @Command(
            name = "set-score",
            description = "Sets the score of an event, as Cacofonix.",
            footer = {"  client set-score Luge 3 4"})
    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    public static final class Score extends ScoreUpdateCommand {

        @Parameters(index = "0", paramLabel = "EVENT", description = "The event.")
        String event;

        @Parameters(index = "1", paramLabel = "ROME", description = "Rome's score.")
        long rome;

        @Parameters(index = "2", paramLabel = "GAUL", description = "Gaul's score.")
        long gaul;

        @Override
        String path() {
            return "/setScore/" + Request.encode(event) + "/" + rome + "/" + gaul;
        }
    }

    /** Awards a medal. */
    @Command(
            name = "award-medal",
            description = "Gives a team one more medal, as Cacofonix.",
            footer = {"  client award-medal Gaul Gold"})
    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    public static final class Medal extends ScoreUpdateCommand {

        @Parameters(index = "0", paramLabel = "TEAM", description = "The team.")
        String team;

        @Parameters(index = "1", paramLabel = "MEDAL", description = "Bronze, Silver or Gold.")
        String medal;

        @Override
        String path() {
            return "/incrementMedalTally/" + Request.encode(team) + "/" + Request.encode(medal);
        }
    }
}
