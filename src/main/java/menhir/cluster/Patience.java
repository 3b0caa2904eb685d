package menhir.cluster;

import java.util.Collection;
import java.util.Comparator;

/**
 * For how much longer than others a node waits before it ends its session by itself. After a failure of the network several nodes
 * may find at the same moment that they should join anew. A session takes a second or two to end and to start again: if
 * one does it after the other, the rest of them go on, and often it is no longer necessary.
 */
final class Patience {
    private static final long STEP_MILLIS = 3_000;

    private Patience() {}

    /**
     * Milliseconds, more for each next slot.
     *
     * @param ownSlots the node's slots
     */
    static long millis(Collection<Integer> ownSlots) {
        int first = ownSlots.stream().min(Comparator.naturalOrder()).orElse(1);
        return (first - 1) * STEP_MILLIS;
    }
}
