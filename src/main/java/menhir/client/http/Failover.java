package menhir.client.http;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends requests to whichever server is available. It stays with a server as long as that one works. A server that fails (no
 * connection, timeout, 408, 421, 429, 5xx) is not tried again before a back-off that doubles with each
 * failure in a row, and the next server is tried at once. Only if all servers are backing off does the request wait. A server
 * whose response to this request cannot be used gets it no more.
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
        BitSet unusable = new BitSet();
        boolean mayBeDone = false;
        String lastFailure = "";
        int chosen = awaitServer(deadlineNanos, unusable, true);
        for (int attempt = 0; chosen >= 0; attempt++) {
            if (attempt > 0) {
                listener.retried();
            }
            long begunNanos = System.nanoTime();
            long leftMillis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadlineNanos - begunNanos));
            ServerAddress server = servers.get(chosen);
            long timeoutMillis = Math.min(policy.timeoutMillis(), leftMillis);
            long retryAfterMillis = 0;
            boolean serverFailed = true;
            try {
                Response response = caller.call(server, call.request(), timeoutMillis);
                if (!response.isForAnotherAttempt()) {
                    // A server that does not understand this request may well answer others.
                    serverFailed = response.status() >= 500;
                    T value = call.reader().read(mayBeDone ? response.afterUnknownAttempts() : response);
                    choice.worked(chosen);
                    return value;
                }
                mayBeDone |= response.mayBeDone();
                lastFailure = server + " answered " + response.status() + ": " + response.problem();
                retryAfterMillis = response.retryAfterMillis();
            } catch (IOException failed) {
                mayBeDone |= HttpCaller.wasSent(failed);
                boolean cutShort =
                        failed.getCause() instanceof TimeoutException && timeoutMillis < policy.timeoutMillis();
                // The first attempt had the time of the whole request: that server would take the next ones', too.
                serverFailed = !cutShort || attempt == 0;
                if (attempt == 0 || !cutShort) {
                    // An attempt that the deadline cut short says less than the one before.
                    lastFailure = String.valueOf(failed.getMessage());
                }
            } catch (BadResponseException bad) {
                mayBeDone = true;
                lastFailure = String.valueOf(bad.getMessage());
                // A bad response seldom improves: each server gets one chance, not the whole deadline.
                unusable.set(chosen);
            }
            if (serverFailed) {
                double jitter = ThreadLocalRandom.current().nextDouble();
                choice.failed(chosen, begunNanos, System.nanoTime(), retryAfterMillis, jitter);
            }
            if (unusable.cardinality() == servers.size()) {
                throw new NoServerException(lastFailure, mayBeDone);
            }
            chosen = awaitServer(deadlineNanos, unusable, false);
        }
        throw new NoServerException(
                "no server answered within " + policy.deadlineMillis() + " ms; the last failure: " + lastFailure,
                mayBeDone);
    }

    /**
     * Waits until a server is available; -1 if none will be before the deadline, unless this is the first attempt, which is always
     * made.
     */
    private int awaitServer(long deadlineNanos, BitSet unusable, boolean first) throws InterruptedException {
        while (true) {
            long now = System.nanoTime();
            ServerChoice.Pick pick = choice.pick(now, unusable);
            boolean isLate = now + pick.waitNanos() - deadlineNanos >= 0;
            if (isLate && !first) {
                return -1;
            }
            if (pick.waitNanos() == 0 || isLate) {
                if (pick.isOther()) {
                    listener.failedOver();
                }
                return pick.server();
            }
            TimeUnit.NANOSECONDS.sleep(pick.waitNanos());
        }
    }
}
