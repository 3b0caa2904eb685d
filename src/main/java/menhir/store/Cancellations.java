package menhir.store;

import java.util.Collection;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A state's {@linkplain CancelledOrders cancelled orders}. */
final class Cancellations {
    private final StoreState state;
    private final TreeMap<String, CancelledOrders> blocks = new TreeMap<>();
    private int count;

    Cancellations(StoreState state) {
        this.state = state;
    }

    /** How many orders are cancelled. */
    int count() {
        return count;
    }

    Collection<CancelledOrders> all() {
        return blocks.values();
    }

    @Nullable
    CancelledOrders named(String name) {
        return blocks.get(name);
    }

    /** Index of the log entry by which an order was cancelled; 0 if it was not. */
    long indexOf(long order) {
        CancelledOrders block = blocks.get(CancelledOrders.nameOf(order));
        return block == null ? 0 : block.indexOf(order);
    }

    void onCancelled(long order) {
        CancelledOrders before = blocks.get(CancelledOrders.nameOf(order));
        put((before == null ? CancelledOrders.none(order) : before).with(order, state.index()));
    }

    void put(CancelledOrders block) {
        CancelledOrders before = blocks.put(block.name(), block);
        count += block.count() - (before == null ? 0 : before.count());
        state.changed(before, block);
    }
}
