package menhir.leader;

import akka.cluster.sharding.typed.javadsl.EntityRef;
import java.time.Clock;
import java.util.List;
import menhir.replica.CatalogReplica;
import menhir.replica.OrderReplica;
import menhir.replication.Timing;
import menhir.store.Command;
import menhir.store.StoreState;

/**
 * What a leader needs to know of its store.
 *
 * @param node name of the node it runs on
 * @param replicas the order replicas, slot 1 first
 * @param catalogs the catalog replicas, slot 1 first
 * @param localSlots slots on this node: asked first for what all hold
 * @param keyCapacity over how many log entries idempotency keys are remembered
 * @param firstItems the catalog of a new store
 */
public record LeaderSettings(
        String store,
        String node,
        List<EntityRef<OrderReplica.Command>> replicas,
        List<EntityRef<CatalogReplica.Command>> catalogs,
        List<Integer> localSlots,
        Timing timing,
        int keyCapacity,
        List<Command.PutItem> firstItems,
        Clock wallClock) {

    public LeaderSettings {
        replicas = List.copyOf(replicas);
        catalogs = List.copyOf(catalogs);
        localSlots = List.copyOf(localSlots);
        firstItems = List.copyOf(firstItems);
    }

    int slots() {
        return replicas.size();
    }

    EntityRef<OrderReplica.Command> replica(int slot) {
        return replicas.get(slot - 1);
    }

    EntityRef<CatalogReplica.Command> catalog(int slot) {
        return catalogs.get(slot - 1);
    }

    StoreState emptyState() {
        return new StoreState(keyCapacity);
    }
}
