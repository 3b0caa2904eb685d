package menhir.replica.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import menhir.store.Order;

/** The replicas of a store that has one slot, on a real database. */
public record SingleSlotStore(
        ActorSystem<?> system,
        SlotEntity entity,
        ActorRef<OrderReplica.Command> log,
        ActorRef<CatalogReplica.Command> catalog,
        LocalOrders localOrders,
        Queue<Order> releasedOrders) {

    public static SingleSlotStore in(SlotSystem system) {
        SlotEntity entity = system.newStore();
        LocalOrders localOrders = new LocalOrders();
        Queue<Order> releasedOrders = new ConcurrentLinkedQueue<>();
        ActorRef<OrderReplica.Command> log = system.replica(entity, localOrders);
        ActorRef<CatalogReplica.Command> catalog = system.catalog(entity, log, releasedOrders::add);
        return new SingleSlotStore(system.kit.system(), entity, log, catalog, localOrders, releasedOrders);
    }

    public SlotRefs<OrderReplica.Command> logs() {
        return new SlotRefs<>(system, 1, slot -> log);
    }

    public SlotRefs<CatalogReplica.Command> catalogs() {
        return new SlotRefs<>(system, 1, slot -> catalog);
    }
}
