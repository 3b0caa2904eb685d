package menhir.replication;

/**
 * How long a lease a leader asks for. The shorter it is, the sooner another can follow when the leader dies; but a pause of a
 * collector, a disk or the network that is longer must not depose a leader that lives. So the lease follows the longest pause
 * of the last seconds. A store without changes has the longest lease and half as many heartbeats, because messages cost.
 *
 * <p>A pause is the time for which no majority has confirmed anything, less the interval of heartbeats. It includes pauses of
 * this process, of the replicas and of their disks, and the time that messages take.
 */
final class LeaseLength {
    /** The shortest lease is this part of the longest. */
    private static final int SHORTEST_PART = 4;

    /** No lease is shorter, unless the longest is. */
    private static final long SHORTEST_MILLIS = 100;

    /** How many times as long as the longest pause a lease is. */
    private static final int PAUSES_PER_LEASE = 4;

    /** Length of a window in longest leases. A pause counts in its window and the next. */
    private static final int WINDOW_LEASES = 4;

    /** Length of the first window: for so long a leader that has just begun asks for the longest leases. */
    private static final int FIRST_WINDOW_LEASES = 2;

    /** A store is idle if nothing has changed for so many of the longest leases. */
    private static final int IDLE_LEASES = 3;

    /** By what factor the interval of an idle store's heartbeats is longer; a lease still spans four of them. */
    private static final int IDLE_HEARTBEATS = 2;

    private final Timing longest;
    private final Timing idle;
    private final long shortestMillis;
    private Timing timing;
    private boolean measures;
    private long measuringSince;
    private long windowSince;
    private long pause;
    private long pauseBefore;
    private long changedIndex;
    private long changedAt;

    /**
     * The longest lease: nothing has been measured yet.
     *
     * @param longest the times of the longest lease
     */
    LeaseLength(Timing longest) {
        this.longest = longest;
        this.idle = longest.withHeartbeat(longest.heartbeatMillis() * IDLE_HEARTBEATS);
        this.shortestMillis = shortestMillis(longest);
        this.timing = longest;
        this.pauseBefore = longest.leaseMillis();
    }

    /** The shortest lease that a leader with these times asks for. */
    static long shortestMillis(Timing longest) {
        return Math.min(longest.leaseMillis(), Math.max(longest.leaseMillis() / SHORTEST_PART, SHORTEST_MILLIS));
    }

    /** The times of the present lease. */
    Timing timing() {
        return timing;
    }

    /**
     * To be called at least twice per heartbeat, from the moment when the leader leads.
     *
     * @param lastIndex the end of the leader's log: the store is idle if it stays the same
     * @param confirmedAt when the newest message was sent that a majority has confirmed
     */
    void tick(long lastIndex, long confirmedAt, long now) {
        if (!measures) {
            measures = true;
            measuringSince = now;
            windowSince = now - (WINDOW_LEASES - FIRST_WINDOW_LEASES) * longest.leaseMillis();
            changedAt = now;
        }
        if (lastIndex != changedIndex) {
            changedIndex = lastIndex;
            changedAt = now;
        }
        if (now - windowSince >= WINDOW_LEASES * longest.leaseMillis()) {
            windowSince = now;
            pauseBefore = pause;
            pause = 0;
        }
        long unconfirmed = Math.min(now - Math.max(confirmedAt, measuringSince), longest.leaseMillis());
        pause = Math.max(pause, unconfirmed - timing.heartbeatMillis());
        long wanted = PAUSES_PER_LEASE * Math.max(pause, pauseBefore);
        if (now - changedAt >= IDLE_LEASES * longest.leaseMillis()) {
            timing = idle;
            return;
        }
        long lease = Math.min(Math.max(wanted, shortestMillis), longest.leaseMillis());
        if (timing.equals(idle)) {
            // The last, long interval was no pause.
            measuringSince = now;
        }
        timing = longest.scaledTo(lease);
    }
}
