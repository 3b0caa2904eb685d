package menhir.replication;

import java.util.ArrayList;
import java.util.List;
import menhir.replication.ReplicaEvent.EntriesAppended;
import menhir.replication.ReplicaEvent.EpochPromised;
import menhir.replication.ReplicaEvent.MembershipGained;
import menhir.replication.ReplicaEvent.MembershipLost;
import menhir.replication.ReplicaEvent.PositionsLearned;
import menhir.replication.ReplicaEvent.SuffixTruncated;
import menhir.replication.ReplicaMessage.Append;
import menhir.replication.ReplicaMessage.Join;
import menhir.replication.ReplicaMessage.PreVote;
import menhir.replication.ReplicaMessage.Prepare;
import menhir.replication.ReplicaMessage.Released;
import menhir.replication.ReplicaMessage.Resign;
import menhir.replication.ReplicaMessage.Succession;
import menhir.replication.ReplicaReply.Appended;
import menhir.replication.ReplicaReply.LeaseHeld;
import menhir.replication.ReplicaReply.Mismatch;
import menhir.replication.ReplicaReply.PreVoteReply;
import menhir.replication.ReplicaReply.Prepared;
import menhir.replication.ReplicaReply.Refused;

/**
 * The rules of a replica (a follower, in Raft's terms). It decides nothing: it answers leaders and keeps its promises.
 *
 * <p>Durable: {@link ReplicaState}. Volatile: the lease it granted, and the released index. It takes one message at a time:
 * the events of a {@link Step} must be persisted, and {@link #persisted} called, before the next message.
 */
public class Replica {

    /**
     * What to do about a message: persist the events, all or none, then send the reply. Without events, send the reply at
     * once.
     *
     * @param released the released index once this step is done
     */
    public record Step(List<ReplicaEvent> events, ReplicaReply reply, long released) {}

    private final int slot;
    private final Timing timing;
    private ReplicaState state;
    private long leasedUntil;
    private Succession succession = Succession.OPEN;
    private long released;
    private boolean persisting;

    /**
     * A replica that has just started. It does not know which lease it had granted, so it acts as if it had granted one just
     * now. A blank replica need not: no leader counts its replies.
     *
     * @param started the state on the disk, which counts this start already
     */
    public Replica(int slot, Timing timing, ReplicaState started, long now) {
        this.slot = slot;
        this.timing = timing;
        this.state = started;
        this.leasedUntil = started.member() ? now + timing.leaseMillis() : now;
    }

    public ReplicaState state() {
        return state;
    }

    /** The index up to which entries are released, at most the end of the log. It never decreases. */
    public long released() {
        return released;
    }

    /** Remaining time of the lease granted to a leader, in milliseconds; 0 if there is none. */
    public long leaseRemainingMillis(long now) {
        return Math.max(0, leasedUntil - now);
    }

    /** Who is to lead when the lease has ended. */
    public Succession succession() {
        return succession;
    }

    /** Answers a pre-vote. It changes nothing, so it is answered at any time. */
    public ReplicaReply onPreVote(PreVote preVote, long now) {
        return new PreVoteReply(
                slot,
                preVote.round(),
                state.member(),
                state.epoch(),
                leaseRemainingMillis(now),
                state.position(),
                state.known());
    }

    /** Promises a candidate its epoch, unless a higher one is promised or a leader holds a lease. */
    public Step onPrepare(Prepare prepare, long now) {
        requireIdle();
        if (prepare.epoch() <= state.epoch()) {
            return answer(new Refused(slot, state.epoch()));
        }
        if (keepsLease(now)) {
            return answer(new LeaseHeld(slot, state.epoch(), leaseRemainingMillis(now)));
        }
        return step(
                List.of(new EpochPromised(prepare.epoch())),
                new Prepared(slot, prepare.epoch(), state.member(), state.lastEpoch(), state.position(), state.known()),
                released);
    }

