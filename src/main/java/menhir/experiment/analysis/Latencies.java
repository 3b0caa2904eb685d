package menhir.experiment.analysis;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import menhir.client.metrics.Latency;
import menhir.client.metrics.RequestKind;
import menhir.client.metrics.RequestListener;
import org.HdrHistogram.Histogram;

/** The times of a measurement's requests, by kind. Thread-safe. */
public final class Latencies implements RequestListener {
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

    public Latency of(RequestKind kind) {
        return of(List.of(kind));
    }

    /** Of several kinds as if they were one; all zero when there were none. */
    public synchronized Latency of(List<RequestKind> kinds) {
        return Latency.of(kinds.get(0).label(), merged(kinds));
    }

    private Histogram merged(List<RequestKind> kinds) {
        Histogram merged = new Histogram(SIGNIFICANT_DIGITS);
        for (RequestKind kind : kinds) {
            Histogram some = micros.get(kind);
            if (some != null) {
                merged.add(some);
            }
        }
        return merged;
    }

    /** The time in milliseconds within which such a percentage of the requests was answered. */
    public synchronized double percentileMillis(RequestKind kind, double percentile) {
        return merged(List.of(kind)).getValueAtPercentile(percentile) / 1e3;
    }

    synchronized long count() {
        return micros.values().stream().mapToLong(Histogram::getTotalCount).sum();
    }
}
