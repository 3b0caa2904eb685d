package menhir.client.library;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A placed order. It never changes, except that it may be cancelled.
 *
 * @param number from 1, in the order of the store's log
 * @param type {@code buy} or {@code sell}
 * @param total the sum of the lines' amounts
 * @param customer null if it has none
 * @param hold the hold that it was; null if it was none
 * @param time by the clock of the leader
 * @param cancellation null if it was not cancelled
 */
public record Order(
        long number,
        String type,
        List<OrderLine> lines,
        BigDecimal total,
        @Optionally @Nullable String customer,
        @Optionally @Nullable Long hold,
        @JsonDeserialize(using = InstantReader.class) Instant time,
        @Optionally @Nullable Cancellation cancellation) {

    public Order {
        lines = List.copyOf(lines);
    }

    /**
     * What came back of an order.
     *
     * @param index of the entry in the store's log
     * @param lines null in a list of orders
     * @param total null in a list of orders
     * @param time null in a list of orders
     */
    public record Cancellation(
            long index,
            @Optionally @Nullable List<OrderLine> lines,
            @Optionally @Nullable BigDecimal total,

            @Optionally @JsonDeserialize(using = InstantReader.class) @Nullable
            Instant time) {}
}
