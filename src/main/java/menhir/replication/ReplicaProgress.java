package menhir.replication;

import java.util.List;
import menhir.replication.ReplicaMessage.Append;
import menhir.replication.ReplicaMessage.Join;
import org.jspecify.annotations.Nullable;

/** What the leader knows about one replica. */
final class ReplicaProgress {

    /** Entries that are older than the leader's window, read from another replica's log. */
    record Chunk(long fromIndex, long prevEpoch, List<LogEntry> entries) {}

    static final long NEVER = Long.MIN_VALUE / 2;

    final int slot;
    boolean member;
    /** The replica holds the leader's log up to here. */
    long matchIndex;
    /** The next index to send. */
    long nextIndex;
    /** When the newest accepted Append was sent. */
    long confirmedAt = NEVER;
    /** Until when the leader counts on the lease of this replica: from when the Append was sent, less the margin. */
    long leasedUntil = NEVER;

    @Nullable
    Append inFlight;

    /** The highest index that was ever sent. */
    long sentThrough;

    /** The highest released index that was sent. */
    long sentReleased;

    long sentAt = NEVER;
    /** When the Append in flight was last probed for. */
    long probedAt = NEVER;

    long heardAt = NEVER;

    @Nullable
    Chunk chunk;

    boolean fetching;
    /** The slot whose log is being read for this replica. */
    int fetchedFrom;

    long fetchedAt = NEVER;
    /** The log being read is known to equal the leader's up to here. */
    long fetchThrough;

    /** The incarnation of the replica that was heard last. */
    Incarnation incarnation = Incarnation.NONE;
    /** Since when that incarnation is known to be blank. */
    long blankSince = NEVER;
    /** Admits this blank replica, once its entry is committed. */
    Join join = Join.NONE;

    ReplicaProgress(int slot) {
        this.slot = slot;
    }

    /** A blank replica waits so much longer to be admitted. */
    void extendWait(long millis) {
        if (blankSince != NEVER) {
            blankSince += millis;
        }
    }

    boolean answeredSince(long time) {
        return heardAt >= time;
    }

    /** Takes note of what the replica says of itself. A new blank disk makes everything known about the old one void. */
    void learnMembership(boolean nowMember, Incarnation nowIncarnation, long now) {
        if (!nowMember && (member || !incarnation.equals(nowIncarnation) || blankSince == NEVER)) {
            matchIndex = 0;
            confirmedAt = NEVER;
            leasedUntil = NEVER;
            join = Join.NONE;
            blankSince = now;
        }
        member = nowMember;
        incarnation = nowIncarnation;
    }
}
