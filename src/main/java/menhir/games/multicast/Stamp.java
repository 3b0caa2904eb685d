package menhir.games.multicast;

import java.util.Comparator;

/**
 * A message's timestamp in the total order: ordered by view, then by Lamport time, then by sender. No two messages have the
 * same stamp.
 *
 * @param view number of the view in which the message was sent
 * @param time the sender's Lamport time; it increases with each of the sender's messages
 */
record Stamp(long view, long time, Member sender) implements Comparable<Stamp> {

    /** Lamport's total order within each view, with the sender as tie-break. */
    static final Comparator<Stamp> ORDER =
            Comparator.comparingLong(Stamp::view).thenComparingLong(Stamp::time).thenComparing(Stamp::sender);

    /** Before every message. */
    static final Stamp FIRST = startOf(0);

    /** After every message of earlier views and before every message of this one. */
    static Stamp startOf(long view) {
        return new Stamp(view, 0, new Member("", 0));
    }

    @Override
    public int compareTo(Stamp other) {
        return ORDER.compare(this, other);
    }
}
