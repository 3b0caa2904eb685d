package menhir.client.api;

import java.util.function.Function;
import menhir.client.http.Response;
import org.jspecify.annotations.Nullable;

/**
 * The result of a lookup.
 *
 * @param item null if there is no such item
 */
public record LookupResult(@Nullable ItemView item, CacheStatus cache) {

    /** Reads a response; 404 means that there is no such item. */
    static LookupResult of(Response response, Function<Response, ItemView> reader) {
        return new LookupResult(response.status() == 404 ? null : reader.apply(response), CacheStatus.of(response));
    }
}
