package menhir.games.clock;

import java.util.Arrays;

/**
 * The middle of several clocks, which a minority of arbitrarily wrong ones cannot move out of the range of the right ones.
 *
 * <p>Of n values, the (n - 1) / 2 lowest and as many highest are left out; what remains, one value or two, is averaged. If
 * fewer than half of the clocks are wrong, then on either side at least as many are left out as are wrong, so whatever
 * remains lies between two right ones. This is the averaging function of Lundelius Welch and Lynch, with the greatest
 * number of faults that it can be given here: their n &gt; 3f is needed because a faulty clock may show two nodes
 * different times, but here one server alone collects the values, and 2f &lt; n is enough.
 *
 * <p>Gusella and Zatti average instead over the largest group of clocks that lie within a fixed distance of one another.
 * A clock that lies by just less than that distance then pulls the whole group by a fixed part of it, round after round;
 * and when no two clocks lie within it (three nodes 10 s apart), the group is one clock, and which one is chance. The
 * middle has neither fault and needs no distance to be set.
 */
final class FaultTolerantAverage {
    private FaultTolerantAverage() {}

    /** The average of what remains; the values must not be empty. */
    static long of(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        long low = sorted[(sorted.length - 1) / 2];
        long high = sorted[sorted.length / 2];
        return low + (high - low) / 2;
    }
}
