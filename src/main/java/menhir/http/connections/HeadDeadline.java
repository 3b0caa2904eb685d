package menhir.http.connections;

/**
 * Whether the head of a request is late on one connection. A head is under way from its first byte until the request is
 * complete as far as its head; bytes during a request belong to its body, which has a deadline of its own. An idle
 * connection has no head under way.
 *
 * <p>Times are in nanoseconds of one clock. Bytes and requests come from the stream of the connection; the end of a streamed
 * response may come from another thread.
 */
final class HeadDeadline {
    /** No head is under way. */
    static final long NONE = Long.MAX_VALUE;

    private final long limitNanos;
    private volatile boolean requestOpen;
    private boolean headOpen;
    private long since;

    HeadDeadline(long limitNanos) {
        this.limitNanos = limitNanos;
    }

    /** The head counts as begun, though no byte has arrived. */
    void begin(long now) {
        headOpen = true;
        since = now;
    }

    void onBytes(long now) {
        if (!requestOpen && !headOpen) {
            begin(now);
        }
    }

    /** A head is complete. */
    void onRequest() {
        headOpen = false;
        requestOpen = true;
    }

    /** The response to the latest request is complete. */
    void onResponse() {
        requestOpen = false;
    }

    /** Whether neither a head nor a request is under way. */
    boolean idle() {
        return !headOpen && !requestOpen;
    }

    /** The time left for the head that is under way, not positive if it is late; {@link #NONE} without one. */
    long remaining(long now) {
        return headOpen ? limitNanos - (now - since) : NONE;
    }
}
