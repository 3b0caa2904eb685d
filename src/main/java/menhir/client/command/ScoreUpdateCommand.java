package menhir.client.command;

import java.util.UUID;
import menhir.client.api.GamesDialect;
import menhir.client.http.Json;
import menhir.client.http.Request;
import menhir.client.run.StoreClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Updates the scoreboard as Cacofonix, the only one who may. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public abstract class ScoreUpdateCommand extends RemoteCommand {

    @Option(
            names = "--id",
            paramLabel = "ID",
            defaultValue = "${env:MENHIR_GAMES_AUTH_ID}",
            showDefaultValue = Visibility.NEVER,
            description = "Secret id. Better set MENHIR_GAMES_AUTH_ID: other users can see the command line.")
    @Nullable
    String id;

    @Option(names = "--key", paramLabel = "KEY", description = "Idempotency key. Default: a new key.")
    @Nullable
    String key;

    /** The path of the update, without the id. */
    abstract String path();

    @Override
    final int run(StoreClient client) throws InterruptedException {
        if (id == null || id.isBlank()) {
            throw options.usageError("--id is missing, and MENHIR_GAMES_AUTH_ID is not set");
        }
        String usedKey = key != null ? key : UUID.randomUUID().toString();
        String rejection = client.send(GamesDialect.update(path(), id, usedKey));
        if (!rejection.isEmpty()) {
            return failed(ExitStatus.FAILED, "rejected: " + rejection);
        }
        if (options.json) {
            print(Json.object().put("response", "success").put("key", usedKey));
        } else {
            print("updated");
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

        @Parameters(index = "0", paramLabel = "EVENT", description = "Name of the event.")
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
            description = "Awards a medal to a team, as Cacofonix.",
            footer = {"  client award-medal Gaul Gold"})
    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    public static final class Medal extends ScoreUpdateCommand {

        @Parameters(index = "0", paramLabel = "TEAM", description = "Name of the team.")
        String team;

        @Parameters(index = "1", paramLabel = "MEDAL", description = "Bronze, Silver or Gold.")
        String medal;

        @Override
        String path() {
            return "/incrementMedalTally/" + Request.encode(team) + "/" + Request.encode(medal);
        }
    }
}
