package menhir.replica;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import menhir.replication.LogEntry;
import menhir.replication.ReplicaMessage.Succession;
import menhir.wire.CborMessage;
import org.jspecify.annotations.Nullable;

/** What a replica of the log replies to those who read it. */
public final class LogReplies {
    private LogReplies() {}

    /**
     * Released entries, the first at {@code after + 1}.
     *
     * @param prevEpoch epoch of the entry at {@code after}, which shows whose log it is; {@link #NO_SUCH_ENTRY} if the log is
     *     shorter
     * @param released the replica's released index
     */
    public record ReleasedEntries(int slot, long after, long prevEpoch, List<LogEntry> entries, long released)
            implements CborMessage {
        /** The epoch of an entry that is not in the log. */
        public static final long NO_SUCH_ENTRY = -1;
    }

    /** To an {@link OrderRead}. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = OrdersRead.class, name = "read"),
        @JsonSubTypes.Type(value = OrdersBehind.class, name = "behind")
    })
    public sealed interface OrdersReply extends CborMessage {
        long request();
    }

    /**
     * Entries of orders, by number.
     *
     * @param firstIndex index of the first of them; 0 if there is none
     * @param lastNumber the highest released number
     */
    public record OrdersRead(long request, List<LogEntry> entries, long firstIndex, long lastNumber)
            implements OrdersReply {}

    /** The replica may lag: it cannot tell that there are no more orders than it has. */
    public record OrdersBehind(long request) implements OrdersReply {}

    /**
     * The leader with the highest epoch that the replica has seen.
     *
     * @param epoch the leader's epoch; if none was seen since the start, that of the last leader that changed the log: 0 if the
     *     log has never had one
     * @param leader address of the leader's actor; null if none was seen since the start
     * @param leaseRemainingMillis remaining time of the lease that the replica granted; 0 if the leader may be gone
     * @param succession whom the last leader has named as the next one
     * @param released the replica's released index
     */
    public record LeaderKnown(
            int slot,
            long epoch,
            @Nullable String leader,
            long leaseRemainingMillis,
            Succession succession,
            long released)
            implements CborMessage {}

    /**
     * The end of the replica's log, and whether it is a member.
     *
     * @param failure why the replica cannot read its log until its node is started again; null if it can
     */
    public record LogSummary(
            boolean member, long lastIndex, @Nullable String failure) implements CborMessage {}

    /** SHA-256 over the log up to {@code index}, hexadecimal. */
    public record DigestRead(int slot, long index, String digest) implements CborMessage {}
}
