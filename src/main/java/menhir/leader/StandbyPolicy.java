package menhir.leader;

import menhir.replica.LogReplies.LeaderKnown;
import menhir.replication.ReplicaMessage.Succession;
import menhir.replication.Timing;

/**
 * When a standby leader starts to act. The singleton leads only while the node with the store's home slot is up. A standby
 * need not know whether it is, because the epoch gives safety: it acts when the last leader's lease has expired in its own
 * slot. Standbys on different nodes wait for different times, so that one goes first. A leader that
 * makes way names the next one, which need not wait, while the others wait longer.
 */
public final class StandbyPolicy {
    /** A leader may make way at any time, and nobody leads until this one asks. */
    private static final long LONGEST_ASK_MILLIS = 200;

    private final Timing timing;
    private final int slot;
    private final int rank;
    private long expiredSince = Long.MAX_VALUE;
    private boolean hasActed;
    private long leaseRemainingMillis;

    /**
     * The policy of one standby.
     *
     * @param slot the slot on its own node whose replica it watches
     * @param rank in which order standbys follow a dead leader, from 1
     */
    public StandbyPolicy(Timing timing, int slot, int rank) {
        this.timing = timing;
        this.slot = slot;
        this.rank = rank;
    }

    /** How often the replica should be asked for its leader, in milliseconds: less often while much of a long lease is left. */
    public long askMillis() {
        boolean isFar = leaseRemainingMillis > timing.leaseMillis() / 2;
        return isFar ? Math.max(intervalMillis(), LONGEST_ASK_MILLIS) : intervalMillis();
    }

    private long intervalMillis() {
        return timing.shortestHeartbeatMillis();
    }

    /**
     * Whether to act as leader now.
     *
     * @param known what a replica of this node knows: that of the watched slot, or of another one, for which a leader may have
     *     made way
     */
    public boolean shouldAct(LeaderKnown known, long now) {
        if (known.succession() == Succession.THIS_SLOT && known.leaseRemainingMillis() == 0) {
            return true;
        }
        if (known.slot() != slot) {
            return false;
        }
        leaseRemainingMillis = known.leaseRemainingMillis();
        if (known.leaseRemainingMillis() > 0) {
            expiredSince = Long.MAX_VALUE;
            hasActed = false;
            return false;
        }
        expiredSince = Math.min(expiredSince, now);
        return now - expiredSince >= delayMillis(known);
    }

    /** The acting leader has ended, perhaps to make way for the singleton: all others may go first. */
    public void reset() {
        expiredSince = Long.MAX_VALUE;
        leaseRemainingMillis = 0;
        hasActed = true;
    }

    /**
     * After a leader's death the standbys follow one after the other, so that the second candidate finds the first one leading;
     * and the first one looks twice, since the leader may only have paused with this node, on a machine that both share. Replicas
     * that have heard no leader since their start may all have started just now, at slightly different times and on busy
     * machines: there the next one leaves the first the time of an election. At the very first start, when the log has never had
     * a leader, the singleton should lead.
     */
    private long delayMillis(LeaderKnown known) {
        long delay = rank * intervalMillis();
        if (known.epoch() == 0) {
            delay = (6 + rank) * timing.resendMillis();
        } else if (known.leader() == null) {
            delay = intervalMillis() + (rank - 1) * timing.resendMillis();
        }
        return hasActed || known.succession() == Succession.OTHER ? delay + timing.leaseMillis() : delay;
    }
}
