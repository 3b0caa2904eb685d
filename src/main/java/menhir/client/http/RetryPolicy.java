package menhir.client.http;

/**
 * How long a client keeps trying.
 *
 * @param timeoutMillis limit of one attempt at one server
 * @param deadlineMillis limit of one request, over all its attempts
 */
public record RetryPolicy(long timeoutMillis, long deadlineMillis) {

    private static final long FIRST_BACKOFF_MILLIS = 50;
    private static final long MAX_BACKOFF_MILLIS = 2_000;

    /** The limit of Retry-After: a server that sends more may recover long before. */
    private static final long MAX_RETRY_AFTER_MILLIS = 5_000;

    /**
     * The back-off of a server that failed: doubling, with jitter, and not less than its Retry-After.
     *
     * @param failures in a row, at least 1
     * @param retryAfterMillis the server's Retry-After, 0 for none
     * @param jitter a random number from 0 to 1, so that many clients do not return at the same moment
     * @return in milliseconds
     */
    public long backoffMillis(int failures, long retryAfterMillis, double jitter) {
        long doubled = FIRST_BACKOFF_MILLIS << Math.min(failures - 1, 10);
        long backoff = Math.min(doubled, MAX_BACKOFF_MILLIS);
        long jittered = backoff / 2 + (long) (jitter * (backoff / 2.0));
        return Math.max(jittered, Math.min(retryAfterMillis, MAX_RETRY_AFTER_MILLIS));
    }
}
