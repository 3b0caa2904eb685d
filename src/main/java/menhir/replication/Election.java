package menhir.replication;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import menhir.replication.Leader.Phase;
import menhir.replication.ReplicaMessage.Append;
import menhir.replication.ReplicaMessage.Join;
import menhir.replication.ReplicaMessage.PreVote;
import menhir.replication.ReplicaMessage.Prepare;
import menhir.replication.ReplicaReply.Appended;
import menhir.replication.ReplicaReply.LeaseHeld;
import menhir.replication.ReplicaReply.PreVoteReply;
import menhir.replication.ReplicaReply.Prepared;
import org.jspecify.annotations.Nullable;

/**
 * How a candidate is granted an epoch. It asks all replicas whether it could win (pre-vote: Ongaro's thesis, section 9.6),
 * asks for an epoch once a majority would grant one, and takes over the best log of that majority. Where all slots are new,
 * it first makes all of them members (bootstrapping).
 */
final class Election {

    /**
     * The result: the log to take over, which is that of {@code slot}, the slots whose replicas are members, and what all
     * voters knew.
     */
    record Won(long epoch, int slot, long lastEpoch, long lastIndex, Set<Integer> members, KnownPositions known) {}

    /** Whose promises count. */
    interface Electorate {
        boolean has(int slot, boolean member, LogPosition position, KnownPositions known);
    }

    private final ReplicaGroup group;
    private final Timing timing;
    private final LeaderOutput output;
    private final RandomGenerator random;
    private final LongSupplier nextRound;
    private final Electorate electorate;

    private Phase phase = Phase.PRE_VOTE;
    private long epoch;
    private long highestEpochSeen;
    private long round;
    private long phaseSince;
    private long askAgainAt;
    /** What voters know of each other. What a voter says of itself does not count: it may have forgotten. */
    private KnownPositions known = KnownPositions.NONE;

    private final Map<Integer, PreVoteReply> replies = new HashMap<>();
    private final Map<Integer, Prepared> promises = new HashMap<>();
    private final Set<Integer> bootstrapped = new HashSet<>();

    /**
     * An election that has not begun.
     *
     * @param nextRound numbers all messages of this candidate, so that a late reply is not taken for another
     * @param electorate whose promises count
     */
    Election(
            ReplicaGroup group,
            Timing timing,
            LeaderOutput output,
            RandomGenerator random,
            LongSupplier nextRound,
            Electorate electorate) {
        this.group = group;
        this.timing = timing;
        this.output = output;
        this.random = random;
        this.nextRound = nextRound;
        this.electorate = electorate;
    }

    /** One of {@link Phase#PRE_VOTE}, {@link Phase#PREPARING} and {@link Phase#BOOTSTRAPPING}. */
    Phase phase() {
        return phase;
    }

    /** The epoch that was asked for last. */
    long epoch() {
        return epoch;
    }

    void preVote(long now) {
        enter(Phase.PRE_VOTE, now);
        askAgainAt = now + timing.heartbeatMillis();
        replies.clear();
        round = nextRound.getAsLong();
        broadcast(new PreVote(round));
    }

    /** Asks no sooner than then. Replies to what was asked before do not count. */
    void rest(long until) {
        phase = Phase.PRE_VOTE;
        replies.clear();
        round = nextRound.getAsLong();
        askAgainAt = until;
    }

    void tick(long now) {
        if (phase == Phase.PRE_VOTE) {
            if (now >= askAgainAt) {
                preVote(now);
            }
        } else if (now - phaseSince >= promiseMillis()) {
            backOff(now);
        } else if (now >= askAgainAt) {
            if (phase == Phase.PREPARING) {
                prepare(now);
            } else {
                bootstrap(now);
            }
        }
    }

    /** A replica has promised this epoch: the next one asked for must be higher. */
    void onEpochSeen(long seen) {
        highestEpochSeen = Math.max(highestEpochSeen, seen);
    }

    /** A replica holds a lease for another leader. */
    void onLeaseHeld(LeaseHeld held, long now) {
        onEpochSeen(held.epoch());
        if (phase == Phase.PREPARING) {
            askAgainAt = Math.min(askAgainAt, now + held.remainingMillis());
        }
    }

    /** A replica has promised a higher epoch. */
    void onRefused(long now) {
        if (phase != Phase.PRE_VOTE) {
            backOff(now);
        }
    }

