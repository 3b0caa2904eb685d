package menhir.frontend;

import akka.actor.typed.ActorRef;
import menhir.replica.CatalogReplica;
import menhir.replica.CatalogReplica.TopicRead;
import menhir.replica.CatalogReplica.ValueRead;
import menhir.replication.CoherentCache;
import menhir.store.CacheKeys;
import menhir.store.Item;

/** What a front-end asks a catalog replica when its cache does not have it. Answers to equal questions are shared. */
sealed interface CatalogQuery {

    /** Where the answer is cached. */
    String cacheKey();

    /** The index that a replica must have applied for its answer to be current. */
    default long demand(CoherentCache<?> cache) {
        return cache.demand(cacheKey());
    }

    /** The message that asks. */
    CatalogReplica.Read read(long request, long demand, long waitMillis, ActorRef<CatalogReplica.Answer> replyTo);

    /** Puts an answer into the cache, which takes what is still current of it. */
    void remember(CatalogReplica.Answer answer, CoherentCache<CacheValue> cache, long generation, long now);

    /** What does the store keep under this name: an item, a board, the roster? */
    record ValueNamed(String name) implements CatalogQuery {
        @Override
        public String cacheKey() {
            return CacheKeys.ofValue(name);
        }

        @Override
        public CatalogReplica.Read read(
                long request, long demand, long waitMillis, ActorRef<CatalogReplica.Answer> replyTo) {
            return new CatalogReplica.ReadValue(request, name, demand, waitMillis, replyTo);
        }

        @Override
        public void remember(CatalogReplica.Answer answer, CoherentCache<CacheValue> cache, long generation, long now) {
            if (answer instanceof ValueRead read) {
                cache.offer(cacheKey(), CacheValue.OfValue.of(read.value()), read.index(), generation, now);
            }
        }
    }

    /** What is the item with this number? */
    record ItemNumbered(long number) implements CatalogQuery {
        @Override
        public String cacheKey() {
            return CacheKeys.ofNumber(number);
        }

        /** The answer is about an item whose name is not known yet, and must be current about that too. */
        @Override
        public long demand(CoherentCache<?> cache) {
            return cache.demandForAll();
        }

        @Override
        public CatalogReplica.Read read(
                long request, long demand, long waitMillis, ActorRef<CatalogReplica.Answer> replyTo) {
            return new CatalogReplica.ReadNumber(request, number, demand, waitMillis, replyTo);
        }

        @Override
        public void remember(CatalogReplica.Answer answer, CoherentCache<CacheValue> cache, long generation, long now) {
            if (answer instanceof ValueRead read) {
                Item item = read.value() instanceof Item found ? found : null;
                String name = item == null ? null : item.name();
                cache.offer(cacheKey(), new CacheValue.OfNumber(number, name), read.index(), generation, now);
                if (item != null) {
                    cache.offer(
                            CacheKeys.ofValue(item.name()), CacheValue.OfValue.of(item), read.index(), generation, now);
                }
            }
        }
    }

    /** What are the items of this topic? */
    record ItemsOfTopic(String topic) implements CatalogQuery {
        @Override
        public String cacheKey() {
            return CacheKeys.ofTopic(topic);
        }

        @Override
        public CatalogReplica.Read read(
                long request, long demand, long waitMillis, ActorRef<CatalogReplica.Answer> replyTo) {
            return new CatalogReplica.ReadTopic(request, topic, demand, waitMillis, replyTo);
        }

        @Override
        public void remember(CatalogReplica.Answer answer, CoherentCache<CacheValue> cache, long generation, long now) {
            if (answer instanceof TopicRead read) {
                cache.offer(
                        cacheKey(),
                        new CacheValue.OfTopic(topic, read.items(), read.complete()),
                        read.index(),
                        generation,
                        now);
            }
        }
    }
}
