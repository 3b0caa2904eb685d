package menhir.frontend;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

/**
 * Selects the catalog replica for a read: always the nearest one, or all in turn. A replica whose node is unreachable, or
 * that left a read unanswered because it is down or lags, is skipped until it answers again, unless there is no other.
 * Thread-safe.
 */
public final class ReplicaSelector {
    private final IntPredicate reachable;
    private final List<Integer> nearSlots;
    private final boolean balanced;
    private final Set<Integer> silent = ConcurrentHashMap.newKeySet();
    private final AtomicInteger turn = new AtomicInteger();

    /**
     * A selector to which all replicas answer.
     *
     * @param reachable whether the node of a slot is reachable, as far as is known
     * @param nearSlots all slots, those on this node first
     * @param balanced whether reads go to all in turn
     */
    public ReplicaSelector(IntPredicate reachable, List<Integer> nearSlots, boolean balanced) {
        this.reachable = reachable;
        this.nearSlots = List.copyOf(nearSlots);
        this.balanced = balanced;
    }

    /** The slot for a new read. */
    public int first() {
        List<Integer> candidates = candidates();
        return candidates.get(balanced ? Math.floorMod(turn.getAndIncrement(), candidates.size()) : 0);
    }

    /** The slot for a read that {@code slot} left unanswered. */
    public int after(int slot) {
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

    /** A replica has answered. */
    public void answered(int slot) {
        // It is rarely silent, and reading the set costs less than writing to it.
        if (silent.contains(slot)) {
            silent.remove(slot);
        }
    }

    /** A replica has left a read unanswered. */
    public void unanswered(int slot) {
        silent.add(slot);
    }

    /** The slots that are skipped, in order: they must be probed now and then. */
    List<Integer> skipped() {
        return silent.stream().sorted().toList();
    }

    private List<Integer> candidates() {
        List<Integer> present = nearSlots.stream().filter(reachable::test).toList();
        List<Integer> answering =
                present.stream().filter(slot -> !silent.contains(slot)).toList();
        return !answering.isEmpty() ? answering : !present.isEmpty() ? present : nearSlots;
    }
}
