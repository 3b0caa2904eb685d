package menhir.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import menhir.store.Item;
import menhir.store.StoreState;
import menhir.wire.CborMessage;
import org.jspecify.annotations.Nullable;

/**
 * A page of a catalog by name, small enough for one message between nodes.
 *
 * @param next the name after which the next page begins; null at the end
 * @param count how many items, or boards, the whole catalog has
 */
public record CatalogPage(List<Item> items, @Nullable String next, long count) implements CborMessage {
    static final int MAX_ITEMS = 1_000;

    /** Akka drops messages above 256 KiB. */
    private static final int MAX_BYTES = 200 * 1024;

    /** Size of an item without its name and topic. */
    private static final int ITEM_BYTES = 90;

    private static final int MAX_BYTES_PER_CHAR = 3;

    /**
     * Items with names above {@code after} (null: from the first), of one topic if it is given.
     *
     * @param limit most items; a page has at least one if there are any
     */
    static CatalogPage of(StoreState catalog, @Nullable String topic, @Nullable String after, int limit) {
        NavigableSet<String> names = topic == null ? catalog.items().navigableKeySet() : catalog.namesOf(topic);
        NavigableSet<String> rest = after == null ? names : names.tailSet(after, false);
        int maxItems = Math.max(1, Math.min(limit, MAX_ITEMS));
        List<Item> items = new ArrayList<>();
        int bytes = 0;
        for (String name : rest) {
            Item item = Objects.requireNonNull(catalog.item(name));
            bytes += bytes(item);
            if (items.size() == maxItems || bytes > MAX_BYTES) {
                return new CatalogPage(items, items.get(items.size() - 1).name(), catalog.size());
            }
            items.add(item);
        }
        return new CatalogPage(items, null, catalog.size());
    }

    private static int bytes(Item item) {
        int topic = item.topic() == null ? 0 : item.topic().length();
        return ITEM_BYTES + MAX_BYTES_PER_CHAR * (item.name().length() + topic);
    }
}
