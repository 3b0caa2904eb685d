package menhir.client.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import menhir.client.http.Response;

/** The outcome of a change, from a server's response. */
public sealed interface ChangeOutcome {

    /**
     * It was done.
     *
     * @param value what the response shows
     * @param replayed whether an earlier attempt had done it and only its response was lost
     */
    record Done(ObjectNode value, boolean replayed) implements ChangeOutcome {}

    /** It was rejected; nothing was changed. */
    record Rejected(String reason) implements ChangeOutcome {}

    /** The outcome that a response tells. */
    static ChangeOutcome of(Response response) {
        return switch (response.status()) {
            case 200, 201 -> new Done(response.json(ObjectNode.class), response.replayed());
            case 400, 404, 409, 410, 422 -> new Rejected(response.problem());
            default -> throw response.bad(response.problem());
        };
    }
}
