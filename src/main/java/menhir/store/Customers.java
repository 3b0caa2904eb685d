package menhir.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import menhir.store.Hold.HeldLine;
import org.jspecify.annotations.Nullable;

/** A state's {@linkplain CustomerCount counts} of what customers have of the items with a limit. */
final class Customers {
    private final StoreState state;
    private final TreeMap<String, CustomerCount> counts = new TreeMap<>();

    Customers(StoreState state) {
        this.state = state;
    }

    int size() {
        return counts.size();
    }

    Collection<CustomerCount> all() {
        return counts.values();
    }

    @Nullable
    CustomerCount named(String name) {
        return counts.get(name);
    }

    /** How many of an item a customer has bought and holds, as far as it was counted. */
    long quantity(String item, String customer) {
        CustomerCount count = counts.get(CustomerCount.nameOf(item, customer));
        return count == null ? 0 : count.quantity();
    }

    /**
     * Counts what a customer bought or holds, if the item has a limit.
     *
     * @return since when the item's quantities are counted, 0 if this one is not
     */
    long count(String item, @Nullable String customer, long quantity) {
        Terms terms = state.knownItem(item).terms();
        if (customer == null || terms == null || terms.limitPerCustomer() == null) {
            return 0;
        }
        put(new CustomerCount(item, customer, quantity(item, customer) + quantity, state.index()));
        return terms.since();
    }

    /** Takes back what was counted for a line of a hold, unless those counts were dropped meanwhile. */
    void discount(HeldLine line, @Nullable String customer) {
        Terms terms = state.knownItem(line.item()).terms();
        if (customer != null && line.counted() != 0 && terms != null && terms.since() == line.counted()) {
            subtract(line.item(), customer, line.quantity());
        }
    }

    /**
     * Takes back what was counted for an order, unless its quantities were not counted or those counts were dropped meanwhile.
     *
     * @param countedAt index of the entry at which they would have been counted
     */
    void discount(String item, @Nullable String customer, long quantity, long countedAt) {
        Terms terms = state.knownItem(item).terms();
        if (customer != null && terms != null && terms.limitPerCustomer() != null && terms.since() < countedAt) {
            subtract(item, customer, quantity);
        }
    }

    private void subtract(String item, String customer, long quantity) {
        long left = quantity(item, customer) - quantity;
        if (left > 0) {
            put(new CustomerCount(item, customer, left, state.index()));
        } else {
            remove(CustomerCount.nameOf(item, customer));
        }
    }

    /** Drops all counts of an item. */
    void drop(String item) {
        String prefix = CustomerCount.prefixOf(item);
        List<String> names = new ArrayList<>(
                counts.subMap(prefix, prefix + Character.MAX_VALUE).keySet());
        names.forEach(this::remove);
    }

    void put(CustomerCount count) {
        state.changed(counts.put(count.name(), count), count);
    }

    private void remove(String name) {
        CustomerCount before = counts.remove(name);
        if (before != null) {
            state.changed(before, null);
        }
    }
}
