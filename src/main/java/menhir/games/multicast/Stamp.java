package menhir.games.multicast;

import java.util.Comparator;

/**
 * A place in the total order: first by the view that a message was sent in, then by Lamport time, then by sender. No two
 * messages share one.
 *
 * @param time Lamport's clock of the sender; each message of a sender has a higher one than the message before
 */
public record Stamp(long view, long time, Member sender) implements Comparable<Stamp> {

    /** Lamport's total order, view by view. The sender breaks ties, so that all nodes break them alike. */
    static final Comparator<Stamp> ORDER =
            Comparator.comparingLong(Stamp::view).thenComparingLong(Stamp::time).thenComparing(Stamp::sender);

    /** Before every message. */
    static final Stamp FIRST = startOf(0);

    /** After every message of the views before, before every message of this one. */
    static Stamp startOf(long view) {
        return new Stamp(view, 0, new Member("", 0));
    }

    @Override
    public int compareTo(Stamp other) {
        return ORDER.compare(this, other);
    }
}
