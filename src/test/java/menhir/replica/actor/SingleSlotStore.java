package menhir.replica.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;

/** The replicas of a store that has one slot, on a real database. */
public record SingleSlotStore(
        ActorSystem<?> system,
        SlotEntity entity,
        ActorRef<OrderReplica.Command> log,
        ActorRef<CatalogReplica.Command> catalog) {

    public static SingleSlotStore in(SlotSystem system) {
        SlotEntity entity = system.newStore();
        ActorRef<OrderReplica.Command> log = system.replica(entity);
        return new SingleSlotStore(system.kit.system(), entity, log, system.catalog(entity, log));
    }

    public SlotRefs<OrderReplica.Command> logs() {
        return new SlotRefs<>(system, 1, slot -> log);
    }

    public SlotRefs<CatalogReplica.Command> catalogs() {
        return new SlotRefs<>(system, 1, slot -> catalog);
    }
}
