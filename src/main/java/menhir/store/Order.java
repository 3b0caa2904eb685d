package menhir.store;

import java.math.BigDecimal;
import java.util.List;

/**
 * A placed order, as clients see it. It never changes.
 *
 * @param timeMillis when the leader decided it, milliseconds since 1970
 */
public record Order(long number, OrderType type, List<PricedLine> lines, long timeMillis) {

    public Order {
        lines = List.copyOf(lines);
    }

    public BigDecimal total() {
        return lines.stream().map(PricedLine::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
