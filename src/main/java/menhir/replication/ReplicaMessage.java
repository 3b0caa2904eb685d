package menhir.replication;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import menhir.wire.CborMessage;

/** What a leader, or a candidate for it, says to a replica. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ReplicaMessage.Canvass.class, name = "canvass"),
    @JsonSubTypes.Type(value = ReplicaMessage.Prepare.class, name = "prepare"),
    @JsonSubTypes.Type(value = ReplicaMessage.Append.class, name = "append"),
    @JsonSubTypes.Type(value = ReplicaMessage.Resign.class, name = "resign"),
})
public sealed interface ReplicaMessage extends CborMessage {

    /** How do you stand? Changes nothing, so a candidate that cannot win disturbs no one. */
    record Canvass(long round) implements ReplicaMessage {}

    /** Promise me this epoch. */
    record Prepare(long epoch) implements ReplicaMessage {}

    /**
     * Hold these entries after (prevIndex, prevEpoch). Without entries it is a heartbeat.
     *
     * @param round names this message among those of its leader to this replica; the answer repeats it
     * @param join lets a blank replica become a member; {@link Join#NONE} for none
     * @param released the leader's highest released index
     */
    record Append(
            long epoch, long round, long prevIndex, long prevEpoch, List<LogEntry> entries, Join join, long released)
            implements ReplicaMessage {
        public Append {
            entries = List.copyOf(entries);
        }

        long upTo() {
            return prevIndex + entries.size();
        }
    }

    /** The leader of this epoch has stopped for good, and no front-end holds a lease of it: let another in at once. */
    record Resign(long epoch) implements ReplicaMessage {}

    /**
     * A blank replica whose log reaches an index becomes a member.
     *
     * @param life names the run of the replica that this was decided for. A message is late at times,
     *     and the disk may be another one by then: what was decided for the old one must not make the new one a member.
     */
    record Join(long atIndex, long life) {
        /** No one joins. */
        static final Join NONE = new Join(Long.MAX_VALUE, 0);
    }
}
