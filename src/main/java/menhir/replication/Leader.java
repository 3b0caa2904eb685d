package menhir.replication;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongToIntFunction;
import java.util.random.RandomGenerator;
import menhir.replication.FrontEndMessage.LeaseGranted;
import menhir.replication.LeaderOutput.Fetched;
import menhir.replication.ReplicaMessage.Append;
import menhir.replication.ReplicaMessage.Join;
import menhir.replication.ReplicaMessage.Resign;
import menhir.replication.ReplicaReply.Appended;
import menhir.replication.ReplicaReply.LeaseHeld;
import menhir.replication.ReplicaReply.Mismatch;
import menhir.replication.ReplicaReply.PreVoteReply;
import menhir.replication.ReplicaReply.Prepared;
import menhir.replication.ReplicaReply.Refused;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a leader, from candidate to retirement. Nothing here is durable: all that a later leader must know is in the
 * replicas' logs.
 *
 * <p>Invariants: an entry is <em>committed</em> when a majority of the slots, all of them members, hold it and it is of this
 * leader's epoch, or precedes such an entry (Raft, section 5.4.2). It is <em>released</em> when it is committed and every
 * front-end with a running lease has acknowledged its invalidation. Both indexes never decrease.
 *
 * <p>Single-threaded. When a call returns, everything to be sent has been given to the {@link LeaderOutput}.
 */
public class Leader {

    /** The phases of a leader's life. */
    public enum Phase {
        /** Asks the replicas whether it could win, without disturbing anyone. */
        PRE_VOTE,
        /** Asks for an epoch. */
        PREPARING,
        /** All slots are new: makes all of them members before anything is written. */
        BOOTSTRAPPING,
        /** Has its epoch; the decider is being brought up to the end of the best log. */
        LOADING,
        /** Appends, commits, releases. */
        LEADING,
        /** Still leads, but takes its cache leases back; retires when the last one is over and everything is released. */
        RESIGNING,
        /** Is not a leader any more. */
        RETIRED
    }

    /** A load that makes no progress for so many leases is given up, so that another candidate can try. */
    private static final int LEASES_WITHOUT_PROGRESS = 10;

    /** However long the lease is: what runs out by time should not wait for it. */
    private static final long LONGEST_TICK_MILLIS = 500;

    private static final long NOT_OVER = Long.MAX_VALUE;

    /** A replica as the leader sees it. */
    public record ReplicaStatus(int slot, boolean member, boolean up, long lastIndex) {}

    private final Timing timing;
    private final LeaderOutput output;
    private final LeaderOutput.Entries entries;
    private final ReplicaGroup group;
    private final FrontEndLeases leases;
    private final LeaseLength leaseLength;
    private long leaseOverSince = NOT_OVER;
    private final Election election;
    private final LogReplicator replicator;

    private boolean elected;
    /** Valid once elected; until then the phase is the election's. */
    private Phase phase = Phase.LOADING;

    private long epoch;
    private long round;
    private long phaseSince;
    private long loadAgainAt;
    /** When the load last made progress. */
    private long loadedAt;

    private boolean draining;
    /** Chooses the successor that {@link Resign} names, among replicas that were heard since a time. */
    private LongToIntFunction successor = since -> Resign.ANYONE;

    private int source;
    private long baseIndex;
    private long baseEpoch;
    private EntryWindow window = EntryWindow.empty();
    private long committed;
    private long released;
    private long invalidated;
    private Set<String> affectedKeys = new HashSet<>();

    /**
     * A candidate; it starts its pre-vote at once.
     *
     * @param slots how many replicas there are: 1, 3 or 5
     * @param random makes rivals back off for different times
     */
    public Leader(
            int slots,
            Timing timing,
            LeaderOutput.Entries entries,
            LeaderOutput output,
            RandomGenerator random,
            long now) {
        this(new ReplicaGroup(slots), timing, entries, output, random, now);
    }

    Leader(
            ReplicaGroup group,
            Timing timing,
            LeaderOutput.Entries entries,
            LeaderOutput output,
            RandomGenerator random,
            long now) {
        this.group = group;
        this.timing = timing;
        this.entries = entries;
        this.output = output;
        this.leases = new FrontEndLeases(output::toFrontEnd);
        this.leaseLength = new LeaseLength(timing);
        this.election = new Election(group, timing, output, random, () -> ++round, this::votes);
        this.replicator = new LogReplicator(timing, output, group, () -> ++round);
        election.preVote(now);
    }

