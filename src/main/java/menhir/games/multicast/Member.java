package menhir.games.multicast;

import java.util.Comparator;

/**
 * A member of the group: one incarnation of a front-end. A front-end that left the group returns as another member, with a
 * higher incarnation.
 *
 * @param name of the front-end, the same for all its incarnations
 * @param incarnation increases with each new member of this name, e.g. the time of its start
 */
public record Member(String name, long incarnation) implements Comparable<Member> {
    private static final Comparator<Member> ORDER =
            Comparator.comparing(Member::name).thenComparingLong(Member::incarnation);

    @Override
    public int compareTo(Member other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return name + "#" + incarnation;
    }
}
