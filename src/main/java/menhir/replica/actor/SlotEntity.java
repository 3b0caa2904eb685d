package menhir.replica.actor;

import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.cluster.sharding.typed.ShardingMessageExtractor;
import akka.persistence.typed.PersistenceId;
import menhir.journal.PersistenceIds;

/**
 * A store's replica in a slot, as Akka Sharding names it. The entity id is {@code store~slot} and the shard is the slot, so
 * everything in a slot's database is placed together.
 */
public record SlotEntity(String store, int slot) {
    private static final char SEPARATOR = '~';

    /** The entity with this id. */
    public static SlotEntity of(String entityId) {
        int at = entityId.lastIndexOf(SEPARATOR);
        return new SlotEntity(entityId.substring(0, at), Integer.parseInt(entityId.substring(at + 1)));
    }

    public String entityId() {
        return store + SEPARATOR + slot;
    }

    PersistenceId logPersistenceId() {
        return PersistenceId.ofUniqueId(PersistenceIds.orders(store, slot));
    }

    PersistenceId catalogPersistenceId() {
        return PersistenceId.ofUniqueId(PersistenceIds.catalog(store, slot));
    }

    /** Extracts entity and shard from an envelope. */
    public static <M> ShardingMessageExtractor<ShardingEnvelope<M>, M> extractor() {
        return new ShardingMessageExtractor<>() {
            @Override
            public String entityId(ShardingEnvelope<M> envelope) {
                return envelope.entityId();
            }

            @Override
            public String shardId(String entityId) {
                return String.valueOf(SlotEntity.of(entityId).slot());
            }

            @Override
            public M unwrapMessage(ShardingEnvelope<M> envelope) {
                return envelope.message();
            }
        };
    }
}
