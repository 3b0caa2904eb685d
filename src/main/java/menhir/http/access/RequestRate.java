package menhir.http.access;

/**
 * Lets requests through at a rate, and the requests of one second at once (a token bucket). The time is a parameter, in
 * nanoseconds, from any origin.
 */
final class RequestRate {
    private static final double NANOS_PER_SECOND = 1e9;

    private final int perSecond;
    private double tokens;
    private long lastNanos;

    RequestRate(int perSecond, long nowNanos) {
        this.perSecond = perSecond;
        this.tokens = perSecond;
        this.lastNanos = nowNanos;
    }

    synchronized boolean admits(long nowNanos) {
        double refilled = tokens + (nowNanos - lastNanos) / NANOS_PER_SECOND * perSecond;
        tokens = Math.min(perSecond, refilled);
        lastNanos = nowNanos;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
