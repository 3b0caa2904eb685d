package menhir.store;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A placed order, as clients see it. It never changes.
 *
 * @param customer whose it is, null if the client did not say
 * @param hold the hold that became this order, null if there was none
 * @param timeMillis when the leader decided it, milliseconds since 1970
 */
public record Order(
        long number,
        OrderType type,
        List<PricedLine> lines,
        @Nullable String customer,
        @Nullable Long hold,
        long timeMillis) {

    /** An order of a client that did not say whose it is. */
    public Order(long number, OrderType type, List<PricedLine> lines, long timeMillis) {
        this(number, type, lines, null, null, timeMillis);
    }

    public Order {
        lines = List.copyOf(lines);
    }

    public BigDecimal total() {
        return PricedLine.total(lines);
    }
}