    // ---- state ------------------------------------------------------------------------------------------------------

    public Phase phase() {
        return elected || phase == Phase.RETIRED ? phase : election.phase();
    }

    /** Whether entries may be proposed. */
    public boolean leads() {
        return elected && (phase == Phase.LEADING || phase == Phase.RESIGNING);
    }

    /** The leader's epoch; a candidate's is the one that it asks for. */
    public long epoch() {
        return elected ? epoch : election.epoch();
    }

    public long lastIndex() {
        return window.lastIndex();
    }

    /** The last index of the log that was taken over. */
    public long baseIndex() {
        return baseIndex;
    }

    /** The epoch of the entry at {@link #baseIndex()}. */
    public long baseEpoch() {
        return baseEpoch;
    }

    public long committed() {
        return committed;
    }

    public long released() {
        return released;
    }

    /** Whether nobody else can lead now. Only then may this leader answer about stock without asking a majority. */
    public boolean leaseRunning(long now) {
        return leads() && leaseUntil() > now;
    }

    /** Whether another entry may be proposed: the unreleased entries are limited in number and size. */
    public boolean hasRoom() {
        long unreleased = Math.max(baseIndex, released) + 1;
        return leads()
                && !draining
                && window.lastIndex() - unreleased + 1 < timing.unreleasedEntries()
                && window.bytesFrom(unreleased) < timing.unreleasedBytes();
    }

    /** Whether it takes no more entries and retires as soon as the last one is released. */
    public boolean draining() {
        return draining;
    }

    /** Whether the log that this leader took over, and so all that it was loaded with, is known to be committed. */
    public boolean established() {
        return leads() && committed > baseIndex;
    }

    /** How often {@link #tick} should be called, in milliseconds: twice per heartbeat, and often while leaders change. */
    public long tickMillis() {
        long often = Math.max(1, timing.shortestHeartbeatMillis() / 2);
        boolean isSteady = phase == Phase.LEADING && !draining;
        return isSteady
                ? Math.max(often, Math.min(leaseLength.timing().heartbeatMillis() / 2, LONGEST_TICK_MILLIS))
                : often;
    }

    /** All replicas, as far as this leader knows. */
    public List<ReplicaStatus> replicas(long now) {
        return group.statuses(now - timing.leaseMillis());
    }

    /** The first of these slots whose replica is a member, is up and holds all released entries; 0 if none is known. */
    public int firstInStep(List<Integer> slots, long now) {
        return group.firstHolding(released, now - timing.leaseMillis(), slots);
    }

    /**
     * The time that this leader is given has skipped a standstill of the monotonic clock ({@link HolderClock}); to be called
     * before the next step. What this leader grants lasts by the monotonic clock: by so much longer in its own time.
     */
    public void onTimeSkipped(long millis) {
        leases.extend(millis);
        group.all().forEach(replica -> replica.extendWait(millis));
    }

    /** A candidate stands for election no sooner than then: another one is to go first. */
    public void rest(long until) {
        if (!elected && phase != Phase.RETIRED) {
            election.rest(until);
        }
    }

    // ---- taking over ------------------------------------------------------------------------------------------------

    private void enter(Phase next, long now) {
        phase = next;
        phaseSince = now;
    }

    /**
     * Whether a replica's promises count. A blank one has forgotten what it promised and held, and so has one that was started
     * from an older copy of its disk.
     */
    boolean votes(int slot, boolean member, LogPosition position, KnownPositions known) {
        return member && !known.hasForgotten(slot, position);
    }

    private void takeOver(Election.@Nullable Won won, long now) {
        if (won == null) {
            return;
        }
        elected = true;
        epoch = won.epoch();
        source = won.slot();
        baseIndex = won.lastIndex();
        baseEpoch = won.lastEpoch();
        committed = 0;
        invalidated = baseIndex;
        window = new EntryWindow(
                timing.windowEntries() + timing.unreleasedEntries(),
                timing.windowBytes() + timing.unreleasedBytes(),
                baseIndex);
        group.setMembers(won.members());
        replicator.begin(won, window);
        enter(Phase.LOADING, now);
        loadedAt = now;
        loadAgainAt = now + timing.leaseMillis();
        output.load(source, baseIndex, now);
        // Nobody else should stand for election from now on.
        replicator.replicate(committed, released, leaseLength.timing(), now);
    }

