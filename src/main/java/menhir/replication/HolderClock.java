package menhir.replication;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * The time by which the holder of a lease counts it. A monotonic clock may stand still while the machine is suspended, and
 * the lease would seem to run on when it is over. The wall clock shows the true time after that: where it has advanced further
 * than the monotonic clock, this time skips the difference. A wall clock that is set back changes nothing.
 *
 * <p>Who grants a lease must not count it so. A wall clock that is set forward looks like a standstill, and the grant would be
 * over for its grantor before it is over for its holder. A monotonic clock that stands still makes a grant longer, which
 * is safe.
 *
 * <p>Both clocks are read for each time, so the first reading after a standstill shows it. Belongs to one thread.
 */
public final class HolderClock {
    /**
     * A standstill that is not longer is not counted: the clocks are read one after the other, in whole milliseconds. The
     * margin of a lease covers it.
     */
    static final long TOLERANCE_MILLIS = 5;

    private final LongSupplier monotonicMillis;
    private final LongSupplier wallMillis;
    private final long longestSkip;
    /** By how much the wall clock is ahead of the monotonic one: the least since the last skip. */
    private long leastAhead;

    private long skipped;

    /**
     * A clock that begins with the time of the monotonic one.
     *
     * @param timing a skip is at most its lease: that ends every lease, and other deadlines suffer less from a wall clock that
     *     is set
     */
    public HolderClock(Timing timing, LongSupplier monotonicMillis, LongSupplier wallMillis) {
        this.longestSkip = timing.leaseMillis();
        this.monotonicMillis = monotonicMillis;
        this.wallMillis = wallMillis;
        this.leastAhead = -monotonicMillis.getAsLong() + wallMillis.getAsLong();
    }

    /** A clock that reads those of this machine. */
    public static HolderClock ofMachine(Timing timing) {
        return new HolderClock(timing, () -> System.nanoTime() / 1_000_000, System::currentTimeMillis);
    }

    /** The time in milliseconds. It never decreases. */
    public long millis() {
        long monotonic = monotonicMillis.getAsLong();
        long ahead = wallMillis.getAsLong() - monotonic;
        long stoodStill = ahead - leastAhead;
        if (stoodStill > TOLERANCE_MILLIS) {
            skipped += Math.min(stoodStill, longestSkip);
            leastAhead = ahead;
        } else {
            leastAhead = Math.min(leastAhead, ahead);
        }
        return monotonic + skipped;
    }

    /**
     * The time in milliseconds, for who grants leases too.
     *
     * @param onSkipped is told first by how many milliseconds the time has skipped since the last reading, if it has
     */
    public long millis(LongConsumer onSkipped) {
        long before = skipped;
        long now = millis();
        if (skipped > before) {
            onSkipped.accept(skipped - before);
        }
        return now;
    }

    /** How many milliseconds were skipped until the last reading: by so much this time is ahead of the monotonic clock. */
    long skippedMillis() {
        return skipped;
    }
}
