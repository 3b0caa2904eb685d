package menhir.client.run;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import menhir.client.api.OrderOutcome;
import menhir.client.api.RequestKind;
import menhir.client.events.Watch;
import org.HdrHistogram.Histogram;

/**
 * What a run has seen, over all its clients. A request's time runs from the moment the client wants the answer until it
 * has it, with all retries and waits in between: what a user would feel. Thread-safe.
 */
public final class RunMetrics {

    /** Counts at one moment; rows in the order of {@link RequestKind}, only kinds that occurred. */
    record Counts(
            List<Latency> rows,
            long answers,
            long accepted,
            long refused,
            long unknown,
            long replayed,
            long retries,
            long failovers,
            long longestWithoutSuccessMillis) {}

    private static final int SIGNIFICANT_DIGITS = 3;

    private final Watch watch;
    private final Map<RequestKind, Histogram> micros = new EnumMap<>(RequestKind.class);
    private long accepted;
    private long refused;
    private long unknown;
    private long replayed;
    private long retries;
    private long failovers;
    private int inFlight;
    private boolean failing;
    private long quietSinceNanos;
    private long longestQuietNanos;

    public RunMetrics() {
        this(Watch.NOBODY);
    }

    /**
     * TODO summary.
     *
     * @param watch sees each request too
     */
    public RunMetrics(Watch watch) {
        this.watch = watch;
    }

    /** A client wants an answer. Returns the time, for {@link #succeeded}. */
    synchronized long begun() {
        long now = System.nanoTime();
        // Time in which nobody asked (thinking) is not time without a success.
        if (inFlight == 0 && !failing) {
            quietSinceNanos = now;
        }
        inFlight++;
        return now;
    }

    synchronized void succeeded(RequestKind kind, long begunNanos) {
        long now = System.nanoTime();
        inFlight--;
        failing = false;
        noteQuiet(now);
        quietSinceNanos = now;
        micros.computeIfAbsent(kind, any -> new Histogram(SIGNIFICANT_DIGITS))
                .recordValue(TimeUnit.NANOSECONDS.toMicros(now - begunNanos));
        watch.answered(kind, now - begunNanos);
    }

    synchronized void failed() {
        inFlight--;
        failing = true;
        noteQuiet(System.nanoTime());
    }

    private void noteQuiet(long nowNanos) {
        longestQuietNanos = Math.max(longestQuietNanos, nowNanos - quietSinceNanos);
    }

    synchronized void ordered(OrderOutcome outcome) {
        if (outcome instanceof OrderOutcome.Accepted stands) {
            accepted++;
            replayed += stands.replayed() ? 1 : 0;
        } else {
            refused++;
        }
    }

    /** An order of which nobody could say whether it was done. */
    synchronized void orderUnknown() {
        unknown++;
    }

    public synchronized void retried() {
        retries++;
        watch.retried();
    }

    public synchronized void failedOver() {
        failovers++;
    }

    synchronized Counts counts() {
        List<Latency> rows = new ArrayList<>();
        Histogram all = new Histogram(SIGNIFICANT_DIGITS);
        micros.forEach((kind, histogram) -> {
            rows.add(Latency.of(kind.label(), histogram));
            all.add(histogram);
        });
        if (rows.size() > 1) {
            rows.add(Latency.of("all", all));
        }
        return new Counts(
                List.copyOf(rows),
                all.getTotalCount(),
                accepted,
                refused,
                unknown,
                replayed,
                retries,
                failovers,
                TimeUnit.NANOSECONDS.toMillis(longestQuietNanos));
    }
}
