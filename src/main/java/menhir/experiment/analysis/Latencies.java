package menhir.experiment.analysis;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import menhir.client.metrics.Latency;
import menhir.client.metrics.RequestKind;
import menhir.client.metrics.RequestListener;
import org.HdrHistogram.Histogram;

/** Collects the latencies of a measurement by kind of request. Thread-safe. */
public final class Latencies implements RequestListener {
    /** All kinds of lookup. */
    public static final List<RequestKind> LOOKUPS =
            List.of(RequestKind.LOOKUP, RequestKind.LOOKUP_HIT, RequestKind.LOOKUP_MISS);

    private static final int SIGNIFICANT_DIGITS = 3;

    private final Map<RequestKind, Histogram> micros = new EnumMap<>(RequestKind.class);

    @Override
    public synchronized void completed(RequestKind kind, long nanos) {
        micros.computeIfAbsent(kind, any -> new Histogram(SIGNIFICANT_DIGITS))
                .recordValue(TimeUnit.NANOSECONDS.toMicros(nanos));
    }

    @Override
    public void retried() {}

    /** The latencies of a kind. If there were none, all are zero, and the high percentiles NaN. */
    public Latency of(RequestKind kind) {
        return of(List.of(kind));
    }

    /** The latencies of several kinds together. If there were none, all are zero, and the high percentiles NaN. */
    public synchronized Latency of(List<RequestKind> kinds) {
        return Latency.of(kinds.get(0).label(), merged(kinds));
    }

    private Histogram merged(List<RequestKind> kinds) {
        Histogram merged = new Histogram(SIGNIFICANT_DIGITS);
        for (RequestKind kind : kinds) {
            Histogram histogram = micros.get(kind);
            if (histogram != null) {
                merged.add(histogram);
            }
        }
        return merged;
    }

    /** A percentile of the latencies of a kind, in milliseconds; NaN if there are too few for it. */
    public synchronized double percentileMillis(RequestKind kind, double percentile) {
        return Latency.percentileMillis(merged(List.of(kind)), percentile);
    }
}
