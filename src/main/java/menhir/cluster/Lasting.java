package menhir.cluster;

/** Whether a condition has held for a while. Times are milliseconds of any one clock. */
final class Lasting {
    private final long millis;
    private long since = Long.MAX_VALUE;

    /** @param millis for how long it must hold */
    Lasting(long millis) {
        this.millis = millis;
    }

    /** Takes note of whether the condition holds now, and tells whether it has held for long enough. */
    boolean holds(boolean holdsNow, long nowMillis) {
        since = holdsNow ? Math.min(since, nowMillis) : Long.MAX_VALUE;
        return holdsNow && nowMillis - since >= millis;
    }
}
