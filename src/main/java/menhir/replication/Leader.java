package menhir.replication;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import menhir.replication.FrontEndMessage.LeaseGranted;
import menhir.replication.LeaderOutput.Fetched;
import menhir.replication.ReplicaMessage.Join;
import menhir.replication.ReplicaMessage.Resign;
import menhir.replication.ReplicaReply.Appended;
import menhir.replication.ReplicaReply.Busy;
import menhir.replication.ReplicaReply.Mismatch;
import menhir.replication.ReplicaReply.Prepared;
import menhir.replication.ReplicaReply.Refused;
import menhir.replication.ReplicaReply.Standing;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a leader, from candidate to retirement. Nothing here is durable: all that a later leader must know is in
 * the replicas' logs.
 *
 * <p>Invariants: an entry is <em>committed</em> when a majority of the slots, all of them members, hold it and it is of
 * this leader's epoch (or lies before one that is; Raft, section 5.4.2). It is <em>released</em> when, besides, every
 * front-end with a running lease has acknowledged its invalidation. Both only rise.
 *
 * <p>Single-threaded. After any call, what is to be sent has been given to the {@link LeaderOutput}.
 */
public class Leader {

    /** Where a leader is on its way. */
    public enum Phase {
        /** Asks the replicas how they stand, without disturbing anyone. */
        CANVASSING,
        /** Asks for an epoch. */
        PREPARING,
        /** All slots are new: makes every one a member before anything is written. */
        FOUNDING,
        /** Has its epoch; the decider is being brought up to the end of the best log. */
        LOADING,
        /** Appends, commits, releases. */
        LEADING,
        /** Still leads, but grants no more cache leases; retires when the last one has run out and all is released. */
        RESIGNING,
        /** Is no leader any more. */
        RETIRED
    }

    /** A log that takes longer to load than so many leases is given up, for another candidate to try. */
    private static final int LOADING_LEASES = 100;

    /** A replica as the leader sees it. */
    public record PeerView(int slot, boolean member, boolean up, long lastIndex) {}

    private final Timing timing;
    private final LeaderOutput output;
    private final LeaderOutput.Entries entries;
    private final ReplicaProgress[] peers;
    private final FrontEndLeases leases;
    private final Election election;
    private final LogReplicator shipping;

    private boolean elected;
    /** From the election on; till then it is the election's. */
    private Phase phase = Phase.LOADING;

    private long epoch;
    private long round;
    private long phaseSince;
    private long loadAgainAt;
    private boolean draining;

    private int source;
    private long baseIndex;
    private EntryWindow window = new EntryWindow(1, 0);
    private long committed;
    private long released;
    private long invalidated;
    private Set<String> touched = new HashSet<>();

    /**
     * A candidate; it starts at once.
     *
     * @param slots how many replicas there are: 1, 3 or 5
     * @param random lets rivals step back for unequal times
     */
    public Leader(
            int slots,
            Timing timing,
            LeaderOutput.Entries entries,
            LeaderOutput output,
            RandomGenerator random,
            long now) {
        if (slots < 1 || slots % 2 == 0) {
            throw new IllegalArgumentException("the number of slots must be odd, not " + slots);
        }
        this.timing = timing;
        this.entries = entries;
        this.output = output;
        this.leases = new FrontEndLeases(output::toFrontEnd);
        this.peers = new ReplicaProgress[slots];
        for (int i = 0; i < slots; i++) {
            peers[i] = new ReplicaProgress(i + 1);
        }
        this.election = new Election(slots, timing, output, random, () -> ++round, this::quorum, this::votes);
        this.shipping = new LogReplicator(timing, output, peers, () -> ++round);
        election.canvass(now);
    }

    // ---- what the world may ask -------------------------------------------------------------------------------------

    public Phase phase() {
        return elected || phase == Phase.RETIRED ? phase : election.phase();
    }

    /** Whether entries may be proposed. */
    public boolean leads() {
        return elected && (phase == Phase.LEADING || phase == Phase.RESIGNING);
    }

    /** Its own; a candidate's is the one that it asks for. */
    public long epoch() {
        return elected ? epoch : election.epoch();
    }

