package menhir.frontend;

import java.util.List;
import menhir.frontend.StoreService.Lookup;
import menhir.store.Item;
import org.jspecify.annotations.Nullable;

/** What the cache holds under one of the {@link menhir.store.CacheKeys}. */
sealed interface Cached {

    /** An item, or the knowledge that there is none of that name; as the answer to a hit. */
    record OfItem(Lookup hit) implements Cached {
        static OfItem of(@Nullable Item item) {
            return new OfItem(new Lookup(item, true));
        }
    }

    /** Name of the item with a number, null for the knowledge that there is none. */
    record OfNumber(long number, @Nullable String name) implements Cached {}

    /** All items of a topic by name; or, if not {@code complete}, the knowledge that they are too many to be cached. */
    record OfTopic(String topic, List<Item> items, boolean complete) implements Cached {}
}
