package menhir.replication;

import java.util.List;
import java.util.function.LongSupplier;
import menhir.replication.LeaderOutput.Fetched;
import menhir.replication.ReplicaMessage.Append;
import menhir.replication.ReplicaMessage.Join;

/**
 * Brings a leader's log to its replicas: to each what it lacks, one Append at a time, from the leader's window or, where
 * that has moved on, from the log of a replica that has it; a heartbeat where there is nothing to bring.
 */
final class LogReplicator {
    private final Timing timing;
    private final LeaderOutput output;
    private final ReplicaProgress[] peers;
    private final LongSupplier nextRound;

    private EntryWindow window = new EntryWindow(1, 0);
    private long epoch;
    private int source;
    private long baseIndex;
    private long baseEpoch;
    private long committed;
    private long released;

    /** @param nextRound numbers the messages */
    LogReplicator(Timing timing, LeaderOutput output, ReplicaProgress[] peers, LongSupplier nextRound) {
        this.timing = timing;
        this.output = output;
        this.peers = peers;
        this.nextRound = nextRound;
    }

    /**
     * There is something to bring from now on.
     *
     * @param won whose log the leader's goes on from
     * @param entries the leader's own
     */
    void begin(Election.Won won, EntryWindow entries) {
        epoch = won.epoch();
        source = won.slot();
        baseEpoch = won.lastEpoch();
        baseIndex = won.lastIndex();
        window = entries;
        for (ReplicaProgress peer : peers) {
            peer.nextIndex = baseIndex + 1;
        }
    }

    /** Sends each replica what it should have now, and has not been sent. */
    void pump(long nowCommitted, long nowReleased, long now) {
        committed = nowCommitted;
        released = nowReleased;
        for (ReplicaProgress peer : peers) {
            pump(peer, now);
        }
    }

    private void pump(ReplicaProgress peer, long now) {
        if (peer.inFlight != null) {
            if (now - peer.knockedAt >= timing.resendMillis()) {
                knock(peer, peer.inFlight, now);
            }
            return;
        }
        if (peer.nextIndex <= window.lastIndex() && !peer.fetching && !runsAhead(peer)) {
            sendEntries(peer, now);
        }
        if (peer.inFlight == null && heartbeatDue(peer, now)) {
            heartbeat(peer, now);
        }
        if (peer.fetching && now - peer.fetchedAt >= timing.leaseMillis()) {
            fetch(peer, now);
        }
    }

    /**
     * Whether a replica holds what no majority holds yet. It gets no more until one does: all replicas then write the same
     * large batches, where the fastest would write many small ones that help nobody.
     */
    private boolean runsAhead(ReplicaProgress peer) {
        return peer.matchIndex > Math.max(committed, baseIndex);
    }

    /** Word of a release waits for the next batch, if one is under way; else it is sent at once. */
    private boolean heartbeatDue(ReplicaProgress peer, long now) {
        boolean news = peer.toldReleased < released && released == window.lastIndex();
        return news || now - peer.sentAt >= timing.heartbeatMillis();
    }

    /**
     * Lost, or late, or the replica is gone: knock with an empty message until it answers. The round stays, so that the
     * answer to the first message is still good when it takes longer than the patience here.
     */
    private void knock(ReplicaProgress peer, Append unanswered, long now) {
        peer.knockedAt = now;
        output.toReplica(
                peer.slot,
                new Append(
                        epoch,
                        unanswered.round(),
                        unanswered.prevIndex(),
                        unanswered.prevEpoch(),
                        List.of(),
                        unanswered.join(),
                        unanswered.released()));
    }

