package menhir.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import menhir.store.Decision.Accepted;
import menhir.store.Decision.Rejected;
import org.jspecify.annotations.Nullable;

/** The {@link Decider}'s rules for cancelling orders. */
class CancellationDecider {
    private final StoreState state;

    CancellationDecider(StoreState state) {
        this.state = state;
    }

    Decision decide(CancelOrder cancel, long timeMillis) {
        Order order = cancel.order();
        if (order == null || order.number() != cancel.number() || order.number() > state.lastNumber()) {
            return new Rejected(new Rejection.UnknownOrder(cancel.number()));
        }
        Rejection rejection = refusal(order);
        if (rejection != null) {
            return new Rejected(rejection);
        }
        List<Line> bought = order.lines().stream()
                .map(line -> new Line(line.item(), line.quantity()))
                .toList();
        List<Line> wanted = cancel.lines().isEmpty() ? bought : cancel.lines();
        rejection = surplus(order, bought, wanted);
        return rejection != null
                ? new Rejected(rejection)
                : new Accepted(new OrderCancelled(
                        order.number(),
                        priced(order, sum(wanted)),
                        order.customer(),
                        order.hold() == null ? cancel.orderIndex() : order.hold(),
                        cancel.key(),
                        cancel.fingerprint(),
                        timeMillis));
    }

    private @Nullable Rejection refusal(Order order) {
        if (order.type() != OrderType.BUY) {
            return new Rejection.NotABuy(order.number());
        }
        long index = state.cancellations().indexOf(order.number());
        if (index > 0) {
            return new Rejection.AlreadyCancelled(order.number(), index);
        }
        return state.cancellations().count() >= Limits.CANCELLED_ORDERS
                ? new Rejection.Full("cancelled orders", Limits.CANCELLED_ORDERS)
                : null;
    }

    /** Why so much cannot come back, or null. */
    private @Nullable Rejection surplus(Order order, List<Line> bought, List<Line> wanted) {
        Map<String, Long> has = sum(bought);
        for (Map.Entry<String, Long> want : sum(wanted).entrySet()) {
            String item = want.getKey();
            if (want.getValue() > has.getOrDefault(item, 0L)) {
                return new Rejection.NotInOrder(order.number(), item, has.getOrDefault(item, 0L), want.getValue());
            }
            if (state.item(item) == null && state.retiredItem(item) == null) {
                return new Rejection.UnknownItem(item);
            }
        }
        return new Basket(state, wanted).surplus();
    }

    private static Map<String, Long> sum(List<Line> lines) {
        Map<String, Long> quantities = new LinkedHashMap<>();
        lines.forEach(line -> quantities.merge(line.item(), line.quantity(), Math::addExact));
        return quantities;
    }

    /** At the order's prices. All its lines of an item have the same one. */
    private static List<PricedLine> priced(Order order, Map<String, Long> quantities) {
        Map<String, Long> left = new LinkedHashMap<>(quantities);
        List<PricedLine> lines = new ArrayList<>();
        for (PricedLine line : order.lines()) {
            Long quantity = left.remove(line.item());
            if (quantity != null) {
                lines.add(new PricedLine(line.item(), quantity, line.price()));
            }
        }
        return lines;
    }
}
