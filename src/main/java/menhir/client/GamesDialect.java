package menhir.client;

import com.fasterxml.jackson.databind.JsonNode;

/** The paths and JSON of the Olympics. */
final class GamesDialect {

    private GamesDialect() {}

    static Call<JsonNode> medals(String team) {
        return pull("/getMedalTally/" + Request.encode(team), "medals");
    }

    static Call<JsonNode> score(String event) {
        return pull("/getScore/" + Request.encode(event), "scores");
    }

    /** The whole answer; its {@code field} and {@code time} are objects with the same names. */
    private static Call<JsonNode> pull(String path, String field) {
        return new Call<>(Request.get(path), answer -> {
            JsonNode body = success(answer);
            Json.child(answer, body, field);
            JsonNode times = Json.child(answer, body, "time");
            body.path(field).fieldNames().forEachRemaining(name -> {
                if (!times.path(name).isNumber()) {
                    throw answer.bad("no time for '" + Printable.line(name, 40) + "'");
                }
            });
            return body;
        });
    }

    /** The server that the dispatcher sends this client to; it counts there until {@link #release}. */
    static Call<ServerAddress> server() {
        return new Call<>(Request.get("/getServer"), answer -> {
            String server = Json.text(answer, success(answer), "server");
            try {
                return ServerAddress.parse(server);
            } catch (IllegalArgumentException wrong) {
                throw answer.bad(String.valueOf(wrong.getMessage()));
            }
        });
    }

    /** This client is gone; empty, or why it did not count there any more. */
    static Call<String> release(ServerAddress server) {
        return new Call<>(Request.get("/releaseServer/" + Request.encode(server.toString())), GamesDialect::refusal);
    }

    /**
     * Empty when it was done, else why not.
     *
     * @param key the same for every attempt, so that it is done once
     */
    static Call<String> update(String path, String authId, String key) {
        return new Call<>(Request.update(path, authId, key), GamesDialect::refusal);
    }

    private static String refusal(Answer answer) {
        if (answer.status() == 400 || answer.status() == 403 || answer.status() == 404 || answer.status() == 422) {
            JsonNode message = Json.object(answer).path("message");
            return message.isTextual() ? Printable.line(message.textValue(), 300) : "refused";
        }
        success(answer);
        return "";
    }

    private static JsonNode success(Answer answer) {
        JsonNode body = Json.okObject(answer);
        if (!Json.text(answer, body, "response").equals("success")) {
            throw answer.bad("no success");
        }
        return body;
    }
}
