package menhir.replication;

import java.util.Set;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import menhir.replication.FrontEndMessage.Invalidate;
import menhir.replication.FrontEndMessage.LeaseGranted;
import menhir.replication.FrontEndMessage.Revoke;
import menhir.replication.ReplicaMessage.Append;
import menhir.replication.ReplicaMessage.Resign;
import menhir.replication.ReplicaReply.PreVoteReply;
import menhir.simulation.Mutation;

/** Creates the protocol's parts, with at most one rule broken on purpose. */
public final class Protocol {

    /** Is told of each entry that a leader proposes. */
    public interface Proposals {
        void proposed(long number, byte[] payload);
    }

    private final Set<Mutation> broken;

    private Protocol(Set<Mutation> broken) {
        this.broken = broken;
    }

    public static Protocol sound() {
        return new Protocol(Set.of());
    }

    public static Protocol broken(Mutation mutation) {
        return new Protocol(Set.of(mutation));
    }

    public boolean breaks(Mutation mutation) {
        return broken.contains(mutation);
    }

    public Leader leader(
            int slots,
            Timing timing,
            LeaderOutput.Entries entries,
            LeaderOutput output,
            RandomGenerator random,
            Proposals proposals,
            long now) {
        return new ObservedLeader(
                slots,
                breaks(Mutation.NO_MARGIN) ? withoutMargin(timing) : timing,
                entries,
                output,
                random,
                proposals,
                now);
    }

    private static Timing withoutMargin(Timing timing) {
        return new Timing(
                timing.leaseMillis(),
                timing.cacheLeaseMillis(),
                timing.heartbeatMillis(),
                timing.resendMillis(),
                0,
                timing.appendEntries(),
                timing.appendBytes(),
                timing.unreleasedEntries(),
                timing.unreleasedBytes(),
                timing.windowEntries(),
                timing.windowBytes());
    }

    /** The clock by which a front-end or leader counts the leases that it holds. */
    public HolderClock holderClock(Timing timing, LongSupplier monotonic, LongSupplier wall, Mutation unnoticed) {
        return new HolderClock(timing, monotonic, breaks(unnoticed) ? monotonic : wall);
    }

    public Replica replica(int slot, Timing timing, ReplicaState started, long now) {
        return broken.isEmpty()
                ? new Replica(slot, timing, started, now)
                : new BrokenReplica(slot, timing, started, now);
    }

    public <V> CoherentCache<V> cache(int capacity) {
        return broken.isEmpty() ? new CoherentCache<>(capacity) : new BrokenCache<>(capacity);
    }

    private final class BrokenGroup extends ReplicaGroup {
        BrokenGroup(int slots) {
            super(slots);
        }

        @Override
        int quorum() {
            return breaks(Mutation.QUORUM_OF_ONE) ? 1 : super.quorum();
        }

        @Override
        boolean counts(ReplicaProgress replica) {
            return breaks(Mutation.BLANK_REPLICA_COUNTS) || super.counts(replica);
        }
    }

    private final class ObservedLeader extends Leader {
        private final Timing timing;
        private final Proposals proposals;
        private boolean seenMember;

        ObservedLeader(
                int slots,
                Timing timing,
                LeaderOutput.Entries entries,
                LeaderOutput output,
                RandomGenerator random,
                Proposals proposals,
                long now) {
            this(
                    broken.isEmpty() ? new ReplicaGroup(slots) : new BrokenGroup(slots),
                    timing,
                    entries,
                    output,
                    random,
                    proposals,
                    now);
        }

        private ObservedLeader(
                ReplicaGroup group,
                Timing timing,
                LeaderOutput.Entries entries,
                LeaderOutput output,
                RandomGenerator random,
                Proposals proposals,
                long now) {
            super(group, timing, entries, output, random, now);
            this.timing = timing;
            this.proposals = proposals;
        }

        @Override
        public long propose(long number, byte[] payload, Set<String> affected) {
            long index = super.propose(number, payload, affected);
            proposals.proposed(number, payload);
            return index;
        }