    void onPreVoteReply(PreVoteReply reply, long now) {
        onEpochSeen(reply.epoch());
        known = known.with(reply.known());
        if (phase != Phase.PRE_VOTE || reply.round() != round) {
            return;
        }
        replies.put(reply.slot(), reply);
        if (reply.leaseRemainingMillis() > 0) {
            askAgainAt = Math.min(askAgainAt, now + reply.leaseRemainingMillis());
        }
        long willing = replies.values().stream()
                .filter(s -> s.leaseRemainingMillis() == 0)
                .filter(s -> electorate.has(s.slot(), s.member(), s.position(), known))
                .count();
        boolean allNew = replies.size() == group.size()
                && replies.values().stream()
                        .allMatch(s -> s.position().lastIndex() == 0 && s.leaseRemainingMillis() == 0);
        if (willing >= group.quorum() || allNew) {
            epoch = highestEpochSeen + 1;
            highestEpochSeen = epoch;
            promises.clear();
            enter(Phase.PREPARING, now);
            prepare(now);
        }
    }

    /** The result once a majority has promised, else null. */
    @Nullable
    Won onPrepared(Prepared prepared, long now) {
        if (phase != Phase.PREPARING || prepared.epoch() != epoch || now - phaseSince >= promiseMillis()) {
            return null;
        }
        known = known.with(prepared.known());
        promises.put(prepared.slot(), prepared);
        List<Prepared> voters = promises.values().stream()
                .filter(promise -> electorate.has(promise.slot(), promise.member(), promise.position(), known))
                .toList();
        if (voters.size() >= group.quorum()) {
            Prepared best = voters.stream()
                    .max(Comparator.comparingLong(Prepared::lastEpoch).thenComparingLong(Prepared::lastIndex))
                    .orElseThrow();
            for (Prepared voter : voters) {
                known = known.with(voter.slot(), voter.position());
            }
            return won(best.slot(), best.lastEpoch(), best.lastIndex(), slotsOf(voters));
        } else if (promises.size() == group.size() && promises.values().stream().allMatch(p -> p.lastIndex() == 0)) {
            bootstrapped.clear();
            enter(Phase.BOOTSTRAPPING, now);
            bootstrap(now);
        }
        return null;
    }

    /** The result once all slots are members, else null. */
    @Nullable
    Won onBootstrapped(Appended appended) {
        if (phase != Phase.BOOTSTRAPPING) {
            return null;
        }
        if (appended.member()) {
            bootstrapped.add(appended.slot());
        }
        return bootstrapped.size() == group.size() ? won(appended.slot(), 0, 0, bootstrapped) : null;
    }

    private Won won(int slot, long lastEpoch, long lastIndex, Set<Integer> members) {
        return new Won(epoch, slot, lastEpoch, lastIndex, Set.copyOf(members), known);
    }

    private static Set<Integer> slotsOf(List<Prepared> voters) {
        Set<Integer> slots = new HashSet<>();
        voters.forEach(voter -> slots.add(voter.slot()));
        return slots;
    }

    private void enter(Phase next, long now) {
        phase = next;
        phaseSince = now;
    }

    /** A rival was faster, or too few replicas answered: waits for a random time, so that rivals do not collide again. */
    private void backOff(long now) {
        rest(now + random.nextLong(timing.resendMillis() + 1));
    }

    private void prepare(long now) {
        askAgainAt = now + timing.resendMillis();
        broadcast(new Prepare(epoch));
    }

    private void bootstrap(long now) {
        askAgainAt = now + timing.resendMillis();
        round = nextRound.getAsLong();
        for (Prepared promise : promises.values()) {
            output.toReplica(
                    promise.slot(),
                    new Append(
                            epoch,
                            round,
                            0,
                            0,
                            List.of(),
                            new Join(0, promise.position().incarnation()),
                            0,
                            KnownPositions.NONE,
                            timing.leaseMillis()));
        }
    }

    /**
     * How long promises are collected. An older one may be forgotten by now: its replica may have lost its disk and be a
     * member again, because a leader readmits a blank replica after a lease.
     */
    private long promiseMillis() {
        return timing.leaseMillis() - timing.marginMillis();
    }

    private void broadcast(ReplicaMessage message) {
        for (int slot = 1; slot <= group.size(); slot++) {
            output.toReplica(slot, message);
        }
    }
}
