package menhir.simulation;

import java.util.HashMap;
import java.util.Map;
import menhir.store.CancelOrder;
import menhir.store.CancelledOrders;
import menhir.store.Entry.OrderPlaced;
import menhir.store.OrderCancelled;
import menhir.store.OrderType;
import menhir.store.Rejection;
import org.jspecify.annotations.Nullable;

/** Which orders have really been cancelled: the part of {@link Truth} about them. It shares no code with {@code Cancellations}. */
final class CancellationTruth {
    private final Map<Long, Long> indexes = new HashMap<>();

    /** An order is committed as cancelled. Returns what comes back of each item. */
    Map<String, Long> onCommitted(OrderCancelled entry, OrderPlaced order, LogTree.Node node) {
        if (indexes.put(entry.order(), node.index()) != null) {
            throw new InvariantViolated(Invariant.C_NOTHING_OVERSOLD, "an order is cancelled twice: " + node);
        }
        Map<String, Long> back = new HashMap<>();
        entry.lines().forEach(line -> back.merge(line.item(), line.quantity(), Long::sum));
        Map<String, Long> bought = new HashMap<>();
        order.lines().forEach(line -> bought.merge(line.item(), line.quantity(), Long::sum));
        boolean allowed = order.type() == OrderType.BUY
                && back.entrySet().stream().allMatch(item -> item.getValue() <= bought.getOrDefault(item.getKey(), 0L));
        if (!allowed) {
            throw new InvariantViolated(Invariant.C_NOTHING_OVERSOLD, "more comes back than was bought: " + node);
        }
        return back;
    }

    /** It was looked up whether an order is cancelled. */
    void checkLookup(long number, @Nullable CancelledOrders shown, long releasedBefore, long released) {
        long index = shown == null ? 0 : shown.indexOf(number);
        Long actual = indexes.get(number);
        boolean right = index == 0
                ? actual == null || actual > releasedBefore
                : actual != null && actual == index && index <= released;
        if (!right) {
            throw new InvariantViolated(
                    Invariant.D_NOTHING_STALE,
                    "order " + number + " was shown as cancelled by " + index + "; it was by " + actual
                            + "; released then " + releasedBefore + ", now " + released);
        }
    }

    /** Whether a rejection of a cancellation was true. */
    boolean isTrue(Rejection why, CancelOrder cancel, long released) {
        if (why instanceof Rejection.AlreadyCancelled already) {
            Long actual = indexes.get(cancel.number());
            return actual != null && actual == already.index() && actual <= released;
        }
        return why instanceof Rejection.NotABuy
                && cancel.order() != null
                && cancel.order().type() == OrderType.SELL;
    }
}
