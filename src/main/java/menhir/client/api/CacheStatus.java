package menhir.client.api;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;
import menhir.client.http.Response;

/** Whether a lookup was answered from a server's cache, by the Cache-Status header (RFC 9211). */
public enum CacheStatus {
    HIT,
    MISS,
    /** The response has no Cache-Status. */
    UNKNOWN;

    /** Reads {@code menhir; hit} as a hit and {@code menhir; fwd=miss} as a miss. */
    static CacheStatus of(Response response) {
        Optional<String> header = response.headers().firstValue("Cache-Status");
        if (header.isEmpty()) {
            return UNKNOWN;
        }
        // Each cache on the way appends a member: the last one is nearest to the client.
        String value = header.get().toLowerCase(Locale.ROOT);
        String nearest = value.substring(value.lastIndexOf(',') + 1);
        for (String parameter : nearest.split(";", -1)) {
            String name = parameter.strip();
            if (name.equals("hit") || name.equals("hit=?1")) {
                return HIT;
            }
        }
        return MISS;
    }

    /** The name in reports and in JSON. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
