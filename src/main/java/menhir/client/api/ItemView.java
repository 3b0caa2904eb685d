package menhir.client.api;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** An item as a server shows it; {@code topic} and {@code number} are null where there is none. */
public record ItemView(
        String name,
        BigDecimal price,
        long quantity,
        @Nullable String topic,
        @Nullable Long number) {}
