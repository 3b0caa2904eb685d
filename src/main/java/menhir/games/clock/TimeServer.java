package menhir.games.clock;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import menhir.games.clock.ClockMessage.Adjust;
import menhir.games.clock.ClockMessage.Answer;
import menhir.games.clock.ClockMessage.Poll;
import menhir.games.clock.Round.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the elected time server: in each round it asks every node for its time, its own included, takes half the
 * round trip off, finds the middle ({@link FaultTolerantAverage}), and sends each node its own way there.
 *
 * <p>It holds no time of its own: a later server finds the clocks as they are and goes on, so an election makes no jump.
 * Two servers at once do no harm either, because a clock takes an adjustment only if nothing changed it since it answered.
 *
 * <p><em>A round that misses answers</em> is where a liar could win: of three nodes, with one answer lost, the liar would
 * be one of two. So a node that answered lately is waited for: without it a round counts only if a majority of all that
 * are waited for agree with the middle. After {@link ClockTiming#silentRounds()} rounds of silence it counts as dead.
 *
 * <p>Times are the physical clock's microseconds, as for {@link SynchronisedClock}. Single-threaded.
 */
public class TimeServer {

    private static final class Node {
        long usableInRound;
        long[] askedAt;

        @Nullable
        Estimate best;

        Node(long round, int samples) {
            this.usableInRound = round;
            this.askedAt = new long[samples];
        }
    }

    /** An answer further away counts as this far: a hundred years. Keeps sums of two from overflowing. */
    private static final long FARTHEST_MICROS = 100L * 366 * 86_400 * 1_000_000;

    private final String self;
    private final SynchronisedClock clock;
    private final ClockTiming timing;
    private final BiConsumer<String, ClockMessage> send;
    private final Map<String, Node> nodes = new TreeMap<>();
    private final Map<String, Adjust> adjustments = new TreeMap<>();

    private long round;
    private long startedAt;
    private int asked;
    private boolean open;
    private int told;
    private long ownVersion;
    private Round last = new Round(0, false, List.of());

    /**
     * A server that starts its first round with the next tick.
     *
     * @param self name of the server's own node
     * @param clock that node's clock, which is asked and adjusted like all others
     * @param send takes a node's name and what to send to it; it may get lost
     */
    public TimeServer(
            String self,
            SynchronisedClock clock,
            ClockTiming timing,
            BiConsumer<String, ClockMessage> send,
            long physicalMicros) {
        this.self = self;
        this.clock = clock;
        this.timing = timing;
        this.send = send;
        this.startedAt = physicalMicros - timing.intervalMicros();
    }

    /** The nodes that are alive now; those past the limit, by name, are left out. The server's own is always asked. */
    public void onNodes(Collection<String> alive) {
        nodes.keySet().retainAll(alive);
        adjustments.keySet().retainAll(alive);
        for (String node : alive) {
            if (!node.equals(self) && nodes.size() < timing.maxNodes() - 1) {
                nodes.computeIfAbsent(node, name -> new Node(round, timing.samples()));
            }
        }
    }

    /** When {@link #tick} is to be called next, on the physical clock; what comes in meanwhile does not change it. */
    public long nextTickMicros() {
        if (open) {
            return startedAt + (asked < timing.samples() ? asked * timing.maxRoundTripMicros() : timing.roundMicros());
        }
        boolean tells = told < timing.samples() && !adjustments.isEmpty();
        return startedAt
                + (tells ? timing.roundMicros() + told * timing.maxRoundTripMicros() : timing.intervalMicros());
    }

    /** To be called when it is due; more often does no harm. */
    public void tick(long physicalMicros) {
        long elapsed = physicalMicros - startedAt;
        if (open && asked == timing.samples() && elapsed >= timing.roundMicros()) {
            close(physicalMicros);
        }
        if (!open && told < timing.samples() && elapsed >= timing.roundMicros() + told * timing.maxRoundTripMicros()) {
            // A clock takes each only once, so it may be said as often as was asked.
            told++;
            adjustments.forEach(send);
        }
        if (!open && physicalMicros - startedAt >= timing.intervalMicros()) {
            open(physicalMicros);
        }
        if (open && asked < timing.samples() && physicalMicros - startedAt >= asked * timing.maxRoundTripMicros()) {
            ask(physicalMicros);
        }
    }

    public void onAnswer(Answer answer, long physicalMicros) {
        Node node = nodes.get(answer.node());
        if (node == null || !open || answer.round() != round || answer.sample() < 0 || answer.sample() >= asked) {
            return;
        }
        long roundTrip = physicalMicros - node.askedAt[answer.sample()];
        if (roundTrip < 0 || tooLong(roundTrip)) {
            return;
        }
        long middleOfTrip = clock.synchronisedMicros(physicalMicros) - roundTrip / 2;
        Estimate estimate =
                new Estimate(answer.node(), distance(answer.timeMicros(), middleOfTrip), roundTrip, answer.version());
        Estimate best = node.best;
        if (best == null || best.version() != estimate.version() || roundTrip < best.roundTripMicros()) {
            node.best = estimate;
        }
        node.usableInRound = round;
    }

    /** What the last finished round came to. */
    public Round lastRound() {
        return last;
    }

    private void open(long now) {
        round++;
        startedAt = now;
        asked = 0;
        told = 0;
        open = true;
        adjustments.clear();
        ownVersion = clock.version();
        nodes.values().forEach(node -> node.best = null);
    }

    private void ask(long now) {
        nodes.forEach((name, node) -> {
            node.askedAt[asked] = now;
            send.accept(name, new Poll(self, round, asked));
        });
        asked++;
    }

    private void close(long now) {
        open = false;
        if (clock.version() != ownVersion) {
            // Another server moved this clock meanwhile: the estimates are against two different times.
            return;
        }
        List<Estimate> estimates = new ArrayList<>();
        int waitedFor = 1;
        boolean selfPlaced = false;
        for (Map.Entry<String, Node> entry : nodes.entrySet()) {
            if (!selfPlaced && self.compareTo(entry.getKey()) < 0) {
                estimates.add(own());
                selfPlaced = true;
            }
            Node node = entry.getValue();
            if (round - node.usableInRound < timing.silentRounds()) {
                waitedFor++;
            }
            if (node.best != null) {
                estimates.add(node.best);
            }
        }
        if (!selfPlaced) {
            estimates.add(own());
        }
        long middle = middle(estimates.stream().mapToLong(Estimate::aheadMicros).toArray());
        last = Round.of(round, estimates, middle, waitedFor, timing);
        if (counts(last)) {
            estimates.forEach(estimate -> adjust(estimate, middle, now));
        }
    }

    /** The server's clock against itself. */
    private Estimate own() {
        return new Estimate(self, 0, 0, ownVersion);
    }

    private void adjust(Estimate estimate, long middle, long now) {
        long limit = timing.maxAdjustMicros();
        long by = Math.max(-limit, Math.min(limit, middle - estimate.aheadMicros()));
        Adjust adjust = new Adjust(self, round, estimate.version(), by);
        if (estimate.node().equals(self)) {
            clock.adjust(adjust, now);
        } else {
            adjustments.put(estimate.node(), adjust);
        }
    }

    /** Whether an answer took so long that half its trip says too little about when it was given. */
    boolean tooLong(long roundTripMicros) {
        return roundTripMicros > timing.maxRoundTripMicros();
    }

    /** Where the clocks are to meet, against the server's own. */
    long middle(long[] aheadMicros) {
        return FaultTolerantAverage.of(aheadMicros);
    }

    /** Whether the clocks are adjusted after this round. */
    boolean counts(Round finished) {
        return finished.conclusive();
    }

    private static long distance(long theirs, long ours) {
        if (theirs > ours + FARTHEST_MICROS) {
            return FARTHEST_MICROS;
        }
        return theirs < ours - FARTHEST_MICROS ? -FARTHEST_MICROS : theirs - ours;
    }
}
