package menhir.replica.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.cluster.sharding.typed.ShardingMessageExtractor;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.persistence.typed.PersistenceId;
import menhir.journal.PersistenceIds;

/**
 * A store's replica in a slot, as Akka Sharding names it. The entity id is {@code store~slot} and the shard is the slot, so
 * everything in a slot's database is placed together.
 *
 * <p>A slot with a database on this node's disk can be nowhere else, so its replicas are started without waiting for sharding,
 * which needs a cluster that agrees on its members. The entities adopt them.
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

    /** Name of the replica's actor, a child of the guardian on the slot's node. */
    public String actorName(EntityTypeKey<?> key) {
        return key.name() + "-" + store + "-" + slot;
    }

    /** The entity of a replica that runs on this node already. */
    public static <M> Behavior<M> adopt(ActorRef<M> replica) {
        return Behaviors.receiveMessage(message -> {
            replica.tell(message);
            return Behaviors.same();
        });
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
