package menhir.frontend;

import java.util.List;
import menhir.service.StoreService.Lookup;
import menhir.store.Item;
import menhir.store.Value;
import org.jspecify.annotations.Nullable;

/** A value of the cache, under one of the {@link menhir.store.CacheKeys}. */
public sealed interface CacheValue {

    /** The value of a name, or the knowledge that there is none, in the form of a hit's answer. */
    record OfName(Lookup hit) implements CacheValue {
        static OfName of(@Nullable Value value) {
            return new OfName(new Lookup(value, true));
        }
    }

    /** Name of the item with a number, null for the knowledge that there is none. */
    record OfNumber(long number, @Nullable String name) implements CacheValue {}

    /** All items of a topic by name; or, if not {@code complete}, the knowledge that they are too many for the cache. */
    record OfTopic(String topic, List<Item> items, boolean complete) implements CacheValue {}
}