    /**
     * AppendEntries (Raft, section 5.3): the consistency check; a conflicting suffix is replaced by the leader's log. A message
     * that the log does not fit renews no lease. A member that has less than the leader knows it had becomes blank.
     */
    public Step onAppend(Append append, long now) {
        requireIdle();
        if (refuses(append.epoch())) {
            return answer(new Refused(slot, state.epoch()));
        }
        List<ReplicaEvent> events = new ArrayList<>(4);
        if (append.epoch() > state.epoch()) {
            events.add(new EpochPromised(append.epoch()));
        }
        boolean member = state.member();
        if (member && hasForgotten(append.known())) {
            events.add(new MembershipLost());
            member = false;
        }
        if (!holds(append.prevIndex(), append.prevEpoch())) {
            return mismatch(append, events, member);
        }
        int held = entriesAlreadyHeld(append);
        long firstNew = append.prevIndex() + held + 1;
        List<LogEntry> newEntries =
                append.entries().subList(held, append.entries().size());
        if (!newEntries.isEmpty() && truncatesReleased(firstNew)) {
            return answer(new Refused(slot, state.epoch()));
        }
        leasedUntil = Math.max(leasedUntil, now + Math.min(append.leaseMillis(), timing.leaseMillis()));
        succession = Succession.OPEN;
        if (!newEntries.isEmpty()) {
            if (firstNew <= state.lastIndex()) {
                events.add(new SuffixTruncated(firstNew));
            }
            events.add(new EntriesAppended(firstNew, newEntries, append.known()));
        } else if (append.known().nameOtherIncarnationsThan(state.known())) {
            events.add(new PositionsLearned(append.known()));
        }
        if (!member && isMeant(append.join()) && append.upTo() >= append.join().atIndex()) {
            events.add(new MembershipGained(append.join().atIndex()));
            member = true;
        }
        return step(
                events,
                new Appended(
                        slot,
                        append.epoch(),
                        append.round(),
                        append.upTo(),
                        member,
                        positionAfter(append, !newEntries.isEmpty(), member && !state.member())),
                Math.max(released, Math.min(append.released(), append.upTo())));
    }

    private LogPosition positionAfter(Append append, boolean appended, boolean joined) {
        Incarnation incarnation =
                joined ? state.incarnation().joined(append.join().atIndex()) : state.incarnation();
        return appended
                ? new LogPosition(incarnation, append.epoch(), append.upTo())
                : new LogPosition(incarnation, state.acceptedEpoch(), state.lastIndex());
    }

    private Step mismatch(Append append, List<ReplicaEvent> events, boolean member) {
        ReplicaReply mismatch =
                new Mismatch(slot, append.epoch(), append.round(), hint(append.prevIndex()), member, state.position());
        return step(events, mismatch, released);
    }

    /** Whether this disk is an older copy of what the leader knows. */
    boolean hasForgotten(KnownPositions known) {
        return known.hasForgotten(slot, state.position());
    }

    /** What is released is in the log of a majority for good: a leader without it has won by a promise that was forgotten. */
    boolean truncatesReleased(long firstNew) {
        return firstNew <= released;
    }

    /**
     * A leader has released entries. If this log holds the last of them, it holds all of them (Raft's Log Matching Property,
     * section 5.3), and released entries stay released: so the leader's epoch does not matter.
     */
    public void onReleased(Released message) {
        requireIdle();
        if (holds(message.index(), message.indexEpoch())) {
            released = Math.max(released, message.index());
        }
    }

    /** The leader that holds the lease gives it up. */
    public void onResign(Resign resign, long now) {
        if (resign.epoch() == state.epoch()) {
            leasedUntil = now;
            succession = resign.succession(slot);
        }
    }

    /** To be called when the events of a step are on disk, with the state that they gave. */
    public void persisted(Step step, ReplicaState newState) {
        if (!persisting) {
            throw new IllegalStateException("nothing was to be persisted");
        }
        persisting = false;
        state = newState;
        released = step.released();
    }

    /** Whether a later promise excludes the leader of this epoch. */
    boolean refuses(long epoch) {
        return epoch < state.epoch();
    }

    /** Whether a lease forbids promising a new epoch. */
    boolean keepsLease(long now) {
        return leaseRemainingMillis(now) > 0;
    }

    /** Whether the leader admitted this incarnation of the replica, and so this disk. */
    private boolean isMeant(Join join) {
        return join.incarnation().equals(state.incarnation());
    }

    private boolean holds(long index, long epoch) {
        return index >= 0 && index <= state.lastIndex() && state.epochAt(index) == epoch;
    }

    /** The last index at which the logs may agree: skips the whole conflicting run of one epoch (Raft, section 5.3). */
    private long hint(long prevIndex) {
        if (prevIndex > state.lastIndex()) {
            return state.lastIndex();
        }
        return prevIndex < 1 ? 0 : state.epochs().key(state.epochs().floor(prevIndex)) - 1;
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
