package menhir.games.clock;

/**
 * The times and limits of clock synchronisation, in microseconds.
 *
 * @param intervalMicros from the start of one round to the start of the next
 * @param samples how often each node is asked in a round; the answer with the shortest round trip counts
 * @param maxRoundTripMicros an answer that took longer says too little and is dropped; also the time from one sample to
 *     the next
 * @param maxAdjustMicros the most that one round may move a clock. At most half the interval, so that a correction is done
 *     when the next one comes while the clock never runs at less than half its rate
 * @param toleranceMicros clocks this near to the middle agree with it. Only for deciding whether an incomplete round
 *     counts, and for showing who is off: it does not enter the average
 * @param silentRounds a node that gave no usable answer for so many rounds is not waited for any more
 * @param maxNodes the server asks at most so many nodes
 */
public record ClockTiming(
        long intervalMicros,
        int samples,
        long maxRoundTripMicros,
        long maxAdjustMicros,
        long toleranceMicros,
        int silentRounds,
        int maxNodes) {

    public ClockTiming {
        if (samples < 1 || maxRoundTripMicros < 1 || toleranceMicros < 1 || silentRounds < 1 || maxNodes < 1) {
            throw new IllegalArgumentException("samples, times and limits must be at least 1");
        }
        if (intervalMicros < 2 * roundMicros(samples, maxRoundTripMicros)) {
            throw new IllegalArgumentException(
                    "the interval must be at least twice as long as the questions of a round");
        }
        if (maxAdjustMicros < 1 || maxAdjustMicros > intervalMicros / 2) {
            throw new IllegalArgumentException("the largest adjustment must be from 1 to half the interval");
        }
    }

    /** Rounds of two seconds on a local network. */
    public static ClockTiming standard() {
        return new ClockTiming(2_000_000, 4, 20_000, 1_000_000, 20_000, 5, 64);
    }

    /** From the first question of a round until no answer is waited for any more. */
    long roundMicros() {
        return roundMicros(samples, maxRoundTripMicros);
    }

    private static long roundMicros(int samples, long maxRoundTripMicros) {
        return samples * maxRoundTripMicros;
    }
}
