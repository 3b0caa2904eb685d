package menhir.frontend;

import menhir.frontend.StoreService.Lookup;
import menhir.store.Item;
import org.jspecify.annotations.Nullable;

/** What the cache holds for a name: an item, or the knowledge that there is none. */
record CachedItem(Lookup hit) {

    static CachedItem of(@Nullable Item item) {
        return new CachedItem(new Lookup(item, true));
    }

    Lookup miss() {
        return new Lookup(hit.item(), false);
    }
}
