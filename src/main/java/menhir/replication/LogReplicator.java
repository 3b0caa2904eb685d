package menhir.replication;

import java.util.List;
import java.util.function.LongSupplier;
import menhir.replication.LeaderOutput.Fetched;
import menhir.replication.ReplicaMessage.Append;
import menhir.replication.ReplicaMessage.Join;
import menhir.replication.ReplicaMessage.Released;
import org.jspecify.annotations.Nullable;

/**
 * Replicates a leader's log: sends each replica what it lacks, one Append at a time, from the leader's window or, where that
 * has moved on, from the log of a replica that has it. Sends a heartbeat where there is nothing to send.
 */
final class LogReplicator {
    private Timing timing;
    private final LeaderOutput output;
    private final ReplicaGroup group;
    private final LongSupplier nextRound;

    private EntryWindow window = EntryWindow.empty();
    private long epoch;
    private int source;
    private long baseIndex;
    private long baseEpoch;
    private long committed;
    private long released;
    private KnownPositions known = KnownPositions.NONE;

    /**
     * A replicator that has nothing to send yet.
     *
     * @param nextRound numbers the messages
     */
    LogReplicator(Timing timing, LeaderOutput output, ReplicaGroup group, LongSupplier nextRound) {
        this.timing = timing;
        this.output = output;
        this.group = group;
        this.nextRound = nextRound;
    }

    /**
     * Begins after a won election.
     *
     * @param won the log that the leader continues
     * @param entries the leader's own
     */
    void begin(Election.Won won, EntryWindow entries) {
        epoch = won.epoch();
        source = won.slot();
        baseEpoch = won.lastEpoch();
        baseIndex = won.lastIndex();
        window = entries;
        known = won.known();
        for (ReplicaProgress replica : group.all()) {
            replica.nextIndex = baseIndex + 1;
        }
    }

    /** Sends each replica what it should have now and has not been sent. */
    void replicate(long nowCommitted, long nowReleased, Timing nowTiming, long now) {
        timing = nowTiming;
        committed = nowCommitted;
        released = nowReleased;
        for (ReplicaProgress replica : group.all()) {
            replicateTo(replica, now);
        }
    }

    private void replicateTo(ReplicaProgress replica, long now) {
        if (replica.inFlight != null) {
            if (now - replica.probedAt >= timing.resendMillis()) {
                probe(replica, replica.inFlight, now);
            }
            return;
        }
        if (replica.nextIndex <= window.lastIndex() && !replica.fetching && !runsAhead(replica)) {
            sendEntries(replica, now);
        }
        if (replica.inFlight == null && now - replica.sentAt >= timing.heartbeatMillis()) {
            heartbeat(replica, now);
        } else if (replica.inFlight == null && isNewlyReleased(replica)) {
            replica.sentReleased = released;
            output.toReplica(replica.slot, new Released(released, epochAt(released)));
        }
        if (replica.fetching && now - replica.fetchedAt >= timing.leaseMillis()) {
            fetch(replica, now);
        }
    }

    /**
     * Whether a replica holds entries that no majority holds yet. It gets no more until one does: then all replicas write
     * the same large batches, where the fastest would write many small ones that help nobody.
     */
    private boolean runsAhead(ReplicaProgress replica) {
        return replica.matchIndex > Math.max(committed, baseIndex);
    }

    /** Whether a replica should be told of a new released index: with the next batch if there is one, else at once. */
    private boolean isNewlyReleased(ReplicaProgress replica) {
        return replica.sentReleased < released
                && released == window.lastIndex()
                && replica.matchIndex >= released
                && isKnown(released);
    }

    /** Whether the leader knows the epoch of an entry at or before the end of its log. */
    private boolean isKnown(long index) {
        return index >= window.firstIndex() || index == baseIndex;
    }

    /** The epoch of an entry that {@linkplain #isKnown is known}. */
    private long epochAt(long index) {
        return index == baseIndex ? baseEpoch : window.get(index).epoch();
    }

    /**
     * The message in flight is lost or late, or the replica is gone: probes with an empty message until it answers. The
     * round stays the same, so a late answer to the first message is still valid.
     */
    private void probe(ReplicaProgress replica, Append unanswered, long now) {
        replica.probedAt = now;
        output.toReplica(
                replica.slot,
                new Append(
                        epoch,
                        unanswered.round(),
                        unanswered.prevIndex(),
                        unanswered.prevEpoch(),
                        List.of(),
                        unanswered.join(),
                        unanswered.released(),
                        known,
                        unanswered.leaseMillis()));
    }