    public long lastIndex() {
        return window.lastIndex();
    }

    public long committed() {
        return committed;
    }

    public long released() {
        return released;
    }

    /** Whether no one else can lead now. Only then may this leader speak of stock without a majority's word. */
    public boolean leaseRunning(long now) {
        return leads() && leaseUntil() > now;
    }

    /** Whether one more entry may be proposed: there is a limit to what waits for a majority and for the front-ends. */
    public boolean hasRoom() {
        return leads() && !draining && window.lastIndex() - Math.max(baseIndex, released) < timing.unreleasedEntries();
    }

    /** Whether the log that this leader took over is known to be committed, and with it all that it was loaded with. */
    public boolean established() {
        return leads() && committed > baseIndex;
    }

    public List<PeerView> peers(long now) {
        List<PeerView> views = new ArrayList<>();
        for (ReplicaProgress peer : peers) {
            views.add(new PeerView(
                    peer.slot, peer.member, peer.answeredSince(now - timing.leaseMillis()), peer.matchIndex));
        }
        return views;
    }

    /** A replica, up and a member if there is one, that holds all entries up to {@code index}; 0 if none is known. */
    public int slotHolding(long index, long now) {
        int best = 0;
        for (ReplicaProgress peer : peers) {
            if (peer.member && peer.matchIndex >= index && peer.answeredSince(now - timing.leaseMillis())) {
                best = peer.slot;
            }
        }
        return best;
    }

    // ---- taking over ------------------------------------------------------------------------------------------------

    private void enter(Phase next, long now) {
        phase = next;
        phaseSince = now;
    }

    /** A blank replica has forgotten what it promised and what it held: its word counts for nothing. */
    boolean votes(Prepared prepared) {
        return prepared.member();
    }

    private void takeOver(Election.@Nullable Won won, long now) {
        if (won == null) {
            return;
        }
        elected = true;
        epoch = won.epoch();
        source = won.slot();
        baseIndex = won.lastIndex();
        committed = 0;
        invalidated = baseIndex;
        window = new EntryWindow(timing.windowEntries() + timing.unreleasedEntries(), baseIndex);
        for (ReplicaProgress peer : peers) {
            peer.member = won.members().contains(peer.slot);
        }
        shipping.begin(won, window);
        enter(Phase.LOADING, now);
        loadAgainAt = now + timing.leaseMillis();
        output.load(source, baseIndex);
    }

