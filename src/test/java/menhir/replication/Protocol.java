package menhir.replication;

import java.util.Set;
import java.util.random.RandomGenerator;
import menhir.replication.FrontEndMessage.Invalidate;
import menhir.replication.ReplicaMessage.Join;
import menhir.replication.ReplicaReply.Prepared;
import menhir.replication.ReplicaReply.Standing;

/** Makes the protocol's parts, with at most one rule broken on purpose. */
public final class Protocol {
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
            long now) {
        return broken.isEmpty()
                ? new Leader(slots, timing, entries, output, random, now)
                : new BrokenLeader(slots, timing, entries, output, random, now);
    }

    public Replica replica(int slot, Timing timing, ReplicaState recovered, long life, long now) {
        return broken.isEmpty()
                ? new Replica(slot, timing, recovered, life, now)
                : new BrokenReplica(slot, timing, recovered, life, now);
    }

    public <V> CoherentCache<V> cache(int capacity) {
        return broken.isEmpty() ? new CoherentCache<>(capacity) : new BrokenCache<>(capacity);
    }

    private final class BrokenLeader extends Leader {
        private boolean seenMember;

        BrokenLeader(
                int slots,
                Timing timing,
                LeaderOutput.Entries entries,
                LeaderOutput output,
                RandomGenerator random,
                long now) {
            super(slots, timing, entries, output, random, now);
        }

        @Override
        int quorum() {
            return breaks(Mutation.QUORUM_OF_ONE) ? 1 : super.quorum();
        }

        @Override
        public void onReply(ReplicaReply reply, long now) {
            seenMember |= reply instanceof Standing standing && standing.member();
            super.onReply(reply, now);
        }

        /** Where all are blank, no one may vote even so: nothing would ever be founded. */
        @Override
        boolean votes(Prepared prepared) {
            return (breaks(Mutation.BLANK_REPLICA_VOTES) && seenMember) || super.votes(prepared);
        }

        @Override
        boolean counts(ReplicaProgress peer) {
            return breaks(Mutation.BLANK_REPLICA_COUNTS) || super.counts(peer);
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
        BrokenReplica(int slot, Timing timing, ReplicaState recovered, long life, long now) {
            super(
                    slot,
                    timing,
                    recovered,
                    life,
                    breaks(Mutation.RESTART_FORGETS_LEASE) ? now - timing.leaseMillis() : now);
        }

        @Override
        boolean refuses(long epoch) {
            return !breaks(Mutation.NO_EPOCH_CHECK) && super.refuses(epoch);
        }

        @Override
        boolean isMeant(Join join) {
            return breaks(Mutation.LATE_JOIN_TAKEN) || super.isMeant(join);
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
        public long demand(String key) {
            return breaks(Mutation.NO_LEAST_INDEX) ? 0 : super.demand(key);
        }

        @Override
        public boolean leaseRunning(long now) {
            return (breaks(Mutation.LEASE_END_IGNORED) && epoch() > 0) || super.leaseRunning(now);
        }

        @Override
        public boolean onInvalidate(Invalidate invalidate) {
            return super.onInvalidate(
                    breaks(Mutation.LOST_INVALIDATION_UNNOTICED)
                            ? new Invalidate(invalidate.epoch(), 0, invalidate.index(), invalidate.items())
                            : invalidate);
        }
    }
}
