package menhir.client.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import menhir.client.api.CanonicalApi;
import menhir.client.http.Response;
import menhir.client.http.RetryPolicy;
import menhir.client.http.ServerAddress;
import menhir.client.metrics.LatencyRecorder;
import org.jspecify.annotations.Nullable;

/**
 * A load driver. In a closed loop every connection sends a request, waits for its response, sends the next; a slow server
 * gets fewer requests, and the percentiles are those of the requests sent. In an open loop requests are due at a fixed rate
 * and wait for a free connection if they must; latencies count from when a request was due, so that a server that stalls is
 * charged for all requests that came meanwhile (no coordinated omission).
 *
 * <p>The calling thread serves all connections, and in clear text no object is made and no body parsed for a response, so that
 * the driver takes little processor time from servers on the same machine. With https the encryption is its work, too.
 */
public final class LoadDriver {

    private static final long MILLI_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long SELECT_NANOS = 5 * MILLI_NANOS;
    private static final long SWEEP_NANOS = 5 * MILLI_NANOS;

    /** How long an open loop waits for the last responses. */
    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A selector waits for whole milliseconds, in which many requests may be due. */
    private static final long SHORT_WAIT_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    private final LoadPlan plan;
    private final List<InetSocketAddress> addresses;
    private final @Nullable SSLContext tls;
    private final RetryPolicy policy;
    private final LoadRequests requests;
    private final SplittableRandom jitter = new SplittableRandom();
    private final LatencyRecorder latencies = new LatencyRecorder();
    private final Queue<LoadConnection> idle = new ArrayDeque<>();
    private Arrivals arrivals = new Arrivals(0, 0);
    private long endNanos;
    private long sweepAtNanos;
    private boolean measuring;
    private long inTime;
    private long accepted;
    private long rejected;
    private long unexpected;
    private long retries;
    private long unanswered;
    private String lastFailure = "";

    /** A driver for servers without https. */
    public LoadDriver(LoadPlan plan, CanonicalApi api) {
        this(plan, api, null);
    }

    /** @param tls trusts the servers that speak https; null if none does */
    public LoadDriver(LoadPlan plan, CanonicalApi api, @Nullable SSLContext tls) {
        this.plan = plan;
        this.tls = tls;
        addresses = plan.servers().stream().map(ServerAddress::resolve).toList();
        policy = new RetryPolicy(plan.timeoutMillis(), plan.timeoutMillis());
        requests = new LoadRequests(plan, api);
    }

    /**
     * Runs for the time of warm-up and measurement; in an open loop up to a second longer, for the responses to the last
     * requests that were due.
     *
     * @throws IOException if no selector can be opened
     */
    public LoadResult run() throws IOException {
        return run(() -> true);
    }

