package menhir.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The lines of an order or a hold at the present prices, with what they want of each item together. */
final class Basket {
    private final List<PricedLine> lines;
    private final Map<Item, Long> wanted = new LinkedHashMap<>();

    /** Every item must be known: see {@link #unknownItem}. */
    Basket(StoreState state, List<Line> of) {
        lines = new ArrayList<>(of.size());
        for (Line line : of) {
            Item item = state.knownItem(line.item());
            wanted.merge(item, line.quantity(), Math::addExact);
            lines.add(new PricedLine(line.item(), line.quantity(), item.price()));
        }
    }

    /** Why the store does not know what is wanted, or null. */
    static @Nullable Rejection unknownItem(StoreState state, List<Line> lines) {
        for (Line line : lines) {
            if (state.item(line.item()) == null) {
                return new Rejection.UnknownItem(line.item());
            }
        }
        return null;
    }

    List<PricedLine> lines() {
        return lines;
    }

    /** Why they cannot be added to the stock, or null. */
    @Nullable
    Rejection surplus() {
        for (Map.Entry<Item, Long> want : wanted.entrySet()) {
            Item item = want.getKey();
            if (want.getValue() > Limits.STOCK - item.quantity() - item.held()) {
                return new Rejection.TooMany(item.name(), Limits.STOCK);
            }
        }
        return null;
    }

    /**
     * Why a customer cannot have them, or null.
     *
     * @param customer null if the client did not say
     * @param timeMillis the leader's clock, milliseconds since 1970
     */
    @Nullable
    Rejection shortage(Customers customers, @Nullable String customer, long timeMillis) {
        for (Map.Entry<Item, Long> want : wanted.entrySet()) {
            Item item = want.getKey();
            long quantity = want.getValue();
            Rejection rejection = item.terms() == null
                    ? null
                    : refusal(item, item.terms(), quantity, customers, customer, timeMillis);
            if (rejection != null) {
                return rejection;
            }
            if (quantity > item.quantity()) {
                return new Rejection.NotEnough(item.name(), item.quantity(), quantity);
            }
        }
        return null;
    }

    private @Nullable Rejection refusal(
            Item item, Terms terms, long quantity, Customers customers, @Nullable String customer, long timeMillis) {
        if (!terms.sellAt(timeMillis)) {
            return new Rejection.NotOnSale(item.name(), terms.onSaleFrom(), terms.onSaleUntil(), timeMillis);
        }
        Long limit = terms.limitPerCustomer();
        if (limit == null) {
            return null;
        }
        if (customer == null) {
            return new Rejection.CustomerMissing(item.name(), limit);
        }
        long left = Math.max(0, limit - customers.quantity(item.name(), customer));
        if (quantity > left) {
            return new Rejection.LimitReached(item.name(), limit, left, quantity);
        }
        // Each item of the basket may need a count of its own.
        return customers.size() + wanted.size() > Limits.CUSTOMER_COUNTS
                ? new Rejection.Full("quantities counted per customer", Limits.CUSTOMER_COUNTS)
                : null;
    }
}
