package menhir.client.api;

import menhir.client.http.BadResponseException;
import menhir.client.http.Request;
import menhir.client.http.Response;

/**
 * A request together with how to read its answer, so that an answer that cannot be read counts as a failed attempt.
 *
 * @param <T> what the answer says
 */
public record ApiCall<T>(Request request, Reader<T> reader) {

    /** Reads an answer, or throws {@link BadResponseException} when the API does not allow it. */
    public interface Reader<T> {
        T read(Response answer);
    }
}
