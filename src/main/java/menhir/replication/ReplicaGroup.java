package menhir.replication;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.ToLongFunction;
import menhir.replication.Leader.ReplicaStatus;

/** All replicas of a log, as its leader sees them, and what a majority of them has. */
class ReplicaGroup {
    private final ReplicaProgress[] replicas;

    /**
     * Replicas of which nothing is known yet.
     *
     * @param slots how many there are: 1, 3 or 5
     */
    ReplicaGroup(int slots) {
        if (slots < 1 || slots % 2 == 0) {
            throw new IllegalArgumentException("the number of slots must be odd, not " + slots);
        }
        replicas = new ReplicaProgress[slots];
        for (int i = 0; i < slots; i++) {
            replicas[i] = new ReplicaProgress(i + 1);
        }
    }

    int size() {
        return replicas.length;
    }

    ReplicaProgress get(int slot) {
        return replicas[slot - 1];
    }

    List<ReplicaProgress> all() {
        return Arrays.asList(replicas);
    }

    void setMembers(Collection<Integer> slots) {
        for (ReplicaProgress replica : replicas) {
            replica.member = slots.contains(replica.slot);
        }
    }

    /** The number of replicas in a majority. */
    int quorum() {
        return replicas.length / 2 + 1;
    }

    /** Whether a replica counts in majorities: a blank one has forgotten its promises. */
    boolean counts(ReplicaProgress replica) {
        return replica.member;
    }

    /** The highest index that a majority of the slots hold, members only. */
    long heldByMajority() {
        return reachedByMajority(replica -> counts(replica) ? replica.matchIndex : 0);
    }

    /** The highest index that a majority of the slots have been sent. */
    long sentToMajority() {
        return reachedByMajority(replica -> replica.sentThrough);
    }

    /** Until when a majority of the slots, members only, have granted a lease. */
    long leasedByMajorityUntil() {
        return reachedByMajority(replica -> counts(replica) ? replica.leasedUntil : ReplicaProgress.NEVER);
    }

    /** When the newest message was sent that a majority of the slots, members only, have accepted. */
    long confirmedByMajorityAt() {
        return reachedByMajority(replica -> counts(replica) ? replica.confirmedAt : ReplicaProgress.NEVER);
    }

    /** The highest value that a majority of the slots reach. */
    private long reachedByMajority(ToLongFunction<ReplicaProgress> value) {
        long[] values = new long[replicas.length];
        for (int i = 0; i < replicas.length; i++) {
            values[i] = value.applyAsLong(replicas[i]);
        }
        Arrays.sort(values);
        return values[replicas.length - quorum()];
    }

    /** The first of these slots whose replica is a member, holds all entries up to {@code index} and was heard since; or 0. */
    int firstHolding(long index, long since, List<Integer> slots) {
        for (int slot : slots) {
            ReplicaProgress replica = get(slot);
            if (replica.member && replica.matchIndex >= index && replica.answeredSince(since)) {
                return slot;
            }
        }
        return 0;
    }

    List<ReplicaStatus> statuses(long since) {
        List<ReplicaStatus> statuses = new ArrayList<>();
        for (ReplicaProgress replica : replicas) {
            statuses.add(
                    new ReplicaStatus(replica.slot, replica.member, replica.answeredSince(since), replica.matchIndex));
        }
        return statuses;
    }
}
