package menhir.frontend;

import java.util.List;
import menhir.service.StoreService.Lookup;
import menhir.store.Item;
import menhir.store.Value;
import org.jspecify.annotations.Nullable;

/** What the cache holds under one of the {@link menhir.store.CacheKeys}. */
sealed interface CacheValue {

    /** What the store keeps under a name, or the knowledge that there is nothing; as the answer to a hit. */
    record OfValue(Lookup hit) implements CacheValue {
        static OfValue of(@Nullable Value value) {
            return new OfValue(new Lookup(value, true));
        }
    }

    /** Name of the item with a number, null for the knowledge that there is none. */
    record OfNumber(long number, @Nullable String name) implements CacheValue {}

    /** All items of a topic by name; or, if not {@code complete}, the knowledge that they are too many to be cached. */
    record OfTopic(String topic, List<Item> items, boolean complete) implements CacheValue {}
}
