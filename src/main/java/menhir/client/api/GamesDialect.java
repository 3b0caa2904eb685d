package menhir.client.api;

import com.fasterxml.jackson.databind.JsonNode;
import menhir.client.TerminalText;
import menhir.client.http.Request;
import menhir.client.http.Response;
import menhir.client.http.ServerAddress;

/** The paths and JSON of the Olympics. */
public final class GamesDialect {

    private GamesDialect() {}

    public static ApiCall<JsonNode> medals(String team) {
        return pull("/getMedalTally/" + Request.encode(team), "medals");
    }

    public static ApiCall<JsonNode> score(String event) {
        return pull("/getScore/" + Request.encode(event), "scores");
    }

    /** The whole answer; its {@code field} and {@code time} are objects with the same names. */
    private static ApiCall<JsonNode> pull(String path, String field) {
        return new ApiCall<>(Request.get(path), answer -> {
            JsonNode body = success(answer);
            Json.child(answer, body, field);
            JsonNode times = Json.child(answer, body, "time");
            body.path(field).fieldNames().forEachRemaining(name -> {
                if (!times.path(name).isNumber()) {
                    throw answer.bad("no time for '" + TerminalText.line(name, 40) + "'");
                }
            });
            return body;
        });
    }

    /** The server that the dispatcher sends this client to; it counts there until {@link #release}. */
    public static ApiCall<ServerAddress> server() {
        return new ApiCall<>(Request.get("/getServer"), answer -> {
            String server = Json.text(answer, success(answer), "server");
            try {
                return ServerAddress.parse(server);
            } catch (IllegalArgumentException wrong) {
                throw answer.bad(String.valueOf(wrong.getMessage()));
            }
        });
    }

    /** This client is gone; empty, or why it did not count there any more. */
    public static ApiCall<String> release(ServerAddress server) {
        return new ApiCall<>(Request.get("/releaseServer/" + Request.encode(server.toString())), GamesDialect::refusal);
    }

    /**
     * Empty when it was done, else why not.
     *
     * @param key the same for every attempt, so that it is done once
     */
    public static ApiCall<String> update(String path, String authId, String key) {
        return new ApiCall<>(Request.update(path, authId, key), GamesDialect::refusal);
    }

    private static String refusal(Response answer) {
        if (answer.status() == 400 || answer.status() == 403 || answer.status() == 404 || answer.status() == 422) {
            JsonNode message = Json.object(answer).path("message");
            return message.isTextual() ? TerminalText.line(message.textValue(), 300) : "refused";
        }
        success(answer);
        return "";
    }

    private static JsonNode success(Response answer) {
        JsonNode body = Json.okObject(answer);
        if (!Json.text(answer, body, "response").equals("success")) {
            throw answer.bad("no success");
        }
        return body;
    }
}
