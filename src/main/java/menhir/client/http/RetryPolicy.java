package menhir.client.http;

/**
 * How long a client keeps trying.
 *
 * @param timeoutMillis for one attempt at one server
 * @param deadlineMillis for a request, over all its attempts
 */
public record RetryPolicy(long timeoutMillis, long deadlineMillis) {

    private static final long FIRST_BACKOFF_MILLIS = 50;
    private static final long LONGEST_BACKOFF_MILLIS = 2_000;

    /** A server that asks for more than this is asked again earlier: it may have come back long before. */
    private static final long LONGEST_RETRY_AFTER_MILLIS = 5_000;

    /**
     * How long to leave a server alone.
     *
     * @param failures in a row, at least 1
     * @param askedForMillis what its Retry-After asked for, 0 for nothing
     * @param chance from 0 to 1, so that many clients do not come back at one moment
     */
    public long pauseMillis(int failures, long askedForMillis, double chance) {
        long doubled = FIRST_BACKOFF_MILLIS << Math.min(failures - 1, 10);
        long backoff = Math.min(doubled, LONGEST_BACKOFF_MILLIS);
        long jittered = backoff / 2 + (long) (chance * (backoff / 2.0));
        return Math.max(jittered, Math.min(askedForMillis, LONGEST_RETRY_AFTER_MILLIS));
    }
}
