package menhir.frontend;

import menhir.replica.CatalogAnswer;
import menhir.replica.CatalogAnswer.TopicRead;
import menhir.replica.CatalogAnswer.ValueRead;
import menhir.replica.CatalogQuery;
import menhir.replica.CatalogQuery.ByName;
import menhir.replica.CatalogQuery.ByNumber;
import menhir.replica.CatalogQuery.ByTopic;
import menhir.replication.CoherentCache;
import menhir.store.CacheKeys;
import menhir.store.Item;

/** How the answers to a {@link CatalogQuery} are cached. */
final class CachedQuery {
    private CachedQuery() {}

    /** The index that a replica must have applied for its answer to be current. */
    static long minIndex(CatalogQuery query, CoherentCache<CacheValue> cache) {
        if (query instanceof ByName by) {
            return cache.minIndex(CacheKeys.ofValue(by.name()));
        } else if (query instanceof ByTopic by) {
            return cache.minIndex(CacheKeys.ofTopic(by.topic()));
        }
        // By number: the answer is about an item whose name is not known yet, and must be current about that item too.
        return cache.minIndexForAll();
    }

    /** Offers an answer to the cache, which keeps what is still current of it. */
    static void remember(
            CatalogQuery query, CatalogAnswer answer, CoherentCache<CacheValue> cache, long generation, long now) {
        if (query instanceof ByName by && answer instanceof ValueRead read) {
            cache.offer(
                    CacheKeys.ofValue(by.name()), CacheValue.OfName.of(read.value()), read.index(), generation, now);
        } else if (query instanceof ByNumber by && answer instanceof ValueRead read) {
            Item item = read.value() instanceof Item found ? found : null;
            String name = item == null ? null : item.name();
            cache.offer(
                    CacheKeys.ofNumber(by.number()),
                    new CacheValue.OfNumber(by.number(), name),
                    read.index(),
                    generation,
                    now);
            if (item != null) {
                cache.offer(CacheKeys.ofValue(item.name()), CacheValue.OfName.of(item), read.index(), generation, now);
            }
        } else if (query instanceof ByTopic by && answer instanceof TopicRead read) {
            cache.offer(
                    CacheKeys.ofTopic(by.topic()),
                    new CacheValue.OfTopic(by.topic(), read.items(), read.complete()),
                    read.index(),
                    generation,
                    now);
        }
    }
}
