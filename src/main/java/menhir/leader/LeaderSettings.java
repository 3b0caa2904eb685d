package menhir.leader;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
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
 * @param homeSlot the slot on whose node the singleton runs, and so the leader while that node is up
 * @param localSlots slots on this node, whose catalogs are asked first for the state
 * @param keyCapacity over how many log entries idempotency keys are remembered
 * @param firstCatalog the first entries of a new store
 * @param wallClock gives the entries their times: milliseconds since 1970
 */
public record LeaderSettings(
        String store,
        String node,
        int slots,
        int homeSlot,
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

    /** All slots in the order in which their standby leaders follow: home last, since a dead leader was probably there. */
    List<Integer> slotsInOrder() {
        return IntStream.range(0, slots)
                .mapToObj(distance -> (homeSlot + distance) % slots + 1)
                .toList();
    }

    /** In which order the standby leader of a slot follows a dead leader, from 1. */
    public int standbyRank(int slot) {
        return slotsInOrder().indexOf(slot) + 1;
    }

    Decider decider(StoreState state) {
        return new Decider(state, rules);
    }

    StoreState emptyState() {
        return new StoreState(keyCapacity);
    }
}
