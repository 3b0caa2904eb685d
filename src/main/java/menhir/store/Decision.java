package menhir.store;

/** What the desk says to a command. */
public sealed interface Decision {

    /** This entry goes into the log: what is to be done, or a refusal in a store that keeps those. */
    record Accepted(Entry.Keyed entry) implements Decision {}

    /** Was decided already, by the entry at {@code index}; {@code number} as in {@link KeyWindow.Seen}. */
    record Replayed(long index, long number) implements Decision {}

    /** Cannot be done, and leaves no trace. */
    record Rejected(Rejection why) implements Decision {}
}
