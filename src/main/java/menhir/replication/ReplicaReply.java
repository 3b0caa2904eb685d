package menhir.replication;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import menhir.wire.CborMessage;

/**
 * What a replica answers. Where it says {@code member}, it says whether it counts in majorities, and with {@code life} it
 * names this run of the replica, from one start to the next.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ReplicaReply.Standing.class, name = "standing"),
    @JsonSubTypes.Type(value = ReplicaReply.Prepared.class, name = "prepared"),
    @JsonSubTypes.Type(value = ReplicaReply.Busy.class, name = "busy"),
    @JsonSubTypes.Type(value = ReplicaReply.Refused.class, name = "refused"),
    @JsonSubTypes.Type(value = ReplicaReply.Appended.class, name = "appended"),
    @JsonSubTypes.Type(value = ReplicaReply.Mismatch.class, name = "mismatch"),
})
public sealed interface ReplicaReply extends CborMessage {

    int slot();

    /** To Canvass. */
    record Standing(
            int slot, long round, boolean member, long epoch, long lastEpoch, long lastIndex, long leaseRemainingMillis)
            implements ReplicaReply {}

    /** To Prepare: promised. */
    record Prepared(int slot, long epoch, boolean member, long life, long lastEpoch, long lastIndex)
            implements ReplicaReply {}

    /** To Prepare: another leader's lease runs here for so long still. */
    record Busy(int slot, long epoch, long remainingMillis) implements ReplicaReply {}

    /** To Prepare or Append: a higher epoch, this one, is promised. */
    record Refused(int slot, long epoch) implements ReplicaReply {}

    /** To Append: the log is the leader's up to {@code upTo}, on disk. */
    record Appended(int slot, long epoch, long round, long upTo, boolean member, long life) implements ReplicaReply {}

    /** To Append: the log does not hold the entry before; the leader may try after {@code hint}. */
    record Mismatch(int slot, long epoch, long round, long hint, boolean member, long life) implements ReplicaReply {}
}