    /** The decider knows all entries up to the end of the log that was taken over: lead. */
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
     * Puts an entry at the end of the log. It leaves with the next {@link #flush}, together with all others proposed till
     * then.
     *
     * @param touches names of the items that the entry changes
     * @return the entry's index
     */
    public long propose(long number, byte[] payload, Set<String> touches) {
        if (!leads()) {
            throw new IllegalStateException("only a leader proposes, not one that is " + phase);
        }
        window.add(new LogEntry(epoch, number, payload));
        touched.addAll(touches);
        return window.lastIndex();
    }

    /** Sends what was proposed: one Append to each replica that has none in flight, and then the invalidations. */
    public void flush(long now) {
        if (!leads()) {
            return;
        }
        shipping.pump(committed, released, now);
        invalidate(now);
    }

    /**
     * One invalidation to each front-end for all that was proposed, as soon as a majority of the replicas has been sent
     * something new. Earlier it would not help: what no majority holds is not released. All that comes later is in the next
     * one, so that there are no more invalidations than batches.
     */
    private void invalidate(long now) {
        if (!touched.isEmpty() && sentToMajority() > invalidated) {
            invalidated = window.lastIndex();
            leases.invalidate(epoch, invalidated, touched, now);
            touched = new HashSet<>();
        }
    }

    /** To be called often, a few times in each heartbeat: resends, heartbeats, lapsed leases. */
    public void tick(long now) {
        switch (phase()) {
            case CANVASSING, PREPARING, FOUNDING -> election.tick(now);
            case LOADING -> keepLoading(now);
            case LEADING, RESIGNING -> {
                if (!established() && sourceIsGone(now)) {
                    retire("the log of slot " + source + " is gone before a majority held it");
                    return;
                }
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

    /** Rivals must wait meanwhile: where loading takes longer than their patience, each would fence the one before. */
    private void keepLoading(long now) {
        if (sourceIsGone(now) || now - phaseSince >= LOADING_LEASES * timing.leaseMillis()) {
            retire("the log of slot " + source + " could not be loaded");
            return;
        }
        shipping.pump(committed, released, now);
        if (now >= loadAgainAt) {
            loadAgainAt = now + timing.leaseMillis();
            output.load(source, baseIndex);
        }
    }

    /** The end of the log that was taken over may be in no other replica. */
    private boolean sourceIsGone(long now) {
        ReplicaProgress peer = peers[source - 1];
        return !peer.member || !peer.answeredSince(now - 2 * timing.leaseMillis());
    }

    public void onReply(ReplicaReply reply, long now) {
        if (phase == Phase.RETIRED) {
            return;
        }
        peers[reply.slot() - 1].heardAt = now;
        if (reply instanceof Standing standing) {
            election.onStanding(standing, now);
        } else if (reply instanceof Prepared prepared && !elected) {
            takeOver(election.onPrepared(prepared, now), now);
        } else if (reply instanceof Busy busy) {
            election.onEpochSeen(busy.epoch());
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
            retire("epoch " + refused.epoch() + " is promised in slot " + refused.slot());
        } else {
            election.onRefused(now);
        }
    }

    private void onAppended(Appended appended, long now) {
        if (!elected) {
            takeOver(election.onFounded(appended), now);
            return;
        }
        ReplicaProgress peer = peers[appended.slot() - 1];
        if (!shipping.isAnswered(peer, appended.round())) {
            return;
        }
        peer.leasedFrom = peer.sentAt;
        learnMembership(peer, appended.member(), appended.life(), now);
        if (!leads()) {
            return;
        }
        peer.matchIndex = Math.max(peer.matchIndex, appended.upTo());
        shipping.moveTo(peer, Math.max(peer.nextIndex, appended.upTo() + 1));
        commit();
        release(now);
        rejoin(peer, now);
        flush(now);
    }

    private void onMismatch(Mismatch mismatch, long now) {
        ReplicaProgress peer = peers[mismatch.slot() - 1];
        if (!leads() || !shipping.isAnswered(peer, mismatch.round())) {
            return;
        }
        learnMembership(peer, mismatch.member(), mismatch.life(), now);
        if (!mismatch.member()) {
            peer.matchIndex = Math.min(peer.matchIndex, mismatch.hint());
        }
        shipping.moveTo(peer, Math.max(peer.matchIndex, mismatch.hint()) + 1);
        rejoin(peer, now);
        flush(now);
    }

    private void learnMembership(ReplicaProgress peer, boolean member, long life, long now) {
        if (!member && (peer.member || peer.life != life || peer.blankSince == ReplicaProgress.NEVER)) {
            // A disk that this leader has not seen yet. Whatever was known of the one before is void.
            peer.matchIndex = 0;
            peer.leasedFrom = ReplicaProgress.NEVER;
            peer.join = Join.NONE;
            peer.blankSince = now;
        }
        peer.member = member;
        peer.life = life;
    }

    /**
     * A blank replica comes back in through the log: a majority without it must know first. It waits for a lease, so that
     * no candidate still counts a promise that was lost with the old disk.
     */
    private void rejoin(ReplicaProgress peer, long now) {
        boolean waited = now - peer.blankSince >= timing.leaseMillis();
        if (!peer.member && peer.join.equals(Join.NONE) && waited && hasRoom()) {
            peer.join = new Join(propose(0, entries.replicaJoined(peer.slot), Set.of()), peer.life);
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
        if (!fetched.member()) {
            return;
        }
        shipping.onFetched(fetched);
        flush(now);
    }

    /** The highest index that a majority of the slots have been sent; counts no fewer than those that hold it. */
    private long sentToMajority() {
        return reachedByMajority(peer -> peer.sentThrough);
    }

    private void commit() {
        long held = heldByMajority();
        if (held > committed && mayCommit(held)) {
            committed = held;
        }
    }

    /** The highest index that a majority of the slots hold, counting members only. */
    long heldByMajority() {
        return reachedByMajority(peer -> counts(peer) ? peer.matchIndex : 0);
    }

    /** The highest value that is not above those of a majority of the slots. */
    private long reachedByMajority(ToLongFunction<ReplicaProgress> value) {
        long[] values = new long[peers.length];
        for (int i = 0; i < peers.length; i++) {
            values[i] = value.applyAsLong(peers[i]);
        }
        Arrays.sort(values);
        return values[peers.length - quorum()];
    }

    /** Raft, section 5.4.2: an entry of an earlier epoch is not committed by counting replicas. */
    boolean mayCommit(long index) {
        return index > baseIndex;
    }

    private void release(long now) {
        long invalidatedThrough = touched.isEmpty() ? window.lastIndex() : invalidated;
        long releasable = Math.min(Math.min(committed, invalidatedThrough), acknowledgedThrough(now));
        if (releasable > released) {
            released = releasable;
            output.released(released);
        }
    }

    /** Up to where every front-end that may serve from its cache has dropped what changed. */
    long acknowledgedThrough(long now) {
        return leases.acknowledgedThrough(now);
    }

    /** Whether a replica's word counts: a blank one has forgotten its promises. */
    boolean counts(ReplicaProgress peer) {
        return peer.member;
    }

    /** How many replicas are a majority. */
    int quorum() {
        return peers.length / 2 + 1;
    }

    /** An Append sent at t and accepted by a majority lets no one else lead before t + lease. */
    private long leaseUntil() {
        long from = reachedByMajority(peer -> counts(peer) ? peer.leasedFrom : ReplicaProgress.NEVER);
        return from + timing.leaseMillis() - timing.marginMillis();
    }

    // ---- front-ends -------------------------------------------------------------------------------------------------

    /**
     * A front-end asks for a lease on its cache. Granted only while this leader's own lease outlasts it, and only once the
     * log that it took over is committed.
     */
    public void onLeaseAsked(String frontEnd, long askedAt, long now) {
        if (phase == Phase.LEADING && established() && mayGrant(now)) {
            flush(now);
            // The front-end's clock may run slower: only past the margin is its lease surely over.
            long until = now + timing.cacheLeaseMillis() + timing.marginMillis();
            leases.grant(frontEnd, until, window.lastIndex(), now);
            output.toFrontEnd(
                    frontEnd, new LeaseGranted(epoch, askedAt, timing.cacheLeaseMillis(), window.lastIndex()));
        }
    }

    boolean mayGrant(long now) {
        return leaseUntil() >= now + timing.cacheLeaseMillis();
    }

    /** A front-end has dropped all that changes up to {@code index}. */
    public void onInvalidated(String frontEnd, long invalidatedEpoch, long index, long now) {
        if (leads() && invalidatedEpoch == epoch) {
            leases.acknowledged(frontEnd, index);
            release(now);
            flush(now);
        }
    }

    // ---- going ------------------------------------------------------------------------------------------------------

    /** Makes way for another leader, without a pause if it can: see {@link Phase#RESIGNING}. */
    public void resign(long now) {
        if (phase == Phase.LEADING) {
            enter(Phase.RESIGNING, now);
            retireWhenDone(now);
        } else if (phase != Phase.RESIGNING) {
            retire("resigned before it led");
        }
    }

    private void retireWhenDone(long now) {
        draining = !leases.anyRunning(now);
        boolean done = draining && released == window.lastIndex();
        if (done) {
            broadcast(new Resign(epoch));
        }
        if (done || now - phaseSince >= 2 * timing.leaseMillis()) {
            retire("resigned");
        }
    }

    private void retire(String reason) {
        if (phase != Phase.RETIRED) {
            phase = Phase.RETIRED;
            output.retired(reason);
        }
    }

    private void broadcast(ReplicaMessage message) {
        for (ReplicaProgress peer : peers) {
            output.toReplica(peer.slot, message);
        }
    }
}
