package menhir.client.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import menhir.client.api.CanonicalApi;
import menhir.client.http.Response;
import menhir.client.http.RetryPolicy;
import menhir.client.http.ServerAddress;
import menhir.client.metrics.LatencyRecorder;
import menhir.client.metrics.RequestKind;

/**
 * A closed-loop load driver: every connection sends a request, waits for its response, sends the next. The calling thread
 * serves all connections, and no object is made and no body parsed for a response, so that the driver takes little
 * processor time from servers on the same machine. In a closed loop a slow server gets fewer requests: the percentiles
 * are those of the requests sent, not of a schedule.
 */
public final class LoadDriver {

    private static final long SELECT_MILLIS = 5;
    private static final long SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final LoadPlan plan;
    private final List<InetSocketAddress> addresses;
    private final RetryPolicy policy;
    private final LoadRequests requests;
    private final SplittableRandom jitter = new SplittableRandom();
    private final LatencyRecorder latencies = new LatencyRecorder();
    private boolean measuring;
    private long accepted;
    private long rejected;
    private long unexpected;
    private long retries;
    private String lastFailure = "";

    public LoadDriver(LoadPlan plan, CanonicalApi api) {
        this.plan = plan;
        addresses = plan.servers().stream().map(ServerAddress::resolve).toList();
        policy = new RetryPolicy(plan.timeoutMillis(), plan.timeoutMillis());
        requests = new LoadRequests(plan, api);
    }

    /**
     * Runs for the time of warm-up and measurement, and no longer.
     *
     * @throws IOException if no selector can be opened
     */
    public LoadResult run() throws IOException {
        long startNanos = System.nanoTime();
        long measureAtNanos = startNanos + TimeUnit.MILLISECONDS.toNanos(plan.warmupMillis());
        long endNanos = measureAtNanos + TimeUnit.MILLISECONDS.toNanos(plan.measuredMillis());
        List<LoadConnection> connections = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < plan.connections(); i++) {
                connections.add(new LoadConnection(selector, requests, i % addresses.size(), startNanos));
            }
            long sweepAtNanos = startNanos;
            long now = startNanos;
            while (now - endNanos < 0) {
                if (now - sweepAtNanos >= 0) {
                    sweep(connections, now);
                    sweepAtNanos = now + SWEEP_NANOS;
                }
                measuring = now - measureAtNanos >= 0;
                selector.select(this::serve, SELECT_MILLIS);
                now = System.nanoTime();
            }
            return result(now - measureAtNanos);
        } finally {
            connections.forEach(LoadConnection::close);
        }
    }

    /** Opens the connections that are due, and fails those whose response is late. */
    private void sweep(List<LoadConnection> connections, long now) {
        long timeoutNanos = TimeUnit.MILLISECONDS.toNanos(plan.timeoutMillis());
        for (LoadConnection connection : connections) {
            if (connection.isLate(now, timeoutNanos)) {
                failed(connection, "no response within " + plan.timeoutMillis() + " ms");
            } else if (connection.isDueToOpen(now)) {
                try {
                    connection.open(addresses.get(connection.server()), now);
                } catch (IOException failed) {
                    failed(connection, String.valueOf(failed.getMessage()));
                }
            }
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
                connection.sendNext(now);
            }
        } catch (IOException broken) {
            failed(connection, String.valueOf(broken.getMessage()));
        }
    }

    private void completed(LoadConnection connection, int status, long now) {
        if (!measuring) {
            return;
        }
        boolean isOrder = connection.request().isOrder();
        if (status == 409 && isOrder) {
            rejected++;
        } else if (status >= 300) {
            unexpected++;
            lastFailure = "status " + status;
        } else if (isOrder) {
            accepted++;
        }
        latencies.record(isOrder ? RequestKind.ORDER : RequestKind.LOOKUP, now - connection.requestStartNanos());
    }

    private void failed(LoadConnection connection, String reason) {
        retries++;
        lastFailure = plan.servers().get(connection.server()) + ": " + reason;
        connection.retryAtNextServer(addresses.size(), policy, jitter.nextDouble(), System.nanoTime());
    }

    private LoadResult result(long measuredNanos) {
        return new LoadResult(
                latencies.summaries(),
                latencies.count(),
                latencies.count() * 1e9 / Math.max(1, measuredNanos),
                TimeUnit.NANOSECONDS.toMillis(measuredNanos),
                accepted,
                rejected,
                unexpected,
                retries,
                lastFailure);
    }
}