    /** Another part of the state has been loaded. */
    public void onLoadProgress(long now) {
        loadedAt = now;
    }

    /** The decider has all entries up to the end of the log that was taken over: the leader begins to lead. */
    public void onLoaded(long now) {
        if (phase() != Phase.LOADING) {
            return;
        }
        enter(Phase.LEADING, now);
        propose(0, entries.leaderElected(epoch), Set.of());
        flush(now);
    }

    // ---- leading ----------------------------------------------------------------------------------------------------

    /**
     * Appends an entry to the leader's log. It is sent with the next {@link #flush}, together with all others proposed until
     * then.
     *
     * @param number the order number, or 0
     * @param affected the cache keys to invalidate
     * @return the entry's index
     */
    public long propose(long number, byte[] payload, Set<String> affected) {
        if (!leads()) {
            throw new IllegalStateException("only a leader proposes, not one that is " + phase);
        }
        window.add(new LogEntry(epoch, number, payload));
        affectedKeys.addAll(affected);
        return window.lastIndex();
    }

    /** Sends what was proposed: an Append to each replica that has none in flight, and then the invalidations. */
    public void flush(long now) {
        if (!leads()) {
            return;
        }
        replicator.replicate(committed, released, leaseLength.timing(), now);
        invalidate(now);
    }

    /**
     * Sends each front-end one invalidation for all that was proposed, as soon as a majority of the replicas has been sent
     * something new. Earlier would not help, because nothing is released that no majority holds; and this way there are no
     * more invalidations than batches.
     */
    private void invalidate(long now) {
        if (!affectedKeys.isEmpty() && group.sentToMajority() > invalidated) {
            invalidated = window.lastIndex();
            leases.invalidate(epoch, invalidated, affectedKeys, now);
            affectedKeys = new HashSet<>();
        }
    }

    /** To be called several times per heartbeat interval: resends, sends heartbeats, handles expired leases. */
    public void tick(long now) {
        switch (phase()) {
            case PRE_VOTE, PREPARING, BOOTSTRAPPING -> election.tick(now);
            case LOADING -> keepLoading(now);
            case LEADING, RESIGNING -> {
                if (!established() && sourceIsGone(now)) {
                    retire("the log of slot " + source + " was lost before a majority held it", now);
                    return;
                }
                if (isWithoutMajority(now)) {
                    retire("its lease is over, and no majority has answered since", now);
                    return;
                }
                leaseLength.tick(window.lastIndex(), group.confirmedByMajorityAt(), now);
                leases.tick(now, timing.resendMillis());
                release(now);
                flush(now);
                if (phase == Phase.RESIGNING) {
                    retireWhenDone(now);
                }
            }
            case RETIRED -> {}
        }
    }

    /**
     * Whether this leader's lease is over, and it has asked in vain for another, for half a lease: four heartbeats. It must
     * make way: a candidate may need a replica that this leader still reaches, and that promises nobody else an epoch
     * meanwhile.
     */
    private boolean isWithoutMajority(long now) {
        if (leaseUntil() > now) {
            leaseOverSince = NOT_OVER;
            return false;
        }
        // Not since the lease was over: a leader that was paused then has not asked yet.
        leaseOverSince = Math.min(leaseOverSince, now);
        return now - leaseOverSince >= leaseLength.timing().leaseMillis() / 2;
    }

    /** Heartbeats renew the leases while loading: otherwise, if loading takes long, candidates would depose each other. */
    private void keepLoading(long now) {
        if (sourceIsGone(now) || now - loadedAt >= LEASES_WITHOUT_PROGRESS * timing.leaseMillis()) {
            retire("the log of slot " + source + " could not be loaded", now);
            return;
        }
        replicator.replicate(committed, released, leaseLength.timing(), now);
        if (now >= loadAgainAt) {
            loadAgainAt = now + timing.leaseMillis();
            output.load(source, baseIndex, now);
        }
    }

    /** The end of the log that was taken over may be in no other replica. */
    private boolean sourceIsGone(long now) {
        ReplicaProgress replica = group.get(source);
        return !replica.member || !replica.answeredSince(now - 2 * timing.leaseMillis());
    }

    // ---- replies of replicas ----------------------------------------------------------------------------------------

