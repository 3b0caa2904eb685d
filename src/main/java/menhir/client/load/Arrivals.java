package menhir.client.load;

import java.util.concurrent.TimeUnit;

/**
 * When requests are due. In an open loop they are due at a fixed rate, whether or not the servers keep up; in a closed loop as
 * soon as a connection is free.
 */
final class Arrivals {
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long startNanos;
    private final long ratePerSecond;
    private long taken;

    /**
     * The requests of a run.
     *
     * @param startNanos when the first request is due
     * @param ratePerSecond requests per second; 0 for a closed loop
     */
    Arrivals(long startNanos, long ratePerSecond) {
        this.startNanos = startNanos;
        this.ratePerSecond = ratePerSecond;
    }

    boolean isOpenLoop() {
        return ratePerSecond > 0;
    }

    boolean isDue(long nowNanos) {
        return untilNextNanos(nowNanos) == 0;
    }

    /** The time until the next request is due; 0 if it is. */
    long untilNextNanos(long nowNanos) {
        return isOpenLoop() ? Math.max(0, dueNanos() - nowNanos) : 0;
    }

    /** Takes the next request, which must be due. Returns when it was due: its latency counts from then. */
    long take(long nowNanos) {
        if (!isOpenLoop()) {
            return nowNanos;
        }
        long due = dueNanos();
        taken++;
        return due;
    }

    /** From the start and not from the previous request, so that rounding does not add up. */
    private long dueNanos() {
        return startNanos + taken * SECOND_NANOS / ratePerSecond;
    }
}
