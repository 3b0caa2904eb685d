package menhir.client.http;

/**
 * A request, and how to read its response. They belong together so that an unreadable response counts as a failed
 * attempt, which {@link ApiCaller} repeats at another server.
 *
 * @param <T> the result
 */
public record ApiCall<T>(Request request, Reader<T> reader) {

    /** Turns a response into a result. */
    public interface Reader<T> {
        /**
         * Reads the response.
         *
         * @throws BadResponseException if the API does not allow such a response
         */
        T read(Response response);
    }
}
