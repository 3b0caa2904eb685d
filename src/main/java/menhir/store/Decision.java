package menhir.store;

/** What the desk says to a command. */
public sealed interface Decision {

    /** To be done: this entry goes into the log. */
    record Accepted(Entry.Keyed entry) implements Decision {}

    /** Was done already, by the entry at {@code index}. */
    record Replayed(long index, long number) implements Decision {}

    /** Cannot be done. */
    record Rejected(Rejection why) implements Decision {}
}
