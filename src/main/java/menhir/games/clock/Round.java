package menhir.games.clock;

import java.util.ArrayList;
import java.util.List;

/**
 * What a round of the time server came to.
 *
 * @param number counts the server's rounds from 1
 * @param conclusive whether clocks were adjusted; not if nodes that may still be alive gave no usable answer and those that
 *     did are no majority that agrees
 * @param offsets one for each node with a usable answer, in order of their names
 */
public record Round(long number, boolean conclusive, List<NodeOffset> offsets) {
    public Round {
        offsets = List.copyOf(offsets);
    }

    /**
     * A node's clock against the middle of all.
     *
     * @param offsetMicros how far the clock was ahead of the middle (negative: behind)
     * @param roundTripMicros of the answer that this was taken from
     * @param agrees whether the clock lay within the tolerance of the middle
     */
    public record NodeOffset(String node, long offsetMicros, long roundTripMicros, boolean agrees) {}

    /** A node's clock against the server's, from its best answer in this round. */
    record Estimate(String node, long aheadMicros, long roundTripMicros, long version) {}

    static Round of(long number, List<Estimate> estimates, long middle, int waitedFor, ClockTiming timing) {
        List<NodeOffset> offsets = new ArrayList<>();
        int agreeing = 0;
        for (Estimate estimate : estimates) {
            long offset = estimate.aheadMicros() - middle;
            boolean agrees = Math.abs(offset) <= timing.toleranceMicros();
            agreeing += agrees ? 1 : 0;
            offsets.add(new NodeOffset(estimate.node(), offset, estimate.roundTripMicros(), agrees));
        }
        boolean complete = estimates.size() >= waitedFor;
        return new Round(number, complete || 2 * agreeing > waitedFor, offsets);
    }
}
