package menhir.replication;

import java.util.List;

/** What a replica makes durable. Replayed in order, the events give its {@link ReplicaState} again. */
public sealed interface ReplicaEvent {

    /** The replica will not answer leaders of lower epochs any more. */
    record EpochPromised(long epoch) implements ReplicaEvent {}

    /** Entries were appended to the log, the first at {@code firstIndex}. */
    record EntriesAppended(long firstIndex, List<LogEntry> entries) implements ReplicaEvent {
        public EntriesAppended {
            entries = List.copyOf(entries);
        }
    }

    /** The entries from {@code fromIndex} on, which were never committed, were deleted. */
    record SuffixTruncated(long fromIndex) implements ReplicaEvent {}

    /** The replica counts in majorities from now on. */
    record MembershipGained() implements ReplicaEvent {}
}
