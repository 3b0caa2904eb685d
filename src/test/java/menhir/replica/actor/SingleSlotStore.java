package menhir.replica.actor;

import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.testkit.javadsl.TestEntityRef;
import java.util.List;

/** The replicas of a store that has one slot, on a real database. */
public record SingleSlotStore(
        SlotEntity entity, ActorRef<OrderReplica.Command> log, ActorRef<CatalogReplica.Command> catalog) {

    public static SingleSlotStore in(SlotSystem system) {
        SlotEntity entity = system.newStore();
        ActorRef<OrderReplica.Command> log = system.replica(entity);
        return new SingleSlotStore(entity, log, system.catalog(entity, log));
    }

    public SlotRefs<OrderReplica.Command> logs() {
        return new SlotRefs<>(List.of(TestEntityRef.of(OrderReplica.KEY, entity.entityId(), log)), slot -> true);
    }

    public SlotRefs<CatalogReplica.Command> catalogs() {
        return new SlotRefs<>(List.of(TestEntityRef.of(CatalogReplica.KEY, entity.entityId(), catalog)), slot -> true);
    }
}
