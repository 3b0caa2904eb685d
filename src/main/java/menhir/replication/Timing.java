package menhir.replication;

/**
 * The protocol's times and limits.
 *
 * @param leaseMillis how long, at most, a replica that accepted an Append promises no other leader an epoch
 * @param cacheLeaseMillis how long a front-end may serve from its cache after it asked; shorter than the lease
 * @param heartbeatMillis the interval of heartbeats while there is nothing to append
 * @param resendMillis the time without a reply after which a message is sent again
 * @param marginMillis by how much the leader counts its own lease shorter, and a front-end's longer, because clock rates
 *     differ: over lease and cache lease together no two clocks may differ by more
 * @param appendEntries most entries in one Append
 * @param appendBytes most bytes of payload in one Append (one entry is always sent)
 * @param unreleasedEntries most entries that wait for a majority or for a front-end; more commands are rejected as overload
 * @param unreleasedBytes most bytes of payload that wait so; the last entry may exceed it
 * @param windowEntries how many further entries the leader keeps in memory for replicas that lag
 * @param windowBytes most bytes of payload that it keeps so; more than the largest entry has
 */
public record Timing(
        long leaseMillis,
        long cacheLeaseMillis,
        long heartbeatMillis,
        long resendMillis,
        long marginMillis,
        int appendEntries,
        int appendBytes,
        int unreleasedEntries,
        int unreleasedBytes,
        int windowEntries,
        int windowBytes) {

    /** Above the frame size of messages between nodes, which limits a command and so an entry. */
    private static final int LARGEST_ENTRY_BYTES = 256 * 1024;

    public Timing {
        if (cacheLeaseMillis + marginMillis >= leaseMillis) {
            throw new IllegalArgumentException(
                    "the cache lease and the margin together must be shorter than the lease");
        }
        if (heartbeatMillis <= 0 || heartbeatMillis >= leaseMillis - cacheLeaseMillis - marginMillis) {
            throw new IllegalArgumentException("the heartbeat must be above 0 and shorter than what the lease leaves");
        }
        if (unreleasedEntries < 1 || appendEntries < 1 || appendBytes < 1 || windowEntries < appendEntries) {
            throw new IllegalArgumentException("a limit is below what the protocol needs");
        }
        if (unreleasedBytes < 1 || windowBytes < LARGEST_ENTRY_BYTES) {
            throw new IllegalArgumentException("the window cannot hold an entry");
        }
    }

    /** The interval of heartbeats while the lease is the shortest. */
    public long shortestHeartbeatMillis() {
        return scaledTo(LeaseLength.shortestMillis(this)).heartbeatMillis();
    }

    /** The same limits, and the times in proportion to a shorter lease. */
    Timing scaledTo(long shorterLeaseMillis) {
        return withTimes(
                shorterLeaseMillis,
                scaled(cacheLeaseMillis, shorterLeaseMillis),
                Math.max(1, scaled(heartbeatMillis, shorterLeaseMillis)),
                scaled(resendMillis, shorterLeaseMillis),
                scaled(marginMillis, shorterLeaseMillis));
    }

    /** The same times and limits with another interval of heartbeats. */
    Timing withHeartbeat(long millis) {
        return withTimes(leaseMillis, cacheLeaseMillis, millis, resendMillis, marginMillis);
    }

    private Timing withTimes(long lease, long cacheLease, long heartbeat, long resend, long margin) {
        return new Timing(
                lease,
                cacheLease,
                heartbeat,
                resend,
                margin,
                appendEntries,
                appendBytes,
                unreleasedEntries,
                unreleasedBytes,
                windowEntries,
                windowBytes);
    }

    /** How long a leader counts on a lease that a replica has granted: clocks may run at different rates. */
    long countedMillis(long grantedMillis) {
        return grantedMillis - scaled(marginMillis, grantedMillis);
    }

    private long scaled(long millis, long shorterLeaseMillis) {
        return millis * shorterLeaseMillis / leaseMillis;
    }

    /** Times and limits derived from the lease. */
    public static Timing ofLease(long leaseMillis) {
        return new Timing(
                leaseMillis,
                leaseMillis / 2,
                Math.max(1, leaseMillis / 8),
                leaseMillis / 4,
                leaseMillis / 20,
                512,
                128 * 1024,
                8_192,
                4 * 1024 * 1024,
                8_192,
                4 * 1024 * 1024);
    }
}
