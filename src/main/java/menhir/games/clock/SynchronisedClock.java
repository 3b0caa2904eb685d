package menhir.games.clock;

import menhir.games.clock.ClockMessage.Adjust;
import menhir.games.clock.ClockMessage.Answer;
import menhir.games.clock.ClockMessage.Poll;

/**
 * One node's clock: its physical clock, plus a fault added on purpose for demonstration, plus the correction that the time
 * server has it make.
 *
 * <p>A correction is not made at once: it is spread over a round, or over twice its own size if that is longer, so the
 * clock runs at half to one and a half times its rate meanwhile (BSD's {@code adjtime}, made for this very algorithm, does
 * the same). Readers therefore never see time run backwards. Only an artificial offset into the past could do that; then
 * the clock stands still until time has caught up.
 *
 * <p>Two times must be told apart. <em>Readers</em> see the correction as far as it has been made ({@link #read}). The
 * <em>server</em> sees all of it ({@link #synchronisedMicros}), or it would send the unfinished part a second time.
 *
 * <p>Every call takes the physical clock's reading: microseconds since 1970 that must only rise, e.g. the wall clock at
 * start plus {@link System#nanoTime()} since then. Single-threaded.
 */
public final class SynchronisedClock {

    /** The largest artificial offset either way: one day. */
    public static final long MAX_OFFSET_MICROS = 86_400_000_000L;

    /** The largest artificial drift either way, in parts per million: a tenth. */
    public static final long MAX_DRIFT_PPM = 100_000;

    private static final long MILLION = 1_000_000;

    private final String node;
    private final ClockTiming timing;

    private long physical;
    private long fault;
    private long driftPpm;
    private long driftingFrom;

    /** All corrections that were taken, done or not. */
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
        // Two lives of one node must not share a version, or an adjustment for the first could hit the second.
        this.version = physicalMicros;
    }

    /** The time for readers, microseconds since 1970. Never less than what an earlier call returned. */
    public long read(long physicalMicros) {
        long now = observe(physicalMicros);
        lastRead = Math.max(lastRead, faulty(now) + done(now));
        return lastRead;
    }

    /** The time as it will be once every correction that was taken is done, microseconds since 1970. */
    public long synchronisedMicros(long physicalMicros) {
        return faulty(observe(physicalMicros)) + correction;
    }

    /** How far readers are from {@link #synchronisedMicros}: the part of the correction that is still to be made. */
    public long pendingMicros(long physicalMicros) {
        return correction - done(observe(physicalMicros));
    }

    /** The sum of all corrections taken so far. */
    public long correctionMicros() {
        return correction;
    }

    public long version() {
        return version;
    }

    /**
     * Makes this node's clock wrong on purpose, from now on.
     *
     * @param offsetMicros replaces all artificial error gathered so far
     * @param driftPartsPerMillion by how much the clock is too fast (negative: too slow)
     */
    public void setFault(long offsetMicros, long driftPartsPerMillion, long physicalMicros) {
        if (offsetMicros < -MAX_OFFSET_MICROS || offsetMicros > MAX_OFFSET_MICROS) {
            throw new IllegalArgumentException(
                    "the offset must be at most a day either way, not " + offsetMicros + " microseconds");
        }
        if (driftPartsPerMillion < -MAX_DRIFT_PPM || driftPartsPerMillion > MAX_DRIFT_PPM) {
            throw new IllegalArgumentException("the drift must be at most " + MAX_DRIFT_PPM
                    + " parts per million either way, not " + driftPartsPerMillion);
        }
        driftingFrom = observe(physicalMicros);
        fault = offsetMicros;
        driftPpm = driftPartsPerMillion;
    }

    /** Answers the server. */
    public Answer answer(Poll poll, long physicalMicros) {
        return new Answer(node, poll.round(), poll.sample(), synchronisedMicros(physicalMicros), version);
    }

    /**
     * Takes a correction, at most as large as one round may make it.
     *
     * @return whether it was taken; one that was computed from an answer before the newest correction is not: it was lost
     *     on the way for a while, or sent twice, or a second server is at work
     */
    public boolean adjust(Adjust adjust, long physicalMicros) {
        long now = observe(physicalMicros);
        if (!current(adjust)) {
            return false;
        }
        long done = done(now);
        long limit = timing.maxAdjustMicros();
        long next = correction + clamp(adjust.byMicros(), limit);
        correction = done + clamp(next - done, 2 * limit);
        slewFromCorrection = done;
        slewFrom = now;
        slewMicros = Math.max(timing.intervalMicros(), 2 * Math.abs(correction - done));
        version++;
        return true;
    }

    private boolean current(Adjust adjust) {
        return adjust.basedOn() == version;
    }

    private long observe(long physicalMicros) {
        physical = Math.max(physical, physicalMicros);
        return physical;
    }

    private long faulty(long now) {
        return now + fault + (now - driftingFrom) * driftPpm / MILLION;
    }

    private long done(long now) {
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
