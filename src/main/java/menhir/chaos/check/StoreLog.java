package menhir.chaos.check;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The part of a store's log that changes quantities.
 *
 * @param entries the entries that change quantities, by increasing index
 */
public record StoreLog(List<Entry> entries) {
    /** An entry that changes quantities. */
    public sealed interface Entry {
        /** Its position in the log. */
        long index();
    }

    /** A new item. */
    public record Added(long index, String item, long quantity) implements Entry {}

    /** An order. */
    public record Placed(long index, long number, boolean buy, SortedMap<String, Long> lines) implements Entry {
        public Placed {
            lines = Collections.unmodifiableSortedMap(new TreeMap<>(lines));
        }
    }

    public StoreLog {
        entries = List.copyOf(entries);
    }

    /** The orders, by increasing index. */
    public List<Placed> orders() {
        return entries.stream()
                .filter(Placed.class::isInstance)
                .map(Placed.class::cast)
                .toList();
    }
}
