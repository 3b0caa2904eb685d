package menhir.leader;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import menhir.store.Entry;
import menhir.store.Rejection;
import menhir.store.Value;
import org.jspecify.annotations.Nullable;

/**
 * A leader's reply to one {@link SubmittedCommand}; {@code request} is the front-end's id of it. Success is final for any
 * attempt. A negative reply is valid for one attempt: another attempt may have been accepted.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CommandReply.Done.class, name = "done"),
    @JsonSubTypes.Type(value = CommandReply.Replayed.class, name = "replayed"),
    @JsonSubTypes.Type(value = CommandReply.Rejected.class, name = "rejected"),
    @JsonSubTypes.Type(value = CommandReply.Overloaded.class, name = "overloaded"),
    @JsonSubTypes.Type(value = CommandReply.NotLeader.class, name = "not-leader"),
    @JsonSubTypes.Type(value = CommandReply.TooOld.class, name = "too-old"),
})
public sealed interface CommandReply {

    long request();

    /** Its size in messages: see {@link menhir.store.Weight}. Replies that carry no entry are small. */
    default int weight() {
        return 1;
    }

    /** The entry is released: the change is done, or rejected by a logged rejection. The value is what the change left. */
    record Done(long request, Entry.Keyed entry, @Nullable Value value) implements CommandReply {
        @Override
        public int weight() {
            return entry.weight() + (value == null ? 0 : value.weight());
        }
    }

    /**
     * The key was decided before, by the released entry at {@code index}. The number is the order's, 0 if it was no order,
     * {@link menhir.store.KeyWindow#REJECTED} if it was rejected.
     */
    record Replayed(long request, long number, long index) implements CommandReply {}

    /** Cannot be done, as of a moment after the command arrived. */
    record Rejected(long request, int attempt, Rejection why) implements CommandReply {}

    /** Nothing was done: too many entries are unreleased. */
    record Overloaded(long request, int attempt) implements CommandReply {}

    /**
     * Nothing was done now. An earlier attempt may have been, so long ago that the leader does not remember its key.
     *
     * @param released a released index
     */
    record TooOld(long request, int attempt, long released) implements CommandReply {}

    /** Nothing was done: this is not the leader, or not in the epoch that was meant, or has no majority now. */
    record NotLeader(long request, int attempt) implements CommandReply {}
}
