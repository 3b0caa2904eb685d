package menhir.frontend;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import menhir.replica.CatalogReplica;
import menhir.replica.SlotRefs;

/**
 * Which of a store's catalog replicas is asked next: the nearest one always, or all of them in turn. One whose node is away,
 * or that left a read unanswered because it is dead or lags, is passed over until it answers again, unless there is no
 * other. Thread-safe.
 */
public final class ReplicaSelector {
    private final SlotRefs<CatalogReplica.Command> catalogs;
    private final List<Integer> nearSlots;
    private final boolean balanced;
    private final Set<Integer> silent = ConcurrentHashMap.newKeySet();
    private final AtomicInteger turn = new AtomicInteger();

    /**
     * All slots' turns.
     *
     * @param nearSlots all slots, those on this node first
     * @param balanced whether reads go to all in turn
     */
    public ReplicaSelector(SlotRefs<CatalogReplica.Command> catalogs, List<Integer> nearSlots, boolean balanced) {
        this.catalogs = catalogs;
        this.nearSlots = List.copyOf(nearSlots);
        this.balanced = balanced;
    }

    /** The slot for a new read. */
    int first() {
        List<Integer> candidates = candidates();
        return candidates.get(balanced ? Math.floorMod(turn.getAndIncrement(), candidates.size()) : 0);
    }

    /** The slot for a read that {@code slot} left unanswered. */
    int after(int slot) {
        List<Integer> candidates = candidates();
        int at = nearSlots.indexOf(slot);
        for (int i = 1; i < nearSlots.size(); i++) {
            int next = nearSlots.get((at + i) % nearSlots.size());
            if (candidates.contains(next)) {
                return next;
            }
        }
        return slot;
    }

    void answered(int slot) {
        // Nearly always nothing to do, and reading costs less than writing.
        if (silent.contains(slot)) {
            silent.remove(slot);
        }
    }

    void unanswered(int slot) {
        silent.add(slot);
    }

    /** Slots that are passed over: to be asked now and then whether they are back. */
    Set<Integer> passedOver() {
        return Set.copyOf(silent);
    }

    private List<Integer> candidates() {
        List<Integer> present = nearSlots.stream().filter(catalogs::isPresent).toList();
        List<Integer> answering =
                present.stream().filter(slot -> !silent.contains(slot)).toList();
        return !answering.isEmpty() ? answering : !present.isEmpty() ? present : nearSlots;
    }
}
