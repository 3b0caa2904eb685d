package menhir.client.events;

import menhir.client.http.Response;

/** A server refuses a stream of events, as the others would. */
public final class StreamRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Response response;

    StreamRefusedException(Response response) {
        super(response.server() + " answered " + response.status() + " to " + response.request() + ": "
                + response.problem());
        this.response = response;
    }

    /** What the server answered. */
    public Response response() {
        return response;
    }
}
