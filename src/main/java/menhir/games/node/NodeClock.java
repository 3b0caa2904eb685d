package menhir.games.node;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import menhir.games.clock.ClockMessage.Adjust;
import menhir.games.clock.ClockMessage.Poll;
import menhir.games.clock.ClockMessage.PollReply;
import menhir.games.clock.ClockStatus;
import menhir.games.clock.ClockTiming;
import menhir.games.clock.Round;
import menhir.games.clock.SynchronisedClock;
import menhir.games.clock.TimeServer;
import org.jspecify.annotations.Nullable;

/**
 * The synchronised clock of this process. It belongs to the process rather than to the node's session in the cluster, so
 * adjustments survive a rejoin. Thread-safe; the lock is held for microseconds.
 */
public final class NodeClock {
    private static final ClockTiming TIMING = ClockTiming.standard();

    private record ServerRound(String server, Round round) {}

    private final String node;
    private final LongSupplier physicalMicros;
    private final SynchronisedClock clock;
    private volatile @Nullable ServerRound lastRound;

    /**
     * A clock on the machine's time, with an artificial fault for demonstrations.
     *
     * @param offsetMicros added to the machine's time
     * @param driftPartsPerMillion how much too fast the clock runs (negative: too slow)
     */
    public NodeClock(String node, long offsetMicros, long driftPartsPerMillion) {
        this(node, offsetMicros, driftPartsPerMillion, monotonicMicros());
    }

    NodeClock(String node, long offsetMicros, long driftPartsPerMillion, LongSupplier physicalMicros) {
        this.node = node;
        this.physicalMicros = physicalMicros;
        long now = physicalMicros.getAsLong();
        this.clock = new SynchronisedClock(node, TIMING, now);
        clock.setFault(offsetMicros, driftPartsPerMillion, now);
    }

    /** The wall clock now plus the time elapsed since: unlike the wall clock itself, it never decreases. */
    private static LongSupplier monotonicMicros() {
        long startMicros = System.currentTimeMillis() * 1_000;
        long startNanos = System.nanoTime();
        return () -> startMicros + (System.nanoTime() - startNanos) / 1_000;
    }

    /** Microseconds since 1970 on the physical clock, which never decrease. */
    long physicalMicros() {
        return physicalMicros.getAsLong();
    }

    /** A time server on this node. It uses the clock directly, so each of its steps must run through {@link #step}. */
    TimeServer newTimeServer(TimeServer.Output output) {
        return new TimeServer(node, clock, TIMING, output, physicalMicros());
    }

    /** Runs a step of the time server under the clock's lock, at the physical time in microseconds. */
    synchronized void step(LongConsumer step) {
        step.accept(physicalMicros());
    }

    synchronized PollReply reply(Poll poll) {
        return clock.reply(poll, physicalMicros());
    }

    synchronized boolean adjust(Adjust adjust) {
        return clock.adjust(adjust, physicalMicros());
    }

    void roundFinished(String server, Round round) {
        lastRound = new ServerRound(server, round);
    }

    /** Microseconds since 1970; never decreases. */
    public synchronized long micros() {
        return clock.read(physicalMicros());
    }

    public synchronized ClockStatus status() {
        ServerRound last = lastRound;
        long now = physicalMicros();
        return new ClockStatus(
                node,
                clock.read(now),
                clock.correctionMicros(),
                clock.pendingMicros(now),
                last == null ? null : last.server(),
                last == null ? null : last.round());
    }

    /** This clock as a {@link Clock}. */
    public Clock asClock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException("timestamps are in UTC");
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
