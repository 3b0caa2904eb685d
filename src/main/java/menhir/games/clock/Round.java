package menhir.games.clock;

import java.util.ArrayList;
import java.util.List;

/**
 * The result of a round of the time server.
 *
 * @param number counts the server's rounds from 1
 * @param conclusive whether clocks were adjusted; they were not if nodes that may be alive gave no usable reply and the nodes
 *     that agree are no majority
 * @param offsets one for each node with a usable reply, sorted by name
 */
public record Round(long number, boolean conclusive, List<NodeOffset> offsets) {
    public Round {
        offsets = List.copyOf(offsets);
    }

    /**
     * A node's clock compared with the average.
     *
     * @param offsetMicros how far the clock was ahead of the average (negative: behind)
     * @param roundTripMicros of the reply that was used
     * @param agrees whether the offset was within the tolerance
     */
    public record NodeOffset(String node, long offsetMicros, long roundTripMicros, boolean agrees) {}

    /** A node's clock compared with the server's, from the best reply of the round. */
    record Estimate(String node, long aheadMicros, long roundTripMicros, long version) {}

    static Round of(long number, List<Estimate> estimates, long average, int expectedNodes, ClockTiming timing) {
        List<NodeOffset> offsets = new ArrayList<>();
        int agreeing = 0;
        for (Estimate estimate : estimates) {
            long offset = estimate.aheadMicros() - average;
            boolean agrees = Math.abs(offset) <= timing.toleranceMicros();
            agreeing += agrees ? 1 : 0;
            offsets.add(new NodeOffset(estimate.node(), offset, estimate.roundTripMicros(), agrees));
        }
        boolean complete = estimates.size() >= expectedNodes;
        return new Round(number, complete || 2 * agreeing > expectedNodes, offsets);
    }
}