    /**
     * Runs as {@link #run()}, or until it is told to end. What was measured until then is the result.
     *
     * @param goesOn checked some hundred times a second
     */
    public LoadResult run(BooleanSupplier goesOn) throws IOException {
        long startNanos = System.nanoTime();
        long measureAtNanos = startNanos + TimeUnit.MILLISECONDS.toNanos(plan.warmupMillis());
        endNanos = measureAtNanos + TimeUnit.MILLISECONDS.toNanos(plan.measuredMillis());
        arrivals = new Arrivals(startNanos, plan.ratePerSecond());
        sweepAtNanos = startNanos;
        List<LoadConnection> connections = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < plan.connections(); i++) {
                connections.add(new LoadConnection(selector, requests, i % addresses.size()));
            }
            idle.addAll(connections);
            long now = startNanos;
            while (now - endNanos < 0) {
                measuring = now - measureAtNanos >= 0;
                now = turn(selector, connections, now);
                if (!goesOn.getAsBoolean()) {
                    endNanos = now;
                }
            }
            if (arrivals.isOpenLoop()) {
                while (now - endNanos < DRAIN_NANOS && isWaiting(connections)) {
                    now = turn(selector, connections, now);
                }
                countUnanswered(connections, now);
            }
            return result(Math.max(0, endNanos - measureAtNanos));
        } finally {
            connections.forEach(LoadConnection::close);
        }
    }

    /** Sends and receives what is ready, and returns the time. */
    private long turn(Selector selector, List<LoadConnection> connections, long now) throws IOException {
        if (now - sweepAtNanos >= 0) {
            sweep(connections, now);
            sweepAtNanos = now + SWEEP_NANOS;
        }
        dispatch(now);
        select(selector, now);
        return System.nanoTime();
    }

    private boolean isWaiting(List<LoadConnection> connections) {
        return arrivals.isDue(endNanos) || connections.stream().anyMatch(LoadConnection::isBusy);
    }

    /** Whether there is a request to send; none is due after the end. */
    private boolean isDue(long now) {
        return arrivals.isDue(now - endNanos < 0 ? now : endNanos);
    }

    /** Opens the connections that are due, and fails those whose response is late. */
    private void sweep(List<LoadConnection> connections, long now) {
        long timeoutNanos = TimeUnit.MILLISECONDS.toNanos(plan.timeoutMillis());
        for (LoadConnection connection : connections) {
            if (connection.isLate(now, timeoutNanos)) {
                failed(connection, "no response within " + plan.timeoutMillis() + " ms");
            } else if (connection.isDueToOpen(now)) {
                open(connection, now);
            }
        }
    }

    private void open(LoadConnection connection, long now) {
        try {
            int server = connection.server();
            connection.open(plan.servers().get(server), addresses.get(server), tls, now);
        } catch (IOException broken) {
            failed(connection, String.valueOf(broken.getMessage()));
        }
    }

    /** Gives the requests that are due to idle connections. */
    private void dispatch(long now) {
        while (isDue(now)) {
            LoadConnection connection = idle.poll();
            if (connection == null) {
                return;
            }
            begin(connection, now);
        }
    }

    private void begin(LoadConnection connection, long now) {
        try {
            connection.begin(requests.next(), arrivals.take(now), now);
        } catch (IOException broken) {
            failed(connection, String.valueOf(broken.getMessage()));
            return;
        }
        if (connection.isDueToOpen(now)) {
            open(connection, now);
        }
    }

    /** Serves what is ready, and waits at most until the next request is due for which there is a connection. */
    private void select(Selector selector, long now) throws IOException {
        long waitNanos = idle.isEmpty() ? SELECT_NANOS : Math.min(SELECT_NANOS, arrivals.untilNextNanos(now));
        if (waitNanos >= MILLI_NANOS) {
            selector.select(this::serve, waitNanos / MILLI_NANOS);
        } else if (selector.selectNow(this::serve) == 0) {
            LockSupport.parkNanos(Math.min(waitNanos, SHORT_WAIT_NANOS));
        }
    }

    private void serve(SelectionKey selected) {
        if (!(selected.attachment() instanceof LoadConnection connection)) {
            return;
        }
        try {
            int status = connection.advance();
            if (Response.isUnavailable(status)) {
                failed(connection, "status " + status);
            } else if (status != 0) {
                long now = System.nanoTime();
                completed(connection, status, now);
                connection.finish();
                if (isDue(now)) {
                    begin(connection, now);
                } else {
                    idle.add(connection);
                }
            }
        } catch (IOException broken) {
            if (connection.isBusy()) {
                failed(connection, String.valueOf(broken.getMessage()));
            } else {
                // A server may close a connection that is not in use.
                connection.close();
            }
        }
    }

    private void completed(LoadConnection connection, int status, long now) {
        if (!measuring) {
            return;
        }
        if (now - endNanos < 0) {
            inTime++;
        }
        LoadRequests.Next request = connection.request();
        if (status == 409 && request.isOrder()) {
            rejected++;
        } else if (status >= 300) {
            unexpected++;
            lastFailure = "status " + status;
        } else if (request.isOrder()) {
            accepted++;
        }
        latencies.record(request.kind(), now - connection.requestStartNanos());
    }

    private void failed(LoadConnection connection, String reason) {
        retries++;
        lastFailure = plan.servers().get(connection.server()) + ": " + reason;
        connection.retryAtNextServer(addresses.size(), policy, jitter.nextDouble(), System.nanoTime());
    }

    /** Records how long the requests without a response have waited: the slowest ones must not be left out. */
    private void countUnanswered(List<LoadConnection> connections, long now) {
        for (LoadConnection connection : connections) {
            if (connection.isBusy()) {
                unanswered(connection.request(), connection.requestStartNanos(), now);
            }
        }
        while (arrivals.isDue(endNanos)) {
            unanswered(requests.next(), arrivals.take(now), now);
        }
    }

    private void unanswered(LoadRequests.Next request, long dueNanos, long now) {
        unanswered++;
        latencies.record(request.kind(), now - dueNanos);
    }

    private LoadResult result(long measuredNanos) {
        return new LoadResult(
                latencies.summaries(),
                latencies.count() - unanswered,
                inTime * 1e9 / Math.max(1, measuredNanos),
                TimeUnit.NANOSECONDS.toMillis(measuredNanos),
                accepted,
                rejected,
                unexpected,
                retries,
                unanswered,
                lastFailure);
    }
}
