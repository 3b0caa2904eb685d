package menhir.frontend;

import menhir.frontend.StoreService.Lookup;
import menhir.store.Value;
import org.jspecify.annotations.Nullable;

/** What the cache holds for a name: a value, or the knowledge that there is none. */
record CachedItem(Lookup hit) {

    static CachedItem of(@Nullable Value value) {
        return new CachedItem(new Lookup(value, true));
    }

    Lookup miss() {
        return new Lookup(hit.value(), false);
    }
}