    private void sendEntries(ReplicaProgress replica, long now) {
        boolean inWindow = replica.nextIndex > window.firstIndex()
                || (replica.nextIndex == window.firstIndex() && windowStartsAtBase());
        if (inWindow) {
            List<LogEntry> batch = window.from(replica.nextIndex, timing.appendEntries(), timing.appendBytes());
            long prevEpoch = replica.nextIndex == window.firstIndex()
                    ? baseEpoch
                    : window.get(replica.nextIndex - 1).epoch();
            send(replica, replica.nextIndex - 1, prevEpoch, batch, now);
        } else if (replica.chunk != null && replica.chunk.fromIndex() == replica.nextIndex) {
            send(replica, replica.nextIndex - 1, replica.chunk.prevEpoch(), replica.chunk.entries(), now);
            replica.chunk = null;
        } else {
            fetch(replica, now);
        }
    }

    private boolean windowStartsAtBase() {
        return window.firstIndex() == baseIndex + 1;
    }

    /** A heartbeat names the last index at which the logs are known to agree. */
    private void heartbeat(ReplicaProgress replica, long now) {
        if (replica.matchIndex > 0 && isKnown(replica.matchIndex)) {
            send(replica, replica.matchIndex, epochAt(replica.matchIndex), List.of(), now);
        } else {
            // Index 0 is before every log: all logs agree there.
            send(replica, 0, 0, List.of(), now);
        }
    }

    private void send(ReplicaProgress replica, long prevIndex, long prevEpoch, List<LogEntry> batch, long now) {
        Join join = committed >= replica.join.atIndex() ? replica.join : Join.NONE;
        Append append = new Append(
                epoch, nextRound.getAsLong(), prevIndex, prevEpoch, batch, join, released, known, timing.leaseMillis());
        replica.sentThrough = Math.max(replica.sentThrough, prevIndex + batch.size());
        replica.inFlight = append;
        replica.sentAt = now;
        replica.probedAt = now;
        replica.sentReleased = released;
        output.toReplica(replica.slot, append);
    }

    // ---- replies ----------------------------------------------------------------------------------------------------

    /** The message in flight to the replica, if this answers it: then none is in flight any more. Null if it does not. */
    @Nullable
    Append answered(ReplicaProgress replica, long round) {
        Append inFlight = replica.inFlight;
        if (inFlight == null || inFlight.round() != round) {
            return null;
        }
        replica.inFlight = null;
        return inFlight;
    }

    /** Takes note of a member's position; returns false if it has lost something that it had. */
    boolean learnPosition(int slot, LogPosition position) {
        if (known.hasForgotten(slot, position)) {
            return false;
        }
        known = known.with(slot, position);
        return true;
    }

    /** The replica needs the entries from {@code nextIndex} on. Entries read for another index are discarded. */
    void moveTo(ReplicaProgress replica, long nextIndex) {
        if (nextIndex != replica.nextIndex) {
            replica.nextIndex = nextIndex;
            replica.chunk = null;
            replica.fetching = false;
        }
    }

    // ---- entries older than the window ------------------------------------------------------------------------------

    /**
     * Reads from a replica whose log equals the leader's at that index: one that has said so, or else the one whose log was
     * taken over. That one may have lost its disk since, so it is trusted only as far as others are not.
     */
    private void fetch(ReplicaProgress replica, long now) {
        int holder = source;
        replica.fetchThrough = baseIndex;
        for (ReplicaProgress other : group.all()) {
            boolean up = other.answeredSince(now - timing.leaseMillis());
            if (other.member && other.matchIndex >= replica.nextIndex && up) {
                holder = other.slot;
                replica.fetchThrough = other.matchIndex;
            }
        }
        replica.fetching = true;
        replica.fetchedFrom = holder;
        replica.fetchedAt = now;
        output.fetch(holder, replica.nextIndex);
    }

    /** Answers {@link LeaderOutput#fetch}. */
    void onFetched(Fetched fetched) {
        for (ReplicaProgress replica : group.all()) {
            boolean asked = replica.fetching && replica.fetchedFrom == fetched.slot();
            if (asked && replica.nextIndex == fetched.fromIndex()) {
                // Beyond fetchThrough, the log that was read may hold entries that were never committed.
                long known = Math.min(fetched.entries().size(), replica.fetchThrough - replica.nextIndex + 1);
                if (known > 0) {
                    replica.fetching = false;
                    replica.chunk = new ReplicaProgress.Chunk(
                            fetched.fromIndex(),
                            fetched.prevEpoch(),
                            fetched.entries().subList(0, (int) known));
                }
            }
        }
    }
}
