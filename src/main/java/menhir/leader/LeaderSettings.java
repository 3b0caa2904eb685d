package menhir.leader;

import java.time.Clock;
import java.util.List;
import menhir.replica.CatalogReplica;
import menhir.replica.OrderReplica;
import menhir.replica.SlotRefs;
import menhir.replication.Timing;
import menhir.store.Command;
import menhir.store.Decider;
import menhir.store.StoreRules;
import menhir.store.StoreState;

/**
 * What a leader needs to know of its store.
 *
 * @param node name of the node it runs on
 * @param replicas the order replicas
 * @param catalogs the catalog replicas
 * @param localSlots slots on this node: asked first for what all hold
 * @param keyCapacity over how many log entries idempotency keys are remembered
 * @param rules what is the rule in this store
 * @param firstCatalog what a new store begins with
 * @param wallClock gives the entries their times
 */
public record LeaderSettings(
        String store,
        String node,
        SlotRefs<OrderReplica.Command> replicas,
        SlotRefs<CatalogReplica.Command> catalogs,
        List<Integer> localSlots,
        Timing timing,
        int keyCapacity,
        StoreRules rules,
        List<Command> firstCatalog,
        Clock wallClock) {

    public LeaderSettings {
        localSlots = List.copyOf(localSlots);
        firstCatalog = List.copyOf(firstCatalog);
    }

    int slots() {
        return replicas.count();
    }

    Decider desk(StoreState state) {
        return new Decider(state, rules);
    }

    StoreState emptyState() {
        return new StoreState(keyCapacity);
    }
}
