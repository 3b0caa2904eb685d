package menhir.http.access;

import java.time.Duration;
import java.util.OptionalLong;

/** Counts requests with unknown keys, and says from time to time how many there were, so that a log does not fill. */
public final class Guesses {
    /** How long the answer to a guess is held back. */
    public static final Duration DELAY = Duration.ofSeconds(1);

    private static final long INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();

    private long unreported;
    private long lastReportNanos;

    /** @param nowNanos from any origin */
    public Guesses(long nowNanos) {
        this.lastReportNanos = nowNanos - INTERVAL_NANOS;
    }

    /** Another guess. Returns how many to report now, if it is time to. */
    public synchronized OptionalLong add(long nowNanos) {
        unreported++;
        if (nowNanos - lastReportNanos < INTERVAL_NANOS) {
            return OptionalLong.empty();
        }
        lastReportNanos = nowNanos;
        long reported = unreported;
        unreported = 0;
        return OptionalLong.of(reported);
    }
}
