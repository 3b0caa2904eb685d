package menhir.http.server;

import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Points in time as clients write them: ISO 8601 with {@code Z} or an offset. */
final class Instants {
    /** For error texts. */
    static final String ALLOWED = "an instant such as 2026-11-22T06:42:16Z";

    private Instants() {}

    /** Milliseconds since 1970; null if the text is no instant, or one that these cannot count. */
    static @Nullable Long parse(String text) {
        try {
            return Instant.parse(text).toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }
}
