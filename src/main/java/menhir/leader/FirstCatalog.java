package menhir.leader;

import java.util.List;
import menhir.store.Command;
import menhir.store.Entry;
import menhir.store.StoreState;

/**
 * Writes a new store's first items into its log, then that the store is open. A leader that takes over half way goes on
 * with what is missing.
 */
final class FirstCatalog {
    private final List<Command.PutItem> items;
    private int position;

    FirstCatalog(List<Command.PutItem> items) {
        this.items = items;
    }

    /** The next entry for a store that is not open yet. */
    Entry next(StoreState state, long timeMillis) {
        while (position < items.size()) {
            Command.PutItem item = items.get(position);
            position++;
            if (state.item(item.name()) == null) {
                long quantity = item.quantity() == null ? 0 : item.quantity();
                return new Entry.ItemAdded(
                        item.name(),
                        item.price(),
                        quantity,
                        item.topic(),
                        item.number(),
                        item.key(),
                        item.fingerprint(),
                        timeMillis);
            }
        }
        return new Entry.StoreOpened(timeMillis);
    }
}
