package menhir.games.clock;

import menhir.games.clock.ClockMessage.Adjust;
import menhir.games.clock.ClockMessage.Poll;
import menhir.games.clock.ClockMessage.PollReply;

/**
 * A node's clock: its physical clock, plus an artificial fault for demonstrations, plus the adjustments of the time server.
 *
 * <p>An adjustment is slewed: it is spread over a round, or over twice its own size if that is longer, so the clock runs at
 * half to one and a half times its rate meanwhile. (BSD's {@code adjtime}, made for this algorithm, does the same.) Readers
 * therefore never see time run backwards. Only an artificial offset into the past could cause that; the clock then stands
 * still until time has caught up.
 *
 * <p>There are two times. <em>Readers</em> see an adjustment as far as it is complete ({@link #read}). The <em>server</em>
 * sees all of it ({@link #synchronisedMicros}); otherwise it would send the incomplete part again.
 *
 * <p>Each call takes the reading of the physical clock: microseconds since 1970 that never decrease, e.g. the wall clock at
 * the start plus the {@link System#nanoTime()} since then. Single-threaded.
 */
public final class SynchronisedClock {

    /** The largest artificial offset in either direction: one day. */
    public static final long MAX_OFFSET_MICROS = 86_400_000_000L;

    /** The largest artificial drift in either direction, in parts per million: a tenth. */
    public static final long MAX_DRIFT_PPM = 100_000;

    private static final long MILLION = 1_000_000;

    private final String node;
    private final ClockTiming timing;

    private long physical;
    private long fault;
    private long driftPpm;
    private long driftingFrom;

    /** The sum of all accepted adjustments, complete or not. */
    private long correction;

    private long slewFromCorrection;
    private long slewFrom;
    private long slewMicros = 1;
    private long version;
    private long lastRead = Long.MIN_VALUE;

    public SynchronisedClock(String node, ClockTiming timing, long physicalMicros) {
        this.node = node;
        this.timing = timing;
        this.physical = physicalMicros;
        this.driftingFrom = physicalMicros;
        // Two incarnations of a node must not share a version: the second would accept an adjustment for the first.
        this.version = physicalMicros;
    }

    /** The time for readers, microseconds since 1970. Never less than the result of an earlier call. */
    public long read(long physicalMicros) {
        long now = observe(physicalMicros);
        lastRead = Math.max(lastRead, faulty(now) + completed(now));
        return lastRead;
    }

    /** The time as if all accepted adjustments were complete, microseconds since 1970. */
    public long synchronisedMicros(long physicalMicros) {
        return faulty(observe(physicalMicros)) + correction;
    }

    /** The incomplete part of the adjustments: the difference of {@link #synchronisedMicros} and {@link #read}. */
    public long pendingMicros(long physicalMicros) {
        return correction - completed(observe(physicalMicros));
    }

    /** The sum of all accepted adjustments. */
    public long correctionMicros() {
        return correction;
    }

    public long version() {
        return version;
    }

    /**
     * Makes the clock faulty from now on.
     *
     * @param offsetMicros replaces the artificial error so far; at most {@link #MAX_OFFSET_MICROS} in either direction
     * @param driftPartsPerMillion how much too fast the clock runs (negative: too slow); at most {@link #MAX_DRIFT_PPM} in
     *     either direction
     */
    public void setFault(long offsetMicros, long driftPartsPerMillion, long physicalMicros) {
        if (offsetMicros < -MAX_OFFSET_MICROS || offsetMicros > MAX_OFFSET_MICROS) {
            throw new IllegalArgumentException(
                    "the offset must be at most a day in either direction, not " + offsetMicros + " microseconds");
        }
        if (driftPartsPerMillion < -MAX_DRIFT_PPM || driftPartsPerMillion > MAX_DRIFT_PPM) {
            throw new IllegalArgumentException("the drift must be at most " + MAX_DRIFT_PPM
                    + " parts per million in either direction, not " + driftPartsPerMillion);
        }
        driftingFrom = observe(physicalMicros);
        fault = offsetMicros;
        driftPpm = driftPartsPerMillion;
    }

    public PollReply reply(Poll poll, long physicalMicros) {
        return new PollReply(node, poll.round(), poll.sample(), synchronisedMicros(physicalMicros), version);
    }

    /**
     * Starts an adjustment, limited to the largest one of a round.
     *
     * @return false if it was ignored because it was not computed from this clock's current version: it was delayed or
     *     duplicated, or a second server is active
     */
    public boolean adjust(Adjust adjust, long physicalMicros) {
        long now = observe(physicalMicros);
        if (adjust.basedOn() != version) {
            return false;
        }
        long completed = completed(now);
        long limit = timing.maxAdjustMicros();
        long next = correction + clamp(adjust.byMicros(), limit);
        correction = completed + clamp(next - completed, 2 * limit);
        slewFromCorrection = completed;
        slewFrom = now;
        slewMicros = Math.max(timing.intervalMicros(), 2 * Math.abs(correction - completed));
        version++;
        return true;
    }

    private long observe(long physicalMicros) {
        physical = Math.max(physical, physicalMicros);
        return physical;
    }

    private long faulty(long now) {
        return now + fault + (now - driftingFrom) * driftPpm / MILLION;
    }

    /** The completed part of the correction. */
    private long completed(long now) {
        long elapsed = Math.min(now - slewFrom, slewMicros);
        if (elapsed == slewMicros) {
            return correction;
        }
        return slewFromCorrection + (correction - slewFromCorrection) * elapsed / slewMicros;
    }

    private static long clamp(long value, long limit) {
        return Math.max(-limit, Math.min(limit, value));
    }
}
