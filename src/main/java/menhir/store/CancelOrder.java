package menhir.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cancels an order, once: its stock comes back. The state that decides does not have the orders, so the command brings its own, as
 * the released log has it.
 *
 * @param number of the order
 * @param lines what to cancel; empty for all of it
 * @param order the order; null if there is none with that number
 * @param orderIndex index of the log entry that placed it
 */
public record CancelOrder(
        String key, long number, List<Line> lines, @Nullable Order order, long orderIndex) implements Command {
    public CancelOrder {
        lines = List.copyOf(lines);
    }

    @Override
    public long fingerprint() {
        Digest64 digest = new Digest64().add("cancel").add(number);
        lines.forEach(line -> digest.add(line.item()).add(line.quantity()));
        return digest.value();
    }

    @Override
    public String target(long index) {
        return CancelledOrders.nameOf(number);
    }

    @Override
    public int weight() {
        return Weight.SINGLE
                + 1
                + lines.size()
                + (order == null ? 0 : order.lines().size());
    }

    @Override
    public Decision decideBy(Decider decider, long timeMillis) {
        return decider.cancellations().decide(this, timeMillis);
    }
}
