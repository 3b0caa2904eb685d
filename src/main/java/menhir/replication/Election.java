package menhir.replication;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import menhir.replication.Leader.Phase;
import menhir.replication.ReplicaMessage.Append;
import menhir.replication.ReplicaMessage.Canvass;
import menhir.replication.ReplicaMessage.Join;
import menhir.replication.ReplicaMessage.Prepare;
import menhir.replication.ReplicaReply.Appended;
import menhir.replication.ReplicaReply.Prepared;
import menhir.replication.ReplicaReply.Standing;
import org.jspecify.annotations.Nullable;

/**
 * How a candidate gets an epoch: it canvasses without disturbing anyone (the pre-vote of Raft, section 9.6 of Ongaro's
 * thesis), asks for an epoch once a majority would grant one, and takes over the best log of that majority. Where all slots
 * are new it first makes every one a member.
 */
final class Election {

    /** Won: the log to take over, and the slots whose replicas are members. */
    record Won(long epoch, int slot, long lastEpoch, long lastIndex, Set<Integer> members) {}

    private final int slots;
    private final Timing timing;
    private final LeaderOutput output;
    private final RandomGenerator random;
    private final LongSupplier nextRound;
    private final IntSupplier quorum;
    private final Predicate<Prepared> votes;

    private Phase phase = Phase.CANVASSING;
    private long epoch;
    private long highestEpochSeen;
    private long round;
    private long phaseSince;
    private long askAgainAt;
    private final Map<Integer, Standing> standings = new HashMap<>();
    private final Map<Integer, Prepared> promises = new HashMap<>();
    private final Set<Integer> founded = new HashSet<>();

    /**
     * An election that has not begun.
     *
     * @param nextRound gives every message a number of its own among all of this candidate's, so that no late answer is
     *     taken for another
     * @param votes whether a promise counts
     */
    Election(
            int slots,
            Timing timing,
            LeaderOutput output,
            RandomGenerator random,
            LongSupplier nextRound,
            IntSupplier quorum,
            Predicate<Prepared> votes) {
        this.slots = slots;
        this.timing = timing;
        this.output = output;
        this.random = random;
        this.nextRound = nextRound;
        this.quorum = quorum;
        this.votes = votes;
    }

    /** One of {@link Phase#CANVASSING}, {@link Phase#PREPARING} and {@link Phase#FOUNDING}. */
    Phase phase() {
        return phase;
    }

    /** The epoch that was last asked for. */
    long epoch() {
        return epoch;
    }

    void canvass(long now) {
        enter(Phase.CANVASSING, now);
        askAgainAt = now + timing.heartbeatMillis();
        standings.clear();
        round = nextRound.getAsLong();
        broadcast(new Canvass(round));
    }

    void tick(long now) {
        if (phase == Phase.CANVASSING) {
            if (now >= askAgainAt) {
                canvass(now);
            }
        } else if (now - phaseSince >= promiseMillis()) {
            stepBack(now);
        } else if (now >= askAgainAt) {
            if (phase == Phase.PREPARING) {
                prepare(now);
            } else {
                found(now);
            }
        }
    }

    /** Some replica has promised this epoch: the next one asked for must be higher. */
    void onEpochSeen(long seen) {
        highestEpochSeen = Math.max(highestEpochSeen, seen);
    }

    /** A replica has promised a higher epoch. */
    void onRefused(long now) {
        if (phase != Phase.CANVASSING) {
            stepBack(now);
        }
    }

    void onStanding(Standing standing, long now) {
        onEpochSeen(standing.epoch());
        if (phase != Phase.CANVASSING || standing.round() != round) {
            return;
        }
        standings.put(standing.slot(), standing);
        long willing = standings.values().stream()
                .filter(s -> s.member() && s.leaseRemainingMillis() == 0)
                .count();
        boolean allNew = standings.size() == slots
                && standings.values().stream().allMatch(s -> s.lastIndex() == 0 && s.leaseRemainingMillis() == 0);
        if (willing >= quorum.getAsInt() || allNew) {
            epoch = highestEpochSeen + 1;
            highestEpochSeen = epoch;
            promises.clear();
            enter(Phase.PREPARING, now);
            prepare(now);
        }
    }

    /** Not null once a majority has promised. */
    @Nullable
    Won onPrepared(Prepared prepared, long now) {
        if (phase != Phase.PREPARING || prepared.epoch() != epoch || now - phaseSince >= promiseMillis()) {
            return null;
        }
        promises.put(prepared.slot(), prepared);
        List<Prepared> voters = promises.values().stream().filter(votes).toList();
        if (voters.size() >= quorum.getAsInt()) {
            Prepared best = voters.stream()
                    .max(Comparator.comparingLong(Prepared::lastEpoch).thenComparingLong(Prepared::lastIndex))
                    .orElseThrow();
            return won(best.slot(), best.lastEpoch(), best.lastIndex());
        } else if (promises.size() == slots && promises.values().stream().allMatch(p -> p.lastIndex() == 0)) {
            founded.clear();
            enter(Phase.FOUNDING, now);
            found(now);
        }
        return null;
    }

    /** Not null once all slots are members. */
    @Nullable
    Won onFounded(Appended appended) {
        if (phase != Phase.FOUNDING) {
            return null;
        }
        if (appended.member()) {
            founded.add(appended.slot());
        }
        return founded.size() == slots ? won(appended.slot(), 0, 0) : null;
    }

    private Won won(int slot, long lastEpoch, long lastIndex) {
        Set<Integer> members = new HashSet<>(founded);
        promises.values().stream().filter(Prepared::member).forEach(promise -> members.add(promise.slot()));
        return new Won(epoch, slot, lastEpoch, lastIndex, members);
    }

    private void enter(Phase next, long now) {
        phase = next;
        phaseSince = now;
    }

    /** A rival was faster, or too few answered: step back for a while, each rival for another while. */
    private void stepBack(long now) {
        enter(Phase.CANVASSING, now);
        standings.clear();
        round = nextRound.getAsLong();
        askAgainAt = now + random.nextLong(timing.resendMillis() + 1);
    }

    private void prepare(long now) {
        askAgainAt = now + timing.resendMillis();
        broadcast(new Prepare(epoch));
    }

    private void found(long now) {
        askAgainAt = now + timing.resendMillis();
        round = nextRound.getAsLong();
        for (Prepared promise : promises.values()) {
            output.toReplica(promise.slot(), new Append(epoch, round, 0, 0, List.of(), new Join(0, promise.life()), 0));
        }
    }

    /**
     * How long promises are collected. One that was given longer ago may be forgotten by now: its replica may have lost its
     * disk and, as a leader lets it back in after a lease, be a member again.
     */
    private long promiseMillis() {
        return timing.leaseMillis() - timing.marginMillis();
    }

    private void broadcast(ReplicaMessage message) {
        for (int slot = 1; slot <= slots; slot++) {
            output.toReplica(slot, message);
        }
    }
}
