package menhir.leader;

import java.util.List;
import java.util.function.LongSupplier;
import menhir.replication.Timing;
import menhir.store.Command;
import menhir.store.Decider;
import menhir.store.StoreRules;
import menhir.store.StoreState;

/**
 * What a leader must know about its store.
 *
 * @param node name of the node that it runs on
 * @param slots how many replicas there are
 * @param localSlots slots on this node, whose catalogs are asked first for the state
 * @param keyCapacity over how many log entries idempotency keys are remembered
 * @param firstCatalog the first entries of a new store
 * @param wallClock gives the entries their times: milliseconds since 1970
 */
public record LeaderSettings(
        String store,
        String node,
        int slots,
        List<Integer> localSlots,
        Timing timing,
        int keyCapacity,
        StoreRules rules,
        List<Command> firstCatalog,
        LongSupplier wallClock) {

    public LeaderSettings {
        localSlots = List.copyOf(localSlots);
        firstCatalog = List.copyOf(firstCatalog);
    }

    Decider decider(StoreState state) {
        return new Decider(state, rules);
    }

    StoreState emptyState() {
        return new StoreState(keyCapacity);
    }
}
