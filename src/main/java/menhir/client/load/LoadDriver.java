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
import menhir.client.api.RequestKind;
import menhir.client.http.RetryPolicy;
import menhir.client.http.ServerAddress;
import menhir.client.run.Latency;
import org.HdrHistogram.Histogram;

/**
 * Closed-loop load: every connection sends a request, waits for its answer, sends the next. All connections are served
 * by the calling thread, without an object or a parsed body per answer, so that the driver takes little from a server on
 * the same machine. Closed loop means that a slow server is asked less: its percentiles are those of the requests sent,
 * not of a schedule.
 */
public final class LoadDriver {

    private static final long SELECT_MILLIS = 5;
    private static final long SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int SIGNIFICANT_DIGITS = 3;

    private final LoadPlan plan;
    private final List<InetSocketAddress> addresses;
    private final RetryPolicy policy;
    private final LoadRequests requests;
    private final SplittableRandom jitter = new SplittableRandom();
    private final Histogram lookupMicros = new Histogram(SIGNIFICANT_DIGITS);
    private final Histogram orderMicros = new Histogram(SIGNIFICANT_DIGITS);
    private boolean measuring;
    private long accepted;
    private long refused;
    private long unexpected;
    private long retries;
    private String lastFailure = "";

    public LoadDriver(LoadPlan plan, CanonicalApi api) {
        this.plan = plan;
        addresses = plan.servers().stream().map(ServerAddress::resolve).toList();
        policy = new RetryPolicy(plan.timeoutMillis(), plan.timeoutMillis());
        requests = new LoadRequests(plan, api);
    }

    /** Runs for the warm-up and the measured time, and no longer. */
    public LoadResult run() throws IOException {
        long beginNanos = System.nanoTime();
        long measureAtNanos = beginNanos + TimeUnit.MILLISECONDS.toNanos(plan.warmupMillis());
        long endNanos = measureAtNanos + TimeUnit.MILLISECONDS.toNanos(plan.measuredMillis());
        List<LoadConnection> connections = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < plan.connections(); i++) {
                connections.add(new LoadConnection(selector, requests, i % addresses.size(), beginNanos));
            }
            long sweepAtNanos = beginNanos;
            long now = beginNanos;
            while (now - endNanos < 0) {
                if (now - sweepAtNanos >= 0) {
                    sweep(connections, now);
                    sweepAtNanos = now + SWEEP_NANOS;
                }
                measuring = now - measureAtNanos >= 0;
                selector.select(this::serve, SELECT_MILLIS);
                now = System.nanoTime();
            }
            long measuredNanos = now - measureAtNanos;
            return result(measuredNanos);
        } finally {
            connections.forEach(LoadConnection::close);
        }
    }

    /** Opens what is due, and gives up what waits too long. */
    private void sweep(List<LoadConnection> connections, long now) {
        long timeoutNanos = TimeUnit.MILLISECONDS.toNanos(plan.timeoutMillis());
        for (LoadConnection connection : connections) {
            if (connection.isLate(now, timeoutNanos)) {
                failed(connection, "no answer within " + plan.timeoutMillis() + " ms");
            } else if (connection.isDueToOpen(now)) {
                try {
                    connection.open(addresses.get(connection.server()), now);
                } catch (IOException refusedAtOnce) {
                    failed(connection, String.valueOf(refusedAtOnce.getMessage()));
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
            if (status == 502 || status == 503 || status == 504) {
                failed(connection, "status " + status);
            } else if (status != 0) {
                long now = System.nanoTime();
                answered(connection, status, now);
                connection.goOn(now);
            }
        } catch (IOException broken) {
            failed(connection, String.valueOf(broken.getMessage()));
        }
    }

    private void answered(LoadConnection connection, int status, long now) {
        if (!measuring) {
            return;
        }
        boolean isOrder = connection.request().isOrder();
        if (status == 409 && isOrder) {
            refused++;
        } else if (status >= 300) {
            unexpected++;
            lastFailure = "status " + status;
        } else if (isOrder) {
            accepted++;
        }
        long micros = TimeUnit.NANOSECONDS.toMicros(now - connection.wantedNanos());
        (isOrder ? orderMicros : lookupMicros).recordValue(micros);
    }

    private void failed(LoadConnection connection, String why) {
        retries++;
        lastFailure = plan.servers().get(connection.server()) + ": " + why;
        connection.tryElsewhere(addresses.size(), policy, jitter.nextDouble(), System.nanoTime());
    }

    private LoadResult result(long measuredNanos) {
        List<Latency> rows = new ArrayList<>();
        Histogram all = new Histogram(SIGNIFICANT_DIGITS);
        all.add(lookupMicros);
        all.add(orderMicros);
        if (lookupMicros.getTotalCount() > 0) {
            rows.add(Latency.of(RequestKind.LOOKUP.label(), lookupMicros));
        }
        if (orderMicros.getTotalCount() > 0) {
            rows.add(Latency.of(RequestKind.ORDER.label(), orderMicros));
        }
        if (rows.size() > 1) {
            rows.add(Latency.of("all", all));
        }
        double perSecond = all.getTotalCount() * 1e9 / Math.max(1, measuredNanos);
        long millis = TimeUnit.NANOSECONDS.toMillis(measuredNanos);
        return new LoadResult(
                rows, all.getTotalCount(), perSecond, millis, accepted, refused, unexpected, retries, lastFailure);
    }
}
