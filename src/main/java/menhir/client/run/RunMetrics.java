package menhir.client.run;

import java.util.List;
import java.util.concurrent.TimeUnit;
import menhir.client.api.OrderOutcome;
import menhir.client.http.FailoverListener;
import menhir.client.metrics.Latency;
import menhir.client.metrics.LatencyRecorder;
import menhir.client.metrics.RequestKind;
import menhir.client.metrics.RequestListener;

/**
 * Counts and latencies of a run, over all its clients. A request's latency is what a user would see: from the client's
 * first attempt to the response, all retries and waits included. Thread-safe.
 */
public final class RunMetrics implements FailoverListener {

    /**
     * The metrics at one moment.
     *
     * @param latencies one row for each kind of request that occurred, and one of all
     * @param requests number of requests with a usable response
     * @param unknown orders without a usable response
     * @param replayed accepted orders whose first response was lost
     * @param longestWithoutSuccessMillis the longest time in which requests were waiting and none succeeded
     */
    public record Counts(
            List<Latency> latencies,
            long requests,
            long accepted,
            long rejected,
            long unknown,
            long replayed,
            long retries,
            long failovers,
            long longestWithoutSuccessMillis) {}

    private final RequestListener listener;
    private final LatencyRecorder latencies = new LatencyRecorder();
    private long accepted;
    private long rejected;
    private long unknown;
    private long replayed;
    private long retries;
    private long failovers;
    private int inFlight;
    private boolean lastFailed;
    private long withoutSuccessSinceNanos;
    private long longestWithoutSuccessNanos;

    /**
     * Metrics that also notify a listener of each request.
     *
     * @param listener called under this object's lock
     */
    RunMetrics(RequestListener listener) {
        this.listener = listener;
    }

    /** A client sends a request. Returns the time, for {@link #succeeded}. */
    synchronized long started() {
        long now = System.nanoTime();
        // Time without any request, such as think time, is not time without a success.
        if (inFlight == 0 && !lastFailed) {
            withoutSuccessSinceNanos = now;
        }
        inFlight++;
        return now;
    }

    synchronized void succeeded(RequestKind kind, long startedNanos) {
        long now = System.nanoTime();
        inFlight--;
        lastFailed = false;
        updateLongestWithoutSuccess(now);
        withoutSuccessSinceNanos = now;
        latencies.record(kind, now - startedNanos);
        listener.completed(kind, now - startedNanos);
    }

    synchronized void failed() {
        inFlight--;
        lastFailed = true;
        updateLongestWithoutSuccess(System.nanoTime());
    }

    private void updateLongestWithoutSuccess(long nowNanos) {
        longestWithoutSuccessNanos = Math.max(longestWithoutSuccessNanos, nowNanos - withoutSuccessSinceNanos);
    }

    synchronized void ordered(OrderOutcome outcome) {
        if (outcome instanceof OrderOutcome.Accepted placed) {
            accepted++;
            replayed += placed.replayed() ? 1 : 0;
        } else {
            rejected++;
        }
    }

    /** An order got no usable response: it may be placed or not. */
    synchronized void orderUnknown() {
        unknown++;
    }

    @Override
    public synchronized void retried() {
        retries++;
        listener.retried();
    }

    @Override
    public synchronized void failedOver() {
        failovers++;
    }

    synchronized Counts counts() {
        return new Counts(
                latencies.summaries(),
                latencies.count(),
                accepted,
                rejected,
                unknown,
                replayed,
                retries,
                failovers,
                TimeUnit.NANOSECONDS.toMillis(longestWithoutSuccessNanos));
    }
}
