package menhir.client.http;

import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;

/**
 * Chooses the server of each attempt. It stays with a server as long as that one works; a server that failed is not chosen before
 * its back-off is over, if there is another one. Times are from {@link System#nanoTime}. Thread-safe: what one thread learns
 * of a server, all know.
 */
final class ServerChoice {

    /**
     * A server.
     *
     * @param waitNanos time until the end of its back-off; 0 if it is available
     * @param isOther whether the one before was another
     */
    record Pick(int server, long waitNanos, boolean isOther) {}

    private final RetryPolicy policy;
    private final int[] failures;
    private final long[] failedNanos;
    private final long[] notBeforeNanos;
    private int current;

    /**
     * Servers that all seem to work.
     *
     * @param first the first one to choose
     */
    ServerChoice(int servers, int first, RetryPolicy policy, long now) {
        this.policy = policy;
        failures = new int[servers];
        failedNanos = new long[servers];
        notBeforeNanos = new long[servers];
        Arrays.fill(failedNanos, now);
        Arrays.fill(notBeforeNanos, now);
        current = first;
    }

    /**
     * The server for an attempt now; if all are backing off, the one that is available first.
     *
     * @param excluded those that are not wanted for this request, not all of them
     */
    synchronized Pick pick(long now, BitSet excluded) {
        int soonest = -1;
        for (int i = 0; i < failures.length; i++) {
            int candidate = (current + i) % failures.length;
            if (excluded.get(candidate)) {
                continue;
            }
            if (notBeforeNanos[candidate] - now <= 0) {
                boolean isOther = candidate != current;
                if (!excluded.get(current)) {
                    current = candidate;
                }
                return new Pick(candidate, 0, isOther);
            }
            if (soonest < 0 || notBeforeNanos[candidate] - notBeforeNanos[soonest] < 0) {
                soonest = candidate;
            }
        }
        return new Pick(soonest, notBeforeNanos[soonest] - now, false);
    }

    /** A server gave a usable response. */
    synchronized void worked(int server) {
        failures[server] = 0;
    }

    /**
     * A server failed, and backs off.
     *
     * @param begunNanos when the attempt began: those that several threads had begun before the last failure are one failure
     * @param retryAfterMillis what it asks for; 0 if nothing
     * @param jitter a random number from 0 to 1
     */
    synchronized void failed(int server, long begunNanos, long now, long retryAfterMillis, double jitter) {
        if (failures[server] == 0 || begunNanos - failedNanos[server] >= 0) {
            failures[server]++;
            failedNanos[server] = now;
        }
        long backoffMillis = policy.backoffMillis(failures[server], retryAfterMillis, jitter);
        long until = now + TimeUnit.MILLISECONDS.toNanos(backoffMillis);
        if (until - notBeforeNanos[server] > 0) {
            notBeforeNanos[server] = until;
        }
    }
}