        @Override
        public void onReply(ReplicaReply reply, long now) {
            seenMember |= reply instanceof PreVoteReply vote && vote.member();
            super.onReply(reply, now);
        }

        @Override
        public void onTimeSkipped(long millis) {
            if (!breaks(Mutation.CACHE_LEASE_ENDED_BY_SKIP)) {
                super.onTimeSkipped(millis);
            }
        }

        /** Where all replicas are blank, none may vote even so: nothing would ever be bootstrapped. */
        @Override
        boolean votes(int slot, boolean member, LogPosition position, KnownPositions known) {
            boolean blankVotes = breaks(Mutation.BLANK_REPLICA_VOTES) && seenMember;
            boolean oldVotes = breaks(Mutation.OLD_COPY_TRUSTED) && member;
            return blankVotes || oldVotes || super.votes(slot, member, position, known);
        }

        @Override
        boolean learnPosition(int slot, LogPosition position) {
            return super.learnPosition(slot, position) || breaks(Mutation.OLD_COPY_TRUSTED);
        }

        @Override
        long grantedMillis(Append answered) {
            return breaks(Mutation.LONGEST_LEASE_COUNTED) ? timing.leaseMillis() : super.grantedMillis(answered);
        }

        @Override
        boolean mayCommit(long index) {
            return breaks(Mutation.EARLIER_EPOCH_COMMITTED_BY_COUNTING) || super.mayCommit(index);
        }

        @Override
        long acknowledgedThrough(long now) {
            return breaks(Mutation.RELEASE_BEFORE_INVALIDATION) ? Long.MAX_VALUE : super.acknowledgedThrough(now);
        }

        @Override
        boolean mayGrant(long now) {
            return breaks(Mutation.CACHE_LEASE_WITHOUT_LEASE) || super.mayGrant(now);
        }
    }

    private final class BrokenReplica extends Replica {
        BrokenReplica(int slot, Timing timing, ReplicaState started, long now) {
            super(slot, timing, started, breaks(Mutation.RESTART_FORGETS_LEASE) ? now - timing.leaseMillis() : now);
        }

        @Override
        boolean refuses(long epoch) {
            return !breaks(Mutation.NO_EPOCH_CHECK) && super.refuses(epoch);
        }

        @Override
        boolean hasForgotten(KnownPositions known) {
            return !breaks(Mutation.OLD_COPY_TRUSTED) && super.hasForgotten(known);
        }

        @Override
        public void onResign(Resign resign, long now) {
            boolean any = breaks(Mutation.RESIGN_OF_ANY_EPOCH);
            super.onResign(any ? new Resign(state().epoch(), resign.successor()) : resign, now);
        }

        @Override
        public long leaseRemainingMillis(long now) {
            return breaks(Mutation.PROMISE_WHILE_LEASED) ? 0 : super.leaseRemainingMillis(now);
        }
    }

    private final class BrokenCache<V> extends CoherentCache<V> {
        BrokenCache(int capacity) {
            super(capacity);
        }

        @Override
        public long minIndex(String key) {
            return breaks(Mutation.NO_MIN_INDEX) ? 0 : super.minIndex(key);
        }

        @Override
        public boolean leaseRunning(long now) {
            return (breaks(Mutation.LEASE_END_IGNORED) && epoch() > 0) || super.leaseRunning(now);
        }

        @Override
        public void onRevoke(Revoke revoke) {
            if (!breaks(Mutation.REVOKED_LEASE_USED)) {
                super.onRevoke(revoke);
            }
        }

        @Override
        boolean isRevoked(LeaseGranted granted) {
            return !breaks(Mutation.GRANT_AFTER_REVOCATION) && super.isRevoked(granted);
        }

        @Override
        public boolean onInvalidate(Invalidate invalidate) {
            return super.onInvalidate(
                    breaks(Mutation.LOST_INVALIDATION_UNNOTICED)
                            ? new Invalidate(invalidate.epoch(), 0, invalidate.index(), invalidate.keys())
                            : invalidate);
        }
    }
}
