package menhir.replication;

import java.util.List;
import menhir.wire.CborMessage;

/** What the leader's rules ask of their environment. Any request may be lost: the rules repeat it. */
public interface LeaderOutput {

    /** Sends a message to the replica in a slot. */
    void toReplica(int slot, ReplicaMessage message);

    /** Sends a message to a front-end. */
    void toFrontEnd(String frontEnd, FrontEndMessage message);

    /** Reads entries from {@code fromIndex} on from the log of a replica; answered by {@link Leader#onFetched}. */
    void fetch(int slot, long fromIndex);

    /**
     * The election is won: bring the decider up to {@code lastIndex}, which the replica in {@code slot} holds; answered by
     * {@link Leader#onLoaded}. Called again after a lease; a load that is under way may continue. Only entries from a
     * member that has promised this leader's epoch are valid.
     */
    void load(int slot, long lastIndex, long now);

    /** All entries up to {@code index} are released: their clients may be answered. */
    void released(long index);

    /** The leader has retired, and must not answer anything any more. */
    void retired(String reason);

    /** Encodes the entries that the protocol itself writes. */
    interface Entries {
        byte[] leaderElected(long epoch);

        byte[] replicaJoined(int slot);
    }

    /**
     * Entries of a replica's log, for {@link Leader#onFetched}.
     *
     * @param epoch what the replica had promised before and after it read them; if that changed, the later one, and there
     *     are no entries
     * @param member whether it counted in majorities; if not, its log is not valid
     * @param prevEpoch epoch of the entry before the first
     */
    record Fetched(int slot, long epoch, boolean member, long fromIndex, long prevEpoch, List<LogEntry> entries)
            implements CborMessage {}
}
