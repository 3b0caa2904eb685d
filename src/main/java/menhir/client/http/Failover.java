package menhir.client.http;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import menhir.client.api.ApiCall;
import menhir.client.api.Json;
import menhir.client.run.RunMetrics;

/**
 * Carries a client's requests to whichever server answers. It stays with a server as long as that one works. A server
 * that fails (no connection, no answer in time, 502, 503, 504, nonsense) is left alone for a while, doubling with each
 * failure in a row, and the next one is asked at once; only when all are to be left alone does the request wait.
 *
 * <p>A repeated request is the same request, idempotency key included, so trying again is safe whatever became of the
 * first attempt. For one thread.
 */
public final class Failover {

    private final List<ServerAddress> servers;
    private final HttpCaller caller;
    private final RetryPolicy policy;
    private final RunMetrics tally;
    private final int[] failures;
    private final long[] notBeforeNanos;
    private int current;

    /** @param first index of the server to begin with, so that clients spread over the servers */
    Failover(List<ServerAddress> servers, int first, HttpCaller caller, RetryPolicy policy, RunMetrics tally) {
        this.servers = List.copyOf(servers);
        this.caller = caller;
        this.policy = policy;
        this.tally = tally;
        failures = new int[servers.size()];
        notBeforeNanos = new long[servers.size()];
        long now = System.nanoTime();
        Arrays.fill(notBeforeNanos, now);
        current = Math.floorMod(first, servers.size());
    }

    /**
     * Sends until a server gives an answer that can be read.
     *
     * @throws NoServerException when the deadline has passed, or every server has answered with nonsense
     */
    public <T> T send(ApiCall<T> call) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(policy.deadlineMillis());
        int badAnswers = 0;
        String lastFailure = "no server could be asked in time";
        for (int attempt = 0; awaitTurn(deadlineNanos); attempt++) {
            if (attempt > 0) {
                tally.retried();
            }
            long leftMillis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime()));
            ServerAddress server = servers.get(current);
            try {
                long timeoutMillis = Math.min(policy.timeoutMillis(), leftMillis);
                Response answer = caller.call(server, call.request(), timeoutMillis);
                if (!answer.isTemporaryRefusal()) {
                    T value = call.reader().read(answer);
                    failures[current] = 0;
                    return value;
                }
                lastFailure = server + " answered " + answer.status() + ": " + Json.problem(answer);
                leaveAlone(answer.retryAfterMillis());
            } catch (IOException failed) {
                lastFailure = String.valueOf(failed.getMessage());
                leaveAlone(0);
            } catch (BadResponseException bad) {
                lastFailure = String.valueOf(bad.getMessage());
                leaveAlone(0);
                // Nonsense seldom mends itself: one chance for each server, not the whole deadline.
                badAnswers++;
                if (badAnswers >= servers.size()) {
                    throw new NoServerException(lastFailure);
                }
            }
        }
        throw new NoServerException(
                "no server answered within " + policy.deadlineMillis() + " ms; the last failure: " + lastFailure);
    }

    /** Chooses the server for the next attempt and waits until it may be asked. False when that is past the deadline. */
    private boolean awaitTurn(long deadlineNanos) throws InterruptedException {
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
            tally.failedOver();
        }
        return true;
    }

    private void leaveAlone(long askedForMillis) {
        failures[current]++;
        double chance = ThreadLocalRandom.current().nextDouble();
        long pauseMillis = policy.pauseMillis(failures[current], askedForMillis, chance);
        notBeforeNanos[current] = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pauseMillis);
    }
}
