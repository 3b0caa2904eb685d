package menhir.client;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a lookup found: the item, or null for an unknown one, and where the answer came from. */
record Looked(@Nullable ItemView item, RequestKind kind) {

    /** What an answer says of an item; 404 says that there is none. */
    static Looked of(Answer answer, Function<Answer, ItemView> item) {
        return new Looked(answer.status() == 404 ? null : item.apply(answer), kindOf(answer));
    }

    /** Tells a hit from a miss by the Cache-Status header (RFC 9211): {@code menhir; hit} or {@code menhir; fwd=miss}. */
    private static RequestKind kindOf(Answer answer) {
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
