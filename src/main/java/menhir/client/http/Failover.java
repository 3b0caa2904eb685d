package menhir.client.http;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends requests to whichever server is available. It stays with a server as long as that one works. A server that fails (no
 * connection, timeout, 429, 502, 503, 504, unusable response) is not tried again before a back-off that doubles with each
 * failure in a row, and the next server is tried at once. Only if all servers are backing off does the request wait.
 *
 * <p>A retry sends the same request, idempotency key included, so it is safe whether or not the first attempt was
 * carried out. Thread-safe.
 */
final class Failover implements ApiCaller {

    private final List<ServerAddress> servers;
    private final HttpCaller caller;
    private final RetryPolicy policy;
    private final FailoverListener listener;
    private final ServerChoice choice;

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
        choice = new ServerChoice(servers.size(), Math.floorMod(first, servers.size()), policy, System.nanoTime());
    }

    @Override
    public <T> T send(ApiCall<T> call) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(policy.deadlineMillis());
        int badResponses = 0;
        String lastFailure = "no attempt was possible in time";
        int chosen = awaitServer(deadlineNanos);
        for (int attempt = 0; chosen >= 0; attempt++) {
            if (attempt > 0) {
                listener.retried();
            }
            long begunNanos = System.nanoTime();
            long leftMillis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadlineNanos - begunNanos));
            ServerAddress server = servers.get(chosen);
            long timeoutMillis = Math.min(policy.timeoutMillis(), leftMillis);
            long retryAfterMillis = 0;
            try {
                Response response = caller.call(server, call.request(), timeoutMillis);
                if (!isForAnotherAttempt(response.status())) {
                    T value = call.reader().read(response);
                    choice.worked(chosen);
                    return value;
                }
                lastFailure = server + " answered " + response.status() + ": " + response.problem();
                retryAfterMillis = response.retryAfterMillis();
            } catch (IOException failed) {
                boolean cutShort =
                        failed.getCause() instanceof TimeoutException && timeoutMillis < policy.timeoutMillis();
                if (attempt == 0 || !cutShort) {
                    // An attempt that the deadline cut short says less than the one before.
                    lastFailure = String.valueOf(failed.getMessage());
                }
            } catch (BadResponseException bad) {
                lastFailure = String.valueOf(bad.getMessage());
                // A bad response seldom improves: each server gets one chance, not the whole deadline.
                badResponses++;
            }
            double jitter = ThreadLocalRandom.current().nextDouble();
            choice.failed(chosen, begunNanos, System.nanoTime(), retryAfterMillis, jitter);
            if (badResponses >= servers.size()) {
                throw new NoServerException(lastFailure);
            }
            chosen = awaitServer(deadlineNanos);
        }
        throw new NoServerException(
                "no server answered within " + policy.deadlineMillis() + " ms; the last failure: " + lastFailure);
    }

    /** Too many requests of this key at this server, or the server is unavailable. */
    private static boolean isForAnotherAttempt(int status) {
        return status == 429 || Response.isUnavailable(status);
    }

    /** Waits until a server is available; -1 if none will be before the deadline. */
    private int awaitServer(long deadlineNanos) throws InterruptedException {
        while (true) {
            long now = System.nanoTime();
            ServerChoice.Pick pick = choice.pick(now);
            if (now + pick.waitNanos() - deadlineNanos >= 0) {
                return -1;
            }
            if (pick.waitNanos() == 0) {
                if (pick.isOther()) {
                    listener.failedOver();
                }
                return pick.server();
            }
            TimeUnit.NANOSECONDS.sleep(pick.waitNanos());
        }
    }
}
