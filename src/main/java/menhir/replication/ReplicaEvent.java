package menhir.replication;

import java.util.List;

/** What a replica makes durable. Replayed in order, the events give its {@link ReplicaState} again. */
public sealed interface ReplicaEvent {

    /** No leader of a lower epoch will be answered any more. */
    record EpochPromised(long epoch) implements ReplicaEvent {}

    /** Entries were put at the end of the log, the first at {@code firstIndex}. */
    record EntriesAppended(long firstIndex, List<LogEntry> entries) implements ReplicaEvent {
        public EntriesAppended {
            entries = List.copyOf(entries);
        }
    }

    /** The entries at {@code fromIndex} and above, which no majority ever held, were given up. */
    record SuffixDropped(long fromIndex) implements ReplicaEvent {}

    /** The replica counts in majorities from now on. */
    record MembershipGained() implements ReplicaEvent {}
}
