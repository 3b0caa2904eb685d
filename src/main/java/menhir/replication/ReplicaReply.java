package menhir.replication;

/**
 * What a replica replies to a leader or candidate. {@code member} tells whether it counts in majorities; {@code position} is
 * what it has on its disk; {@code known} is what it knows of all members.
 */
public sealed interface ReplicaReply {

    int slot();

    /** To PreVote: what a candidate must know to judge whether it could win. */
    record PreVoteReply(
            int slot,
            long round,
            boolean member,
            long epoch,
            long leaseRemainingMillis,
            LogPosition position,
            KnownPositions known)
            implements ReplicaReply {}

    /** To Prepare: the epoch is promised. */
    record Prepared(int slot, long epoch, boolean member, long lastEpoch, LogPosition position, KnownPositions known)
            implements ReplicaReply {
        long lastIndex() {
            return position.lastIndex();
        }
    }

    /** To Prepare: another leader's lease still runs for this long. */
    record LeaseHeld(int slot, long epoch, long remainingMillis) implements ReplicaReply {}

    /** To Prepare or Append: this epoch is promised, and it is higher. */
    record Refused(int slot, long epoch) implements ReplicaReply {}

    /** To Append: the log equals the leader's up to {@code upTo}, on disk. */
    record Appended(int slot, long epoch, long round, long upTo, boolean member, LogPosition position)
            implements ReplicaReply {}

    /** To Append: the log does not hold the preceding entry; the leader may try after {@code hint}. */
    record Mismatch(int slot, long epoch, long round, long hint, boolean member, LogPosition position)
            implements ReplicaReply {}
}
