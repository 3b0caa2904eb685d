package menhir.replication;

import java.util.List;
import menhir.replication.ReplicaMessage.Append;
import menhir.replication.ReplicaMessage.Join;
import org.jspecify.annotations.Nullable;

/** What the leader knows of one replica. */
final class ReplicaProgress {

    /** Entries read from another replica's log for this one, because they are older than the leader's window. */
    record Chunk(long fromIndex, long prevEpoch, List<LogEntry> entries) {}

    static final long NEVER = Long.MIN_VALUE / 2;

    final int slot;
    boolean member;
    /** It holds the leader's log up to here. */
    long matchIndex;
    /** What to send next. */
    long nextIndex;
    /** When the newest Append that it accepted was sent: its lease counts from there. */
    long leasedFrom = NEVER;

    @Nullable
    Append inFlight;

    /** The highest index that it was ever sent. */
    long sentThrough;

    /** The highest released index that it was told of. */
    long toldReleased;

    long sentAt = NEVER;
    /** When the message in flight was last repeated. */
    long knockedAt = NEVER;

    long heardAt = NEVER;

    @Nullable
    Chunk chunk;

    boolean fetching;
    /** The slot whose log is being read. */
    int fetchedFrom;

    long fetchedAt = NEVER;
    /** The log that is being read for this replica is known to be the leader's up to here. */
    long fetchThrough;

    /** The run of the replica that was last heard of. */
    long life;
    /** Since when that run is known to be blank. */
    long blankSince = NEVER;
    /** What lets this blank replica in, once its entry is committed. */
    Join join = Join.NONE;

    ReplicaProgress(int slot) {
        this.slot = slot;
    }

    boolean answeredSince(long time) {
        return heardAt >= time;
    }
}
