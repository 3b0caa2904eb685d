package menhir.client.api;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import menhir.client.http.Response;
import org.jspecify.annotations.Nullable;

/** What a lookup found: the item, or null for an unknown one, and where the answer came from. */
public record LookupResult(@Nullable ItemView item, RequestKind kind) {

    /** What an answer says of an item; 404 says that there is none. */
    static LookupResult of(Response answer, Function<Response, ItemView> item) {
        return new LookupResult(answer.status() == 404 ? null : item.apply(answer), kindOf(answer));
    }

    /** Tells a hit from a miss by the Cache-Status header (RFC 9211): {@code menhir; hit} or {@code menhir; fwd=miss}. */
    private static RequestKind kindOf(Response answer) {
        Optional<String> status = answer.headers().firstValue("Cache-Status");
        if (status.isEmpty()) {
            return RequestKind.LOOKUP;
        }
        // The last member is the cache nearest to us.
        String value = status.get().toLowerCase(Locale.ROOT);
        String nearest = value.substring(value.lastIndexOf(',') + 1);
        for (String parameter : nearest.split(";", -1)) {
            String name = parameter.strip();
            if (name.equals("hit") || name.equals("hit=?1")) {
                return RequestKind.LOOKUP_HIT;
            }
        }
        return RequestKind.LOOKUP_MISS;
    }
}
