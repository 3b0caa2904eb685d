package menhir.client.library;

import com.fasterxml.jackson.databind.node.ObjectNode;
import menhir.client.http.BadResponseException;
import menhir.client.http.NoServerException;
import menhir.client.http.Response;
import org.jspecify.annotations.Nullable;

/** A server's answer: a value, or why there is none. */
record Reply<T>(@Nullable T answered, @Nullable MenhirException problem) {

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
        if (status < 400 || status >= 500 || response.problemName().isEmpty()) {
            throw response.bad(response.problem());
        }
        String key = response.request().idempotencyKey();
        if (key != null && response.afterUnknown()) {
            // An attempt that nobody answered may have been carried out, or be carried out still.
            return new Reply<>(null, new NoAnswerException(new NoServerException(response.problem(), true), key));
        }
        return new Reply<>(
                null, RejectedException.of(status, response.problemName().get(), response.json(ObjectNode.class)));
    }

    boolean isProblem(String type) {
        return problem instanceof RejectedException rejected && rejected.type().equals(type);
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