    /** A replica's reply to any message of this leader. */
    public void onReply(ReplicaReply reply, long now) {
        if (phase == Phase.RETIRED) {
            return;
        }
        group.get(reply.slot()).heardAt = now;
        if (reply instanceof PreVoteReply vote) {
            election.onPreVoteReply(vote, now);
        } else if (reply instanceof Prepared prepared && !elected) {
            takeOver(election.onPrepared(prepared, now), now);
        } else if (reply instanceof LeaseHeld held) {
            election.onLeaseHeld(held, now);
        } else if (reply instanceof Refused refused) {
            onRefused(refused, now);
        } else if (reply instanceof Appended appended && appended.epoch() == epoch()) {
            onAppended(appended, now);
        } else if (reply instanceof Mismatch mismatch && mismatch.epoch() == epoch) {
            onMismatch(mismatch, now);
        }
    }

    private void onRefused(Refused refused, long now) {
        election.onEpochSeen(refused.epoch());
        if (refused.epoch() <= epoch()) {
            return;
        }
        if (elected) {
            retire("epoch " + refused.epoch() + " is promised in slot " + refused.slot(), now);
        } else {
            election.onRefused(now);
        }
    }

    private void onAppended(Appended appended, long now) {
        if (!elected) {
            takeOver(election.onBootstrapped(appended), now);
            return;
        }
        ReplicaProgress replica = group.get(appended.slot());
        Append answered = replicator.answered(replica, appended.round());
        if (answered == null) {
            return;
        }
        boolean member = appended.member() && learnPosition(appended.slot(), appended.position());
        replica.learnMembership(member, appended.position().incarnation(), now);
        if (appended.member() && !member) {
            // The next Append says so, and the replica becomes blank.
            return;
        }
        replica.confirmedAt = replica.sentAt;
        replica.leasedUntil =
                Math.max(replica.leasedUntil, replica.sentAt + timing.countedMillis(grantedMillis(answered)));
        if (!leads()) {
            return;
        }
        replica.matchIndex = Math.max(replica.matchIndex, appended.upTo());
        replicator.moveTo(replica, Math.max(replica.nextIndex, appended.upTo() + 1));
        commit();
        release(now);
        readmit(replica, now);
        flush(now);
        if (phase == Phase.RESIGNING) {
            retireWhenDone(now);
        }
    }

    /** How long a lease a replica granted with its answer. */
    long grantedMillis(Append answered) {
        return answered.leaseMillis();
    }

    /** Takes note of a member's position. Returns false if it has lost something that it had. */
    boolean learnPosition(int slot, LogPosition position) {
        return replicator.learnPosition(slot, position);
    }

    private void onMismatch(Mismatch mismatch, long now) {
        ReplicaProgress replica = group.get(mismatch.slot());
        if (!leads() || replicator.answered(replica, mismatch.round()) == null) {
            return;
        }
        boolean member = mismatch.member() && learnPosition(mismatch.slot(), mismatch.position());
        replica.learnMembership(member, mismatch.position().incarnation(), now);
        if (!member) {
            replica.matchIndex = Math.min(replica.matchIndex, mismatch.hint());
        }
        replicator.moveTo(replica, Math.max(replica.matchIndex, mismatch.hint()) + 1);
        readmit(replica, now);
        flush(now);
    }

    /**
     * Admits a blank replica as a member again, through the log: a majority without it must know first. It waits for a
     * lease, so that no candidate still counts a promise that was lost with the old disk.
     */
    private void readmit(ReplicaProgress replica, long now) {
        boolean waited = now - replica.blankSince >= timing.leaseMillis();
        if (!replica.member && replica.join.equals(Join.NONE) && waited && hasRoom()) {
            long index = propose(0, entries.replicaJoined(replica.slot), Set.of());
            replica.join = new Join(index, replica.incarnation);
        }
    }

    /** Answers {@link LeaderOutput#fetch}. */
    public void onFetched(Fetched fetched, long now) {
        if (!leads()) {
            return;
        }
        if (fetched.epoch() > epoch) {
            onRefused(new Refused(fetched.slot(), fetched.epoch()), now);
            return;
        }
        if (!fetched.member() || fetched.epoch() < epoch) {
            return;
        }
        replicator.onFetched(fetched);
        flush(now);
    }

