package menhir.replication;

/**
 * The protocol's times and limits. Nothing is unbounded.
 *
 * @param leaseMillis how long a replica that accepted an Append lets no other leader in
 * @param cacheLeaseMillis how long a front-end may serve from its cache after it asked; shorter than the lease
 * @param heartbeatMillis how often a leader with nothing to append says that it is there
 * @param resendMillis after which silence a message is sent again
 * @param marginMillis by how much the leader counts its own lease shorter, and a front-end's longer, for clocks that do
 *     not run alike: the lease and the cache lease together may not differ by more on any two clocks
 * @param appendEntries most entries in one Append
 * @param appendBytes most bytes of payload in one Append (one entry is always sent)
 * @param unreleasedEntries most entries that wait for a majority or for a front-end; more are refused as overload
 * @param windowEntries how many entries the leader keeps at hand for replicas that lag
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
        int windowEntries) {

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
    }

    /** The times and limits for a given lease; everything else follows from it. */
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
                8_192);
    }
}
