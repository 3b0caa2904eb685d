package menhir.leader;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import menhir.store.Entry;
import menhir.store.Rejection;
import menhir.store.Value;
import org.jspecify.annotations.Nullable;

/**
 * What a leader answers to one command; {@code request} is the front-end's name for it. An answer that says no counts for
 * one {@code sending} of it only: another may have been accepted.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CommandReply.Done.class, name = "done"),
    @JsonSubTypes.Type(value = CommandReply.DoneBefore.class, name = "before"),
    @JsonSubTypes.Type(value = CommandReply.Rejected.class, name = "rejected"),
    @JsonSubTypes.Type(value = CommandReply.Overloaded.class, name = "overloaded"),
    @JsonSubTypes.Type(value = CommandReply.NotNow.class, name = "not-now"),
})
public sealed interface CommandReply {

    long request();

    /** Released: done, or refused by an entry that says so. The value is what a command on an item or a board left behind. */
    record Done(long request, Entry.Keyed entry, @Nullable Value value) implements CommandReply {}

    /**
     * The same key was decided before, by the entry at {@code index}, and that is released; {@code number} is the order's, 0
     * if it was no order, {@link menhir.store.KeyWindow#REJECTED} if it was refused.
     */
    record DoneBefore(long request, long number, long index) implements CommandReply {}

    /** Cannot be done, and this was the truth about the store at a moment after the request came. */
    record Rejected(long request, int sending, Rejection why) implements CommandReply {}

    /** Nothing was done: too much waits already. */
    record Overloaded(long request, int sending) implements CommandReply {}

    /** Nothing was done: this leader has no majority now, leads no more, or not in the epoch that was meant. Try again. */
    record NotNow(long request, int sending) implements CommandReply {}
}
