package menhir.stats;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/** Latencies since they were last taken. Any thread may record; one takes them. */
final class Latencies {
    private static final long MAX_MICROS = TimeUnit.MINUTES.toMicros(1);
    /** An error of one percent cannot be seen in a chart, and a histogram needs 20 KiB. */
    private static final int DIGITS = 2;

    /**
     * Of some seconds.
     *
     * @param p50Micros null if there were none
     * @param p99Micros null if there were none
     */
    record Percentiles(@Nullable Long p50Micros, @Nullable Long p99Micros) {
        static final Percentiles NONE = new Percentiles(null, null);
    }

    private final Recorder recorder = new Recorder(1, MAX_MICROS, DIGITS);
    private @Nullable Histogram recycled;

    void record(long nanos) {
        recorder.recordValue(Math.max(1, Math.min(MAX_MICROS, TimeUnit.NANOSECONDS.toMicros(nanos))));
    }

    Percentiles take() {
        Histogram taken = recorder.getIntervalHistogram(recycled);
        recycled = taken;
        return taken.getTotalCount() == 0
                ? Percentiles.NONE
                : new Percentiles(taken.getValueAtPercentile(50), taken.getValueAtPercentile(99));
    }
}
