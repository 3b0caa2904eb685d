package menhir.client.metrics;

import org.HdrHistogram.Histogram;

/**
 * A summary of the latencies of one kind of request, in milliseconds.
 *
 * @param kind the label of a {@link RequestKind}, or "all"
 * @param p999Millis the 99.9th percentile
 */
public record Latency(
        String kind,
        long count,
        double meanMillis,
        double p50Millis,
        double p99Millis,
        double p999Millis,
        double maxMillis) {

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
                micros.getValueAtPercentile(99) / 1e3,
                micros.getValueAtPercentile(99.9) / 1e3,
                micros.getMaxValue() / 1e3);
    }
}
