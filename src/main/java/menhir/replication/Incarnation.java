package menhir.replication;

/**
 * One start of a replica, and so the disk that it started from. Replicas and leaders remember the latest incarnation of each
 * slot; a replica that appears with an earlier one has started from an old copy of its disk.
 *
 * @param joinedAt index of the log entry that made the disk a member; 0 for the members of the first start. It identifies the
 *     disk
 * @param start how many times the disk was started, this time included; 0 before the first
 * @param nonce a random number at or above 0, which tells two starts of the same copy apart
 */
public record Incarnation(long joinedAt, long start, long nonce) {
    /** Before the first start. */
    public static final Incarnation NONE = new Incarnation(0, 0, 0);

    Incarnation started(long newNonce) {
        return new Incarnation(joinedAt, start + 1, newNonce);
    }

    Incarnation joined(long atIndex) {
        return new Incarnation(atIndex, start, nonce);
    }

    boolean isSameDisk(Incarnation other) {
        return joinedAt == other.joinedAt;
    }

    /** Whether this start precedes {@code known}, or is not the start that is known by the same count. */
    boolean isOlderThan(Incarnation known) {
        if (joinedAt != known.joinedAt) {
            return joinedAt < known.joinedAt;
        }
        return start != known.start ? start < known.start : nonce != known.nonce;
    }
}
