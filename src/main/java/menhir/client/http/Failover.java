package menhir.client.http;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends one client's requests to whichever server is available. It stays with a server as long as that one works. A
 * server that fails (no connection, timeout, 502, 503, 504, unusable response) is not tried again before a back-off that
 * doubles with each failure in a row, and the next server is tried at once. Only if all servers are backing off does the
 * request wait.
 *
 * <p>A retry sends the same request, idempotency key included, so it is safe whether or not the first attempt was
 * carried out. For one thread.
 */
final class Failover implements ApiCaller {

    private final List<ServerAddress> servers;
    private final HttpCaller caller;
    private final RetryPolicy policy;
    private final FailoverListener listener;
    private final int[] failures;
    private final long[] notBeforeNanos;
    private int current;

    /**
     * Creates the state of one client.
     *
     * @param first index of the first server to try, so that clients spread over the servers
     */
    Failover(List<ServerAddress> servers, int first, HttpCaller caller, RetryPolicy policy, FailoverListener listener) {
        this.servers = List.copyOf(servers);
        this.caller = caller;
        this.policy = policy;
        this.listener = listener;
        failures = new int[servers.size()];
        notBeforeNanos = new long[servers.size()];
        long now = System.nanoTime();
        Arrays.fill(notBeforeNanos, now);
        current = Math.floorMod(first, servers.size());
    }

    @Override
    public <T> T send(ApiCall<T> call) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(policy.deadlineMillis());
        int badResponses = 0;
        String lastFailure = "no attempt was possible in time";
        for (int attempt = 0; awaitAvailableServer(deadlineNanos); attempt++) {
            if (attempt > 0) {
                listener.retried();
            }
            long leftMillis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime()));
            ServerAddress server = servers.get(current);
            long timeoutMillis = Math.min(policy.timeoutMillis(), leftMillis);
            try {
                Response response = caller.call(server, call.request(), timeoutMillis);
                if (!Response.isUnavailable(response.status())) {
                    T value = call.reader().read(response);
                    failures[current] = 0;
                    return value;
                }
                lastFailure = server + " answered " + response.status() + ": " + response.problem();
                backOff(response.retryAfterMillis());
            } catch (IOException failed) {
                boolean cutShort =
                        failed.getCause() instanceof TimeoutException && timeoutMillis < policy.timeoutMillis();
                if (attempt == 0 || !cutShort) {
                    // An attempt that the deadline cut short says less than the one before.
                    lastFailure = String.valueOf(failed.getMessage());
                }
                backOff(0);
            } catch (BadResponseException bad) {
                lastFailure = String.valueOf(bad.getMessage());
                backOff(0);
                // A bad response seldom improves: each server gets one chance, not the whole deadline.
                badResponses++;
                if (badResponses >= servers.size()) {
                    throw new NoServerException(lastFailure);
                }
            }
        }
        throw new NoServerException(
                "no server answered within " + policy.deadlineMillis() + " ms; the last failure: " + lastFailure);
    }

    /** Chooses the server of the next attempt and waits for the end of its back-off; false if that is past the deadline. */
    private boolean awaitAvailableServer(long deadlineNanos) throws InterruptedException {
        long now = System.nanoTime();
        int soonest = current;
        for (int i = 0; i < servers.size(); i++) {
            int candidate = (current + i) % servers.size();
            if (notBeforeNanos[candidate] - now <= 0) {
                soonest = candidate;
                break;
            }
            if (notBeforeNanos[candidate] - notBeforeNanos[soonest] < 0) {
                soonest = candidate;
            }
        }
        long waitNanos = Math.max(0, notBeforeNanos[soonest] - now);
        if (now + waitNanos - deadlineNanos >= 0) {
            return false;
        }
        TimeUnit.NANOSECONDS.sleep(waitNanos);
        if (soonest != current) {
            current = soonest;
            listener.failedOver();
        }
        return true;
    }

    private void backOff(long retryAfterMillis) {
        failures[current]++;
        double jitter = ThreadLocalRandom.current().nextDouble();
        long backoffMillis = policy.backoffMillis(failures[current], retryAfterMillis, jitter);
        notBeforeNanos[current] = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(backoffMillis);
    }
}
