package menhir.client.library;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stock that is set aside.
 *
 * @param state one of active, confirmed, released, expired
 * @param lines empty if it has ended
 * @param total null if it has ended
 * @param customer null if it has none
 * @param expires the hold never expires earlier
 * @param order the number of the order that it became; null if it became none
 */
public record Hold(
        long id,
        String state,
        @Optionally @Nullable List<OrderLine> lines,
        @Optionally @Nullable BigDecimal total,
        @Optionally @Nullable String customer,
        @JsonDeserialize(using = InstantReader.class) Instant placed,
        @JsonDeserialize(using = InstantReader.class) Instant expires,
        @Optionally @Nullable Long order) {

    public Hold {
        lines = lines == null ? List.of() : List.copyOf(lines);
    }

    /** Whether it still has its stock. */
    public boolean isActive() {
        return state.equals("active");
    }
}