    // ---- commit and release -----------------------------------------------------------------------------------------

    private void commit() {
        long held = group.heldByMajority();
        if (held > committed && mayCommit(held)) {
            committed = held;
        }
    }

    /** Raft, section 5.4.2: an entry of an earlier epoch is not committed by counting replicas. */
    boolean mayCommit(long index) {
        return index > baseIndex;
    }

    private void release(long now) {
        long invalidatedThrough = affectedKeys.isEmpty() ? window.lastIndex() : invalidated;
        long releasable = Math.min(Math.min(committed, invalidatedThrough), acknowledgedThrough(now));
        if (releasable > released) {
            released = releasable;
            output.released(released);
        }
    }

    /** The index up to which every front-end that may serve from its cache has dropped what changed. */
    long acknowledgedThrough(long now) {
        return leases.acknowledgedThrough(now);
    }

    /** Nobody else can lead until then. */
    private long leaseUntil() {
        return group.leasedByMajorityUntil();
    }

    // ---- front-ends -------------------------------------------------------------------------------------------------

    /**
     * A front-end asks for a cache lease. It is granted only while this leader's own lease outlasts it, and only once the
     * log that it took over is committed.
     */
    public void onLeaseAsked(String frontEnd, long askedAt, long now) {
        if (phase == Phase.LEADING && established() && mayGrant(now)) {
            flush(now);
            // The front-end's clock may run slower: its lease is certainly over only after the margin.
            Timing lease = leaseLength.timing();
            long until = now + lease.cacheLeaseMillis() + lease.marginMillis();
            if (leases.grant(frontEnd, epoch, until, window.lastIndex(), now, timing.resendMillis())) {
                output.toFrontEnd(
                        frontEnd, new LeaseGranted(epoch, askedAt, lease.cacheLeaseMillis(), window.lastIndex()));
            }
        }
    }

    boolean mayGrant(long now) {
        return leaseUntil() >= now + leaseLength.timing().cacheLeaseMillis();
    }

    /** A front-end has dropped all that changes up to {@code index}. */
    public void onInvalidated(String frontEnd, long invalidatedEpoch, long index, long now) {
        if (leads() && invalidatedEpoch == epoch) {
            leases.acknowledged(frontEnd, index, now);
            release(now);
            flush(now);
        }
    }

    /** A front-end has returned its lease, and takes no other of this leader. */
    public void onLeaseReturned(String frontEnd, long returnedEpoch, long now) {
        if (phase() == Phase.RESIGNING && returnedEpoch == epoch) {
            leases.returned(frontEnd);
            release(now);
            flush(now);
            retireWhenDone(now);
        }
    }

    // ---- retiring ---------------------------------------------------------------------------------------------------

    /** Makes way for the singleton: takes the cache leases back, completes what was proposed, and tells the replicas. */
    public void resignToSingleton(long now) {
        resign(since -> Resign.SINGLETON, now);
    }

    /** Makes way in the same way for the standby leader of the first of these slots that has the whole log, if there is one. */
    public void resignTo(List<Integer> slots, long now) {
        resign(since -> group.firstHolding(released, since, slots), now);
    }

    private void resign(LongToIntFunction nextLeader, long now) {
        successor = nextLeader;
        if (phase == Phase.LEADING) {
            enter(Phase.RESIGNING, now);
            leases.revoke(epoch, now);
            retireWhenDone(now);
        } else if (phase != Phase.RESIGNING) {
            retire("resigned before it led", now);
        }
    }

    private void retireWhenDone(long now) {
        draining = !leases.anyRunning(now);
        boolean done = draining && released == window.lastIndex();
        boolean inVain = leaseUntil() <= now || now - phaseSince >= 2 * timing.leaseMillis();
        if (done || inVain) {
            retire("resigned", now);
        }
    }

    /**
     * Stops leading, and ends the leases on the replicas, so that the next leader need not wait for them. That is not
     * possible while a front-end may serve from its cache.
     */
    private void retire(String reason, long now) {
        if (phase == Phase.RETIRED) {
            return;
        }
        if (elected && !leases.anyRunning(now)) {
            Resign resign = new Resign(epoch, successor.applyAsInt(now - timing.leaseMillis()));
            group.all().forEach(replica -> output.toReplica(replica.slot, resign));
        }
        phase = Phase.RETIRED;
        output.retired(reason);
    }
}
