package menhir.games.multicast;

import java.util.Comparator;

/**
 * One life of a front-end. A front-end that left a view and comes back is another member, with a higher incarnation.
 *
 * @param name the front-end's name, the same through all its lives
 * @param incarnation tells its lives apart, e.g. the time of its start
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
