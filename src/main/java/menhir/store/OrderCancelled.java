package menhir.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Stock of an order came back. The order's own entry stays as it is.
 *
 * @param order number of the order
 * @param lines what came back, at the order's prices
 * @param customer whose order it is, null if the client did not say
 * @param countedAt index of the entry at which the customer's quantities were counted: the order's, or that of its hold
 */
public record OrderCancelled(
        long order,
        List<PricedLine> lines,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String customer,

        long countedAt,
        String key,
        long fingerprint,
        long timeMillis)
        implements Entry.Keyed {
    public OrderCancelled {
        lines = List.copyOf(lines);
    }

    @Override
    public void applyTo(StoreState state) {
        for (PricedLine line : lines) {
            state.addStock(line.item(), line.quantity());
            state.customers().discount(line.item(), customer, line.quantity(), countedAt);
        }
        state.cancellations().onCancelled(order);
    }

    @Override
    public Set<String> affectedNames() {
        Set<String> names = new TreeSet<>();
        names.add(CancelledOrders.nameOf(order));
        lines.forEach(line -> names.add(line.item()));
        return names;
    }

    @Override
    public int weight() {
        return Weight.SINGLE + 1 + lines.size();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.orderCancelled(this);
    }

    /** What clients see of it. */
    public Cancellation cancellation(long index) {
        return new Cancellation(order, index, lines, timeMillis);
    }
}
