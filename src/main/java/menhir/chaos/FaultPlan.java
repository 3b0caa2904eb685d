package menhir.chaos;

import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;

/** An endless sequence of random faults. It depends on the seed, the kinds and the size of the cluster only. */
final class FaultPlan {
    private static final long LEAST_PAUSE_MILLIS = 500;
    private static final long MOST_PAUSE_MILLIS = 6_000;

    /** One in so many faults affects the leader, whoever it is. */
    private static final int LEADER_SHARE = 3;

    private final SplittableRandom random;
    private final List<FaultKind> kinds;
    private final int nodes;
    private final int slots;
    private int number;

    /**
     * A plan.
     *
     * @param kinds at least one
     * @param nodes number of nodes, at least 2
     * @param slots number of nodes with a slot: the first ones
     */
    FaultPlan(long seed, Collection<FaultKind> kinds, int nodes, int slots) {
        this.random = new SplittableRandom(seed);
        this.kinds = kinds.stream().sorted().distinct().toList();
        this.nodes = nodes;
        this.slots = slots;
    }

    /** The next fault. */
    Fault next() {
        FaultKind kind = kinds.get(random.nextInt(kinds.size()));
        int count = kind.needsSlot() ? slots : nodes;
        int first = random.nextInt(1, count + 1);
        int other = random.nextInt(1, count);
        int second = other < first ? other : other + 1;
        boolean leader = random.nextInt(LEADER_SHARE) == 0;
        long pause = random.nextLong(LEAST_PAUSE_MILLIS, MOST_PAUSE_MILLIS + 1);
        long hold = random.nextLong(kind.leastMillis(), kind.mostMillis() + 1);
        number++;
        return new Fault(number, kind, leader ? Fault.LEADER : first, second, pause, hold);
    }
}
