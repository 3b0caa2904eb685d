package menhir.replication;

import java.util.List;
import menhir.wire.CborMessage;

/** What the leader's rules ask of the world around them. Any of it may get lost; the rules ask again. */
public interface LeaderOutput {

    /** Send this to the replica in a slot. */
    void toReplica(int slot, ReplicaMessage message);

    /** Send this to a front-end. */
    void toFrontEnd(String frontEnd, FrontEndMessage message);

    /** Read entries from {@code fromIndex} on out of the log of a replica; answer with {@link Leader#onFetched}. */
    void fetch(int slot, long fromIndex);

    /**
     * The takeover is won: bring the decider up to {@code lastIndex}, which the replica in {@code slot} holds; answer with
     * {@link Leader#onLoaded}. Asked for again after a lease: what is under way already may go on. Only entries of a member
     * that has promised this leader's epoch are good.
     */
    void load(int slot, long lastIndex);

    /** All entries up to {@code index} are released: their clients may be answered. */
    void released(long index);

    /** The leader is no more, and must answer nothing more. */
    void retired(String reason);

    /** What the protocol itself writes into the log. */
    interface Entries {
        byte[] leaderElected(long epoch);

        byte[] replicaJoined(int slot);
    }

    /**
     * Entries as a replica holds them, for {@link Leader#onFetched}.
     *
     * @param epoch what the replica had promised <em>after</em> it had read
     * @param member whether it counted in majorities then; the log of one that does not is not to be relied on
     * @param prevEpoch epoch of the entry before the first
     */
    record Fetched(int slot, long epoch, boolean member, long fromIndex, long prevEpoch, List<LogEntry> entries)
            implements CborMessage {}
}
