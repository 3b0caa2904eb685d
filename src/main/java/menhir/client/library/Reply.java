package menhir.client.library;

import com.fasterxml.jackson.databind.node.ObjectNode;
import menhir.client.http.BadResponseException;
import menhir.client.http.Response;
import org.jspecify.annotations.Nullable;

/** A server's answer: a value, or the problem for which it refused the request. */
record Reply<T>(@Nullable T answered, @Nullable RejectedException problem) {

    /**
     * Reads a response.
     *
     * @throws BadResponseException if the API does not allow it
     */
    static <T> Reply<T> of(Response response, Class<T> type) {
        int status = response.status();
        if (status == 200 || status == 201) {
            return new Reply<>(response.json(type), null);
        }
        if (status >= 400 && status < 500) {
            return new Reply<>(null, RejectedException.of(status, response.json(ObjectNode.class)));
        }
        throw response.bad(response.problem());
    }

    boolean isProblem(String type) {
        return problem != null && problem.type().equals(type);
    }

    /** The value. Throws the problem, if there is one. */
    T value() {
        if (problem != null) {
            throw problem;
        }
        if (answered == null) {
            throw new IllegalStateException("a reply with nothing");
        }
        return answered;
    }
}
