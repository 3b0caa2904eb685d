package menhir.replication;

import java.util.List;

/** What a replica makes durable. Replayed in order, the events give its {@link ReplicaState} again. */
public sealed interface ReplicaEvent {

    /** The replica will not answer leaders of lower epochs any more. */
    record EpochPromised(long epoch) implements ReplicaEvent {}

    /** The replica was started from this disk; see {@link Incarnation}. */
    record Started(long nonce) implements ReplicaEvent {}

    /**
     * Entries were appended to the log, the first at {@code firstIndex}.
     *
     * @param known what the leader knew of the other replicas
     */
    record EntriesAppended(long firstIndex, List<LogEntry> entries, KnownPositions known) implements ReplicaEvent {
        public EntriesAppended {
            entries = List.copyOf(entries);
        }
    }

    /** A leader told of incarnations that the replica did not know. */
    record PositionsLearned(KnownPositions known) implements ReplicaEvent {}

    /** The entries from {@code fromIndex} on, which were never committed, were deleted. */
    record SuffixTruncated(long fromIndex) implements ReplicaEvent {}

    /** The replica counts in majorities from now on. */
    record MembershipGained(long atIndex) implements ReplicaEvent {}

    /** The disk is an older copy of itself: the replica has forgotten promises, and is blank from now on. */
    record MembershipLost() implements ReplicaEvent {}
}
