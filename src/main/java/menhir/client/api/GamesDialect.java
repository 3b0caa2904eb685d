package menhir.client.api;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import menhir.client.http.ApiCall;
import menhir.client.http.Request;
import menhir.client.http.Response;
import menhir.client.http.ServerAddress;
import menhir.client.terminal.TerminalText;
import org.jspecify.annotations.Nullable;

/** The API of the classical Olympics scoreboard and its dispatcher. */
public final class GamesDialect {

    private record Failure(
            @JsonSetter(nulls = Nulls.SET) @Nullable String message) {}

    private GamesDialect() {}

    /** A team's medals: the whole response, in which {@code medals} and {@code time} are objects with the same fields. */
    public static ApiCall<ObjectNode> medals(String team) {
        return marks("/getMedalTally/" + Request.encode(team), "medals");
    }

    /** An event's scores: the whole response, in which {@code scores} and {@code time} are objects with the same fields. */
    public static ApiCall<ObjectNode> score(String event) {
        return marks("/getScore/" + Request.encode(event), "scores");
    }

    private static ApiCall<ObjectNode> marks(String path, String field) {
        return new ApiCall<>(Request.get(path), response -> {
            ObjectNode body = success(response);
            JsonNode marks = requireObject(response, body, field);
            JsonNode times = requireObject(response, body, "time");
            marks.fieldNames().forEachRemaining(name -> {
                if (!times.path(name).isNumber()) {
                    throw response.bad("no time for '" + TerminalText.line(name, 40) + "'");
                }
            });
            return body;
        });
    }

    /** The server that the dispatcher assigns to this client, which counts as its client until {@link #release}. */
    public static ApiCall<ServerAddress> server() {
        return new ApiCall<>(Request.get("/getServer"), response -> {
            try {
                return ServerAddress.parse(text(response, success(response), "server"))
                        .likewise(response.server());
            } catch (IllegalArgumentException wrong) {
                throw response.bad(String.valueOf(wrong.getMessage()));
            }
        });
    }

    /** Releases the server that the dispatcher assigned. The result is empty, or why that was rejected. */
    public static ApiCall<String> release(ServerAddress server) {
        return new ApiCall<>(
                Request.get("/releaseServer/" + Request.encode(server.authority())), GamesDialect::rejection);
    }

    /**
     * Changes a score or the medals. The result is empty, or why the change was rejected.
     *
     * @param path without the id
     * @param authId the id that authorises the change
     * @param key the idempotency key, the same for every attempt
     */
    public static ApiCall<String> update(String path, String authId, String key) {
        return new ApiCall<>(Request.getWithSecret(path, authId, key), GamesDialect::rejection);
    }

    private static String rejection(Response response) {
        switch (response.status()) {
            case 400, 403, 404, 422 -> {
                String message = response.json(Failure.class).message();
                return message == null ? "no reason given" : TerminalText.line(message, 300);
            }
            default -> {
                success(response);
                return "";
            }
        }
    }

    private static ObjectNode success(Response response) {
        ObjectNode body = response.okJson(ObjectNode.class);
        if (!text(response, body, "response").equals("success")) {
            throw response.bad("field 'response' is not success");
        }
        return body;
    }

    private static String text(Response response, JsonNode body, String field) {
        JsonNode value = body.path(field);
        if (!value.isTextual()) {
            throw response.bad("field '" + field + "' is missing or not a string");
        }
        return value.textValue();
    }

    private static JsonNode requireObject(Response response, JsonNode body, String field) {
        JsonNode value = body.path(field);
        if (!value.isObject()) {
            throw response.bad("field '" + field + "' is missing or not an object");
        }
        return value;
    }
}
