package menhir.store;

import java.math.BigDecimal;
import java.util.List;

/**
 * What was cancelled of an order. It never changes.
 *
 * @param index of the log entry by which it was cancelled
 * @param lines what came back, at the order's prices
 * @param timeMillis when the leader decided it, milliseconds since 1970
 */
public record Cancellation(long order, long index, List<PricedLine> lines, long timeMillis) {
    public Cancellation {
        lines = List.copyOf(lines);
    }

    /** What was paid for the lines. */
    public BigDecimal total() {
        return PricedLine.total(lines);
    }
}
