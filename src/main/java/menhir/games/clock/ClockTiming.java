package menhir.games.clock;

/**
 * The times and limits of clock synchronisation. Times are microseconds.
 *
 * @param intervalMicros from the start of one round to the start of the next
 * @param samples polls per node and round; the reply with the shortest round trip counts
 * @param maxRoundTripMicros a reply with a longer round trip is too inaccurate and is ignored; also the time from one poll
 *     to the next
 * @param maxAdjustMicros largest adjustment of a round; at most half the interval, so that an adjustment is complete before
 *     the next one although the clock never runs at less than half its rate
 * @param toleranceMicros a clock agrees with the average if it is at most this far from it. This decides whether an
 *     incomplete round is conclusive, and what is reported; it does not affect the average
 * @param silentRounds rounds without a usable reply after which the server no longer waits for a node
 * @param maxNodes most nodes that the server polls
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
        if (intervalMicros < 2 * pollingMicros(samples, maxRoundTripMicros)) {
            throw new IllegalArgumentException("the interval must be at least twice the time for the polls of a round");
        }
        if (maxAdjustMicros < 1 || maxAdjustMicros > intervalMicros / 2) {
            throw new IllegalArgumentException("the largest adjustment must be from 1 to half the interval");
        }
    }

    /** Rounds of two seconds, for a local network. */
    public static ClockTiming standard() {
        return new ClockTiming(2_000_000, 4, 20_000, 1_000_000, 20_000, 5, 64);
    }

    /** From the first poll of a round until its last reply is due. */
    long pollingMicros() {
        return pollingMicros(samples, maxRoundTripMicros);
    }

    private static long pollingMicros(int samples, long maxRoundTripMicros) {
        return samples * maxRoundTripMicros;
    }
}
