package menhir.replication;

import java.util.ArrayList;
import java.util.List;
import menhir.replication.ReplicaEvent.EntriesAppended;
import menhir.replication.ReplicaEvent.EpochPromised;
import menhir.replication.ReplicaEvent.MembershipGained;
import menhir.replication.ReplicaEvent.SuffixDropped;
import menhir.replication.ReplicaMessage.Append;
import menhir.replication.ReplicaMessage.Canvass;
import menhir.replication.ReplicaMessage.Join;
import menhir.replication.ReplicaMessage.Prepare;
import menhir.replication.ReplicaMessage.Resign;
import menhir.replication.ReplicaReply.Appended;
import menhir.replication.ReplicaReply.Busy;
import menhir.replication.ReplicaReply.Mismatch;
import menhir.replication.ReplicaReply.Prepared;
import menhir.replication.ReplicaReply.Refused;
import menhir.replication.ReplicaReply.Standing;

/**
 * The rules of a replica. It decides nothing; it answers a leader, and keeps its promises.
 *
 * <p>Durable: {@link ReplicaState}. Volatile: until when a leader's lease runs, and how far the log is released. One
 * message at a time: a {@link Step} with events must be persisted, and {@link #persisted} called, before the next one.
 */
public class Replica {

    /**
     * What to do about a message: persist the events, all or none, then send the reply. Without events the reply may
     * leave at once.
     *
     * @param released how far the log is known to be released once this step is done
     */
    public record Step(List<ReplicaEvent> events, ReplicaReply reply, long released) {}

    private final int slot;
    private final Timing timing;
    private final long life;
    private ReplicaState state;
    private long leasedUntil;
    private long released;
    private boolean persisting;

    /**
     * A replica that was just started cannot know which leases it had granted: it acts as if one had just begun. A blank
     * one need not, for no leader counts its word.
     *
     * @param life a random number: it names this start of the replica, and no other start ever
     */
    public Replica(int slot, Timing timing, ReplicaState recovered, long life, long now) {
        this.slot = slot;
        this.timing = timing;
        this.life = life;
        this.state = recovered;
        this.leasedUntil = recovered.member() ? now + timing.leaseMillis() : now;
    }

    public ReplicaState state() {
        return state;
    }

    /** Entries up to here are released; at most the log's end. Rises only. */
    public long released() {
        return released;
    }

    /** How long a leader's lease still runs here; 0 when none does. */
    public long leaseRemainingMillis(long now) {
        return Math.max(0, leasedUntil - now);
    }

    public ReplicaReply onCanvass(Canvass canvass, long now) {
        return new Standing(
                slot,
                canvass.round(),
                state.member(),
                state.epoch(),
                state.lastEpoch(),
                state.lastIndex(),
                leaseRemainingMillis(now));
    }

    public Step onPrepare(Prepare prepare, long now) {
        requireIdle();
        if (prepare.epoch() <= state.epoch()) {
            return answer(new Refused(slot, state.epoch()));
        }
        if (keepsLease(now)) {
            return answer(new Busy(slot, state.epoch(), leaseRemainingMillis(now)));
        }
        return step(
                List.of(new EpochPromised(prepare.epoch())),
                new Prepared(slot, prepare.epoch(), state.member(), life, state.lastEpoch(), state.lastIndex()),
                released);
    }

    /** Raft, section 5.3: the consistency check, and a conflicting suffix gives way to the leader's log. */
    public Step onAppend(Append append, long now) {
        requireIdle();
        if (refuses(append.epoch())) {
            return answer(new Refused(slot, state.epoch()));
        }
        List<ReplicaEvent> events = new ArrayList<>(4);
        if (append.epoch() > state.epoch()) {
            events.add(new EpochPromised(append.epoch()));
        }
        leasedUntil = Math.max(leasedUntil, now + timing.leaseMillis());
        if (!holds(append.prevIndex(), append.prevEpoch())) {
            ReplicaReply mismatch =
                    new Mismatch(slot, append.epoch(), append.round(), hint(append.prevIndex()), state.member(), life);
            return step(events, mismatch, released);
        }
        int known = entriesAlreadyHeld(append);
        if (known < append.entries().size()) {
            long firstNew = append.prevIndex() + known + 1;
            if (firstNew <= state.lastIndex()) {
                events.add(new SuffixDropped(firstNew));
            }
            events.add(new EntriesAppended(
                    firstNew, append.entries().subList(known, append.entries().size())));
        }
        boolean member = state.member();
        if (!member && isMeant(append.join()) && append.upTo() >= append.join().atIndex()) {
            events.add(new MembershipGained());
            member = true;
        }
        return step(
                events,
                new Appended(slot, append.epoch(), append.round(), append.upTo(), member, life),
                Math.max(released, Math.min(append.released(), append.upTo())));
    }

    public void onResign(Resign resign, long now) {
        if (resign.epoch() == state.epoch()) {
            leasedUntil = now;
        }
    }

    /** The events of this step are on disk, and this is the state they gave. */
    public void persisted(Step step, ReplicaState newState) {
        if (!persisting) {
            throw new IllegalStateException("nothing was to be persisted");
        }
        persisting = false;
        state = newState;
        released = step.released();
    }

    /** Is this leader one that a later promise shuts out? */
    boolean refuses(long epoch) {
        return epoch < state.epoch();
    }

    /** Does a lease forbid to let a new leader in? */
    boolean keepsLease(long now) {
        return leaseRemainingMillis(now) > 0;
    }

    /** Was it this run of the replica, and so this disk, that the leader let in? */
    boolean isMeant(Join join) {
        return join.life() == life;
    }

    private boolean holds(long index, long epoch) {
        return index <= state.lastIndex() && state.epochAt(index) == epoch;
    }

    /** The last index at which the logs may still agree: skip the whole conflicting run of one epoch (section 5.3). */
    private long hint(long prevIndex) {
        if (prevIndex > state.lastIndex()) {
            return state.lastIndex();
        }
        return state.epochs().key(state.epochs().floor(prevIndex)) - 1;
    }

    private int entriesAlreadyHeld(Append append) {
        int known = 0;
        while (known < append.entries().size()
                && holds(
                        append.prevIndex() + known + 1,
                        append.entries().get(known).epoch())) {
            known++;
        }
        return known;
    }

    private Step answer(ReplicaReply reply) {
        return new Step(List.of(), reply, released);
    }

    private Step step(List<ReplicaEvent> events, ReplicaReply reply, long releasedAfter) {
        if (events.isEmpty()) {
            released = releasedAfter;
        } else {
            persisting = true;
        }
        return new Step(events, reply, releasedAfter);
    }

    private void requireIdle() {
        if (persisting) {
            throw new IllegalStateException("a replica takes one message at a time");
        }
    }
}
