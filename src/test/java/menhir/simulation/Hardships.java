package menhir.simulation;

import java.util.SplittableRandom;

/**
 * What machines do to the processes on them, besides crashes. Half of the seeds have none of it. Intervals are means, in
 * microseconds; 0 for never.
 *
 * @param suspendMicros how often a machine is suspended: its monotonic clock stands still
 * @param wallClockMicros how often somebody sets a wall clock
 * @param failedWrites share of writes that fail
 * @param failedReads share of reads that fail
 */
record Hardships(long suspendMicros, long wallClockMicros, double failedWrites, double failedReads) {

    /** With it, seeds that are recorded for rare cases have none. */
    private static final long SALT = 106_484L << 20;

    private static final Hardships NONE = new Hardships(0, 0, 0, 0);

    static Hardships of(long seed) {
        SplittableRandom random = new SplittableRandom(seed ^ SALT);
        if (random.nextBoolean()) {
            return NONE;
        }
        return new Hardships(
                random.nextInt(3) == 0 ? 0 : 2_000_000 + random.nextLong(10_000_000),
                random.nextInt(3) == 0 ? 0 : 2_000_000 + random.nextLong(10_000_000),
                random.nextInt(3) == 0 ? 0 : 0.01 * random.nextDouble(),
                random.nextInt(3) == 0 ? 0 : 0.1 * random.nextDouble());
    }

    boolean any() {
        return !equals(NONE);
    }
}
