package menhir.games.clock;

import java.util.Arrays;

/**
 * The average of several clocks that a minority of arbitrarily faulty clocks cannot move out of the range of the correct
 * ones.
 *
 * <p>Of n values, the (n - 1) / 2 lowest and equally many highest are discarded; the one or two that remain are averaged. If
 * fewer than half of the clocks are faulty, at least as many values are discarded on each side as clocks are faulty, so each
 * remaining value lies between two correct ones. This is the averaging function of Lundelius Welch and Lynch with the highest
 * number of faults. They need n &gt; 3f because a faulty clock may show different times to different nodes; here a single
 * server collects the values, and n &gt; 2f is enough.
 *
 * <p>Gusella and Zatti instead average the largest group of clocks that lie within a fixed distance of one another. A clock
 * that is off by just less than that distance then pulls the whole group with it in every round; and if no two clocks lie
 * within the distance (three nodes 10 s apart), the group is a single arbitrary clock. The median has neither weakness and
 * needs no distance to be configured.
 */
final class FaultTolerantAverage {
    private FaultTolerantAverage() {}

    /** The average of the remaining values; {@code values} must not be empty. */
    static long of(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        long low = sorted[(sorted.length - 1) / 2];
        long high = sorted[sorted.length / 2];
        return low + (high - low) / 2;
    }
}
