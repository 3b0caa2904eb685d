package menhir.games.clock;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import menhir.games.clock.ClockMessage.Adjust;
import menhir.games.clock.ClockMessage.Poll;
import menhir.games.clock.ClockMessage.PollReply;
import menhir.games.clock.Round.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * The elected time server of the Berkeley algorithm: in each round it polls every node, its own included, subtracts half the
 * round trip, computes the {@link FaultTolerantAverage}, and sends each node its own adjustment.
 *
 * <p>It keeps no time of its own: a new server continues with the clocks as they are, so an election causes no jump. Two
 * servers at once are harmless too, because a clock accepts an adjustment only if nothing changed it since its reply.
 *
 * <p>Missing replies could help a faulty clock: of three nodes with one reply lost, it would be one of two. So the server
 * waits for nodes that replied recently: without them a round is conclusive only if a majority of all expected nodes agree
 * with the average. After {@link ClockTiming#silentRounds()} rounds of silence a node is no longer expected.
 *
 * <p>Times are the physical clock's microseconds, as for {@link SynchronisedClock}. Single-threaded.
 */
public class TimeServer {

    /** The effects of a time server. */
    public interface Output {

        /** Sends a {@link Poll} or an {@link Adjust} to a node. The network may lose it. */
        void send(String node, ClockMessage message);

        /** A round is complete. */
        void roundFinished(Round round);
    }

    private static final class Node {
        long usableInRound;
        long[] polledAt;

        @Nullable
        Estimate best;

        Node(long round, int samples) {
            this.usableInRound = round;
            this.polledAt = new long[samples];
        }
    }

    /** A reply that is further away counts as this far, a hundred years, so that the sum of two does not overflow. */
    private static final long FARTHEST_MICROS = 100L * 366 * 86_400 * 1_000_000;

    private final String self;
    private final SynchronisedClock clock;
    private final ClockTiming timing;
    private final Output output;
    private final Map<String, Node> nodes = new TreeMap<>();
    private final Map<String, Adjust> adjustments = new TreeMap<>();

    private long round;
    private long startedAt;
    private int polled;
    private boolean open;
    private int adjustmentsSent;
    private long ownVersion;
    private Round last = new Round(0, false, List.of());

    /**
     * A server that starts its first round with the next tick.
     *
     * @param self name of the server's own node
     * @param clock of that node, which takes part like all others
     */
    public TimeServer(String self, SynchronisedClock clock, ClockTiming timing, Output output, long physicalMicros) {
        this.self = self;
        this.clock = clock;
        this.timing = timing;
        this.output = output;
        this.startedAt = physicalMicros - timing.intervalMicros();
    }

    /** Sets the live nodes. Those beyond the limit, by name, are ignored; the server's own always takes part. */
    public void onNodes(Collection<String> live) {
        nodes.keySet().retainAll(live);
        adjustments.keySet().retainAll(live);
        for (String node : live) {
            if (!node.equals(self) && nodes.size() < timing.maxNodes() - 1) {
                nodes.computeIfAbsent(node, name -> new Node(round, timing.samples()));
            }
        }
    }

    /** When {@link #tick} is due next, on the physical clock. Replies do not change it. */
    public long nextTickMicros() {
        if (open) {
            return startedAt
                    + (polled < timing.samples() ? polled * timing.maxRoundTripMicros() : timing.pollingMicros());
        }
        boolean sends = adjustmentsSent < timing.samples() && !adjustments.isEmpty();
        return startedAt
                + (sends
                        ? timing.pollingMicros() + adjustmentsSent * timing.maxRoundTripMicros()
                        : timing.intervalMicros());
    }

    /** Does what is due; an early call has no effect. */
    public void tick(long physicalMicros) {
        long elapsed = physicalMicros - startedAt;
        if (open && polled == timing.samples() && elapsed >= timing.pollingMicros()) {
            finish(physicalMicros);
        }
        if (!open
                && adjustmentsSent < timing.samples()
                && elapsed >= timing.pollingMicros() + adjustmentsSent * timing.maxRoundTripMicros()) {
            // Repeated against loss: a clock accepts each adjustment once.
            adjustmentsSent++;
            adjustments.forEach(output::send);
        }
        if (!open && elapsed >= timing.intervalMicros()) {
            start(physicalMicros);
        }
        if (open && polled < timing.samples() && physicalMicros - startedAt >= polled * timing.maxRoundTripMicros()) {
            poll(physicalMicros);
        }
    }

    /** A reply arrived. It is ignored unless it is for a poll of the current round. */
    public void onReply(PollReply reply, long physicalMicros) {
        Node node = nodes.get(reply.node());
        if (node == null || !open || reply.round() != round || reply.sample() < 0 || reply.sample() >= polled) {
            return;
        }
        long roundTrip = physicalMicros - node.polledAt[reply.sample()];
        if (roundTrip < 0 || tooLong(roundTrip)) {
            return;
        }
        long ownTime = clock.synchronisedMicros(physicalMicros) - roundTrip / 2;
        Estimate estimate =
                new Estimate(reply.node(), difference(reply.timeMicros(), ownTime), roundTrip, reply.version());
        Estimate best = node.best;
        if (best == null || best.version() != estimate.version() || roundTrip < best.roundTripMicros()) {
            node.best = estimate;
        }
        node.usableInRound = round;
    }

    /** The last complete round; number 0 before the first. */
    Round lastRound() {
        return last;
    }

    private void start(long now) {
        round++;
        startedAt = now;
        polled = 0;
        adjustmentsSent = 0;
        open = true;
        adjustments.clear();
        ownVersion = clock.version();
        nodes.values().forEach(node -> node.best = null);
    }

    private void poll(long now) {
        nodes.forEach((name, node) -> {
            node.polledAt[polled] = now;
            output.send(name, new Poll(self, round, polled));
        });
        polled++;
    }

    private void finish(long now) {
        open = false;
        if (clock.version() != ownVersion) {
            // Another server adjusted this clock during the round: the estimates compare with two different times.
            return;
        }
        Map<String, Estimate> estimates = new TreeMap<>();
        estimates.put(self, new Estimate(self, 0, 0, ownVersion));
        int expectedNodes = 1;
        for (Map.Entry<String, Node> entry : nodes.entrySet()) {
            Node node = entry.getValue();
            if (round - node.usableInRound < timing.silentRounds()) {
                expectedNodes++;
            }
            if (node.best != null) {
                estimates.put(entry.getKey(), node.best);
            }
        }
        long average = average(
                estimates.values().stream().mapToLong(Estimate::aheadMicros).toArray());
        last = Round.of(round, new ArrayList<>(estimates.values()), average, expectedNodes, timing);
        if (isConclusive(last)) {
            estimates.values().forEach(estimate -> adjust(estimate, average, now));
        }
        output.roundFinished(last);
    }

    private void adjust(Estimate estimate, long average, long now) {
        long limit = timing.maxAdjustMicros();
        long by = Math.max(-limit, Math.min(limit, average - estimate.aheadMicros()));
        Adjust adjust = new Adjust(self, round, estimate.version(), by);
        if (estimate.node().equals(self)) {
            clock.adjust(adjust, now);
        } else {
            adjustments.put(estimate.node(), adjust);
        }
    }

    /** Whether a round trip is so long that the reply's time is too inaccurate. */
    boolean tooLong(long roundTripMicros) {
        return roundTripMicros > timing.maxRoundTripMicros();
    }

    /** The target of all clocks, compared with the server's own. */
    long average(long[] aheadMicros) {
        return FaultTolerantAverage.of(aheadMicros);
    }

    /** Whether the clocks are adjusted after this round. */
    boolean isConclusive(Round finished) {
        return finished.conclusive();
    }

    private static long difference(long theirs, long ours) {
        if (theirs > ours + FARTHEST_MICROS) {
            return FARTHEST_MICROS;
        }
        return theirs < ours - FARTHEST_MICROS ? -FARTHEST_MICROS : theirs - ours;
    }
}
