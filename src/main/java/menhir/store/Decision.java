package menhir.store;

/** What the {@link Decider} says to a command. */
public sealed interface Decision {

    /** This entry goes into the log: the change, or a rejection in a store that logs rejections. */
    record Accepted(Entry.Keyed entry) implements Decision {}

    /** The key was decided before, by the entry at {@code index}; {@code number} as in {@link KeyWindow.FirstUse}. */
    record Replayed(long index, long number) implements Decision {}

    /** Cannot be done; the log does not change. */
    record Rejected(Rejection why) implements Decision {}
}
