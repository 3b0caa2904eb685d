package menhir.client.metrics;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Records latencies by kind of request. Not thread-safe. */
public final class LatencyRecorder {

    private static final int SIGNIFICANT_DIGITS = 3;

    private final Map<RequestKind, Histogram> micros = new EnumMap<>(RequestKind.class);

    /** Adds one request. */
    public void record(RequestKind kind, long nanos) {
        micros.computeIfAbsent(kind, any -> new Histogram(SIGNIFICANT_DIGITS))
                .recordValue(TimeUnit.NANOSECONDS.toMicros(nanos));
    }

    /** The number of requests of all kinds. */
    public long count() {
        return micros.values().stream().mapToLong(Histogram::getTotalCount).sum();
    }

    /** One summary for each kind that occurred, in the order of {@link RequestKind}; if there are several, one of all. */
    public List<Latency> summaries() {
        List<Latency> summaries = new ArrayList<>();
        Histogram all = new Histogram(SIGNIFICANT_DIGITS);
        micros.forEach((kind, histogram) -> {
            summaries.add(Latency.of(kind.label(), histogram));
            all.add(histogram);
        });
        if (summaries.size() > 1) {
            summaries.add(Latency.of("all", all));
        }
        return List.copyOf(summaries);
    }
}