    private void sendEntries(ReplicaProgress peer, long now) {
        if (peer.nextIndex >= window.firstIndex() && (peer.nextIndex > window.firstIndex() || windowStartsAtBase())) {
            List<LogEntry> batch = window.from(peer.nextIndex, timing.appendEntries(), timing.appendBytes());
            long prevEpoch = peer.nextIndex == window.firstIndex()
                    ? baseEpoch
                    : window.get(peer.nextIndex - 1).epoch();
            send(peer, peer.nextIndex - 1, prevEpoch, batch, now);
        } else if (peer.chunk != null && peer.chunk.fromIndex() == peer.nextIndex) {
            send(peer, peer.nextIndex - 1, peer.chunk.prevEpoch(), peer.chunk.entries(), now);
            peer.chunk = null;
        } else {
            fetch(peer, now);
        }
    }

    private boolean windowStartsAtBase() {
        return window.firstIndex() == baseIndex + 1;
    }

    /** A heartbeat speaks of the last place where the replica is known to agree. */
    private void heartbeat(ReplicaProgress peer, long now) {
        if (peer.matchIndex > 0 && (peer.matchIndex >= window.firstIndex() || peer.matchIndex == baseIndex)) {
            long prevEpoch = peer.matchIndex == baseIndex
                    ? baseEpoch
                    : window.get(peer.matchIndex).epoch();
            send(peer, peer.matchIndex, prevEpoch, List.of(), now);
        } else {
            // Index 0 is before every log: all agree there.
            send(peer, 0, 0, List.of(), now);
        }
    }

    private void send(ReplicaProgress peer, long prevIndex, long prevEpoch, List<LogEntry> batch, long now) {
        Join join = committed >= peer.join.atIndex() ? peer.join : Join.NONE;
        Append append = new Append(epoch, nextRound.getAsLong(), prevIndex, prevEpoch, batch, join, released);
        peer.sentThrough = Math.max(peer.sentThrough, prevIndex + batch.size());
        peer.inFlight = append;
        peer.sentAt = now;
        peer.knockedAt = now;
        peer.toldReleased = released;
        output.toReplica(peer.slot, append);
    }

    // ---- what comes back --------------------------------------------------------------------------------------------

    /** Whether this answers the message that is under way to the replica; then none is any more. */
    boolean isAnswered(ReplicaProgress peer, long round) {
        if (peer.inFlight == null || peer.inFlight.round() != round) {
            return false;
        }
        peer.inFlight = null;
        return true;
    }

    /** The replica lacks what is at {@code nextIndex} and above. Entries read for another place are of no use. */
    void moveTo(ReplicaProgress peer, long nextIndex) {
        if (nextIndex != peer.nextIndex) {
            peer.nextIndex = nextIndex;
            peer.chunk = null;
            peer.fetching = false;
        }
    }

    // ---- what is older than the window ------------------------------------------------------------------------------

    /**
     * Asks a replica whose log is the leader's at that place: one that has said so, or else the one whose log was taken
     * over. That one may have lost its disk since, so its own word is never taken for what others can vouch for.
     */
    private void fetch(ReplicaProgress peer, long now) {
        int holder = source;
        peer.fetchThrough = baseIndex;
        for (ReplicaProgress other : peers) {
            boolean up = other.answeredSince(now - timing.leaseMillis());
            if (other.member && other.matchIndex >= peer.nextIndex && up) {
                holder = other.slot;
                peer.fetchThrough = other.matchIndex;
            }
        }
        peer.fetching = true;
        peer.fetchedFrom = holder;
        peer.fetchedAt = now;
        output.fetch(holder, peer.nextIndex);
    }

    /** Answers {@link LeaderOutput#fetch}. */
    void onFetched(Fetched fetched) {
        for (ReplicaProgress peer : peers) {
            boolean asked = peer.fetching && peer.fetchedFrom == fetched.slot();
            if (asked && peer.nextIndex == fetched.fromIndex()) {
                // Further on, the log that was read may hold what no leader ever committed.
                long known = Math.min(fetched.entries().size(), peer.fetchThrough - peer.nextIndex + 1);
                if (known > 0) {
                    peer.fetching = false;
                    peer.chunk = new ReplicaProgress.Chunk(
                            fetched.fromIndex(),
                            fetched.prevEpoch(),
                            fetched.entries().subList(0, (int) known));
                }
            }
        }
    }
}
