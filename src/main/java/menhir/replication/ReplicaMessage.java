package menhir.replication;

import java.util.List;

/** What a leader, or a candidate, sends to a replica. */
public sealed interface ReplicaMessage {

    /** A candidate's question before it stands for election. It changes nothing, so a candidate that cannot win disturbs nobody. */
    record PreVote(long round) implements ReplicaMessage {}

    /** A candidate's request to promise this epoch. */
    record Prepare(long epoch) implements ReplicaMessage {}

    /**
     * Entries to hold after (prevIndex, prevEpoch). Without entries it is a heartbeat.
     *
     * @param round identifies this message among those of its leader; the reply repeats it
     * @param join admits a blank replica as a member; {@link Join#NONE} for none
     * @param released the leader's released index
     * @param known what the leader knows of all members, the receiver included
     * @param leaseMillis how long the replica is to promise no other leader an epoch, at most the configured lease
     */
    record Append(
            long epoch,
            long round,
            long prevIndex,
            long prevEpoch,
            List<LogEntry> entries,
            Join join,
            long released,
            KnownPositions known,
            long leaseMillis)
            implements ReplicaMessage {
        public Append {
            entries = List.copyOf(entries);
        }

        long upTo() {
            return prevIndex + entries.size();
        }
    }

    /**
     * The entries up to {@code index} are released. Sent while there is nothing to append; there is no reply, so it keeps no
     * Append waiting, and the next one says it again.
     *
     * @param indexEpoch the epoch of the entry at {@code index}
     */
    record Released(long index, long indexEpoch) implements ReplicaMessage {}

    /**
     * The leader of this epoch has stopped and no front-end holds a lease of it: its lease on the replica ends now.
     *
     * @param successor the slot whose standby leader should follow at once, {@link #SINGLETON} or {@link #ANYONE}
     */
    record Resign(long epoch, int successor) implements ReplicaMessage {
        /** Any candidate may follow, each standby leader in its turn. */
        static final int ANYONE = 0;

        /** The singleton is about to lead. */
        static final int SINGLETON = -1;

        Succession succession(int slot) {
            if (successor == ANYONE) {
                return Succession.OPEN;
            }
            return successor == slot ? Succession.THIS_SLOT : Succession.OTHER;
        }
    }

    /**
     * A blank replica becomes a member when its log reaches {@code atIndex}.
     *
     * @param incarnation the incarnation of the replica that was admitted. A message may arrive late, when the slot has
     *     another disk: an admission of the old disk must not make the new one a member.
     */
    record Join(long atIndex, Incarnation incarnation) {
        /** Admits nobody. */
        static final Join NONE = new Join(Long.MAX_VALUE, Incarnation.NONE);
    }

    /** What the last leader has said about the next one, to the replica of a slot. */
    enum Succession {
        /** Nothing: it leads, is dead, was deposed, or found no other replica with the whole log. */
        OPEN,
        /** It has made way for the standby leader of this slot. */
        THIS_SLOT,
        /** It has made way for the singleton, or for the standby leader of another slot. */
        OTHER
    }
}
