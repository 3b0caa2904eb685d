package menhir.client.metrics;

import org.HdrHistogram.Histogram;

/**
 * A summary of the latencies of one kind of request, in milliseconds.
 *
 * @param kind the label of a {@link RequestKind}, or "all"
 * @param p99Millis the 99th percentile; NaN if there are too few values for it
 * @param p999Millis the 99.9th percentile; NaN if there are too few values for it
 */
public record Latency(
        String kind,
        long count,
        double meanMillis,
        double p50Millis,
        double p99Millis,
        double p999Millis,
        double maxMillis) {

    /** A hundred percent, in thousandths of a percent. */
    private static final long WHOLE = 100_000;

    /**
     * Summarises a histogram.
     *
     * @param micros latencies in microseconds
     */
    public static Latency of(String kind, Histogram micros) {
        return new Latency(
                kind,
                micros.getTotalCount(),
                micros.getMean() / 1e3,
                micros.getValueAtPercentile(50) / 1e3,
                percentileMillis(micros, 99),
                percentileMillis(micros, 99.9),
                micros.getMaxValue() / 1e3);
    }

    /**
     * A percentile in milliseconds; NaN unless at least one value lies above it: the 99th percentile of three values would only
     * be the largest of them.
     *
     * @param micros latencies in microseconds
     */
    public static double percentileMillis(Histogram micros, double percentile) {
        // In thousandths of a percent: 100 - 99.9 is not exactly 0.1.
        long above = micros.getTotalCount() * Math.round((100 - percentile) * 1e3);
        return above < WHOLE ? Double.NaN : micros.getValueAtPercentile(percentile) / 1e3;
    }
}
