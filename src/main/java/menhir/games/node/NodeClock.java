package menhir.games.node;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.ToLongFunction;
import menhir.games.clock.ClockTiming;
import menhir.games.clock.Round;
import menhir.games.clock.SynchronisedClock;
import org.jspecify.annotations.Nullable;

/**
 * This process's synchronised clock. It outlives the node's place in the cluster, so that what was corrected once stays so.
 * Thread-safe: what holds the lock takes microseconds.
 */
public final class NodeClock {
    private static final ClockTiming TIMING = ClockTiming.standard();

    /**
     * How the clock stands.
     *
     * @param timeMicros what it shows, microseconds since 1970
     * @param correctionMicros all that it was corrected by since its start
     * @param pendingMicros the part of it that is still to be made
     * @param server the time server of the last round that this node heard of, or null
     * @param round what that round came to, or null
     */
    public record View(
            String node,
            long timeMicros,
            long correctionMicros,
            long pendingMicros,
            @Nullable String server,
            @Nullable Round round) {}

    private record Heard(String server, Round round) {}

    private final String node;
    private final long startMicros = System.currentTimeMillis() * 1_000;
    private final long startNanos = System.nanoTime();
    private final SynchronisedClock clock;
    private volatile @Nullable Heard heard;

    /**
     * A clock, wrong on purpose if so wanted.
     *
     * @param offsetMicros added to the machine's time
     * @param driftPartsPerMillion by how much it is too fast (negative: too slow)
     */
    public NodeClock(String node, long offsetMicros, long driftPartsPerMillion) {
        this.node = node;
        this.clock = new SynchronisedClock(node, TIMING, physicalMicros());
        clock.setFault(offsetMicros, driftPartsPerMillion, physicalMicros());
    }

    static ClockTiming timing() {
        return TIMING;
    }

    /** The machine's time as it was at the start and what has passed since: it only rises, whatever is done to the machine's. */
    long physicalMicros() {
        return startMicros + (System.nanoTime() - startNanos) / 1_000;
    }

    synchronized long with(ToLongFunction<SynchronisedClock> use) {
        return use.applyAsLong(clock);
    }

    /** For the time server of this node, which uses the clock between its own steps too. */
    synchronized void locked(Runnable step) {
        step.run();
    }

    SynchronisedClock unlocked() {
        return clock;
    }

    void heard(String server, Round round) {
        heard = new Heard(server, round);
    }

    /** Microseconds since 1970; never runs backwards. */
    public long micros() {
        return with(own -> own.read(physicalMicros()));
    }

    public synchronized View view() {
        Heard last = heard;
        long now = physicalMicros();
        return new View(
                node,
                clock.read(now),
                clock.correctionMicros(),
                clock.pendingMicros(now),
                last == null ? null : last.server(),
                last == null ? null : last.round());
    }

    /** For whoever wants the time in Java's own form. */
    public Clock asClock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException("time stamps are in UTC");
            }

            @Override
            public long millis() {
                return micros() / 1_000;
            }

            @Override
            public Instant instant() {
                return Instant.ofEpochMilli(millis());
            }
        };
    }
}
