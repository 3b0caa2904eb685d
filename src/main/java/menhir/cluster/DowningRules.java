package menhir.cluster;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides which members Akka Cluster is to remove without their consent. Removal is for placement only: it lets others join,
 * and moves singletons. Leaders and front-ends use every node that they reach, whether it is a member or not.
 *
 * <p>A node removes another only on behalf of a majority of the slots: it reaches nodes with a majority of the slots, itself
 * included, that watch the others, and none of them reaches the other. So a broken link between two nodes removes nobody as
 * long as a third reaches both, of two parts of a network at most one removes the other, and the number of nodes does not
 * matter.
 *
 * <p>A node that has lost a majority for longer removes itself, to join anew: the others may have removed it, and would never
 * listen to its actor system again.
 */
final class DowningRules {
    /** How long the same nodes must be lost before they are removed. */
    static final long STABLE_MILLIS = 2_000;

    private static final long ALONE_MILLIS = 6_000;

    /**
     * A member.
     *
     * @param observes whether it watches the others: it is up, or leaves
     * @param unreachable addresses of members that it does not reach
     */
    record Node(String address, Set<Integer> slots, boolean observes, Set<String> unreachable) {}

    private final String self;
    private final int slots;
    private Set<String> lost = Set.of();
    private long lostSinceMillis;
    private final Lasting alone;

    /**
     * The rules of one node.
     *
     * @param self its address
     * @param ownSlots its slots
     * @param slots how many slots there are
     */
    DowningRules(String self, Collection<Integer> ownSlots, int slots) {
        this.self = self;
        this.slots = slots;
        this.alone = new Lasting(aloneMillis(ownSlots));
    }

    /**
     * How long a node must reach no majority before it removes itself: longer than a short failure of the network, and longer by
     * its {@link Patience}.
     *
     * @param ownSlots its slots
     */
    static long aloneMillis(Collection<Integer> ownSlots) {
        return ALONE_MILLIS + Patience.millis(ownSlots);
    }

    /** Addresses of the members to remove now. Times are milliseconds of any one clock. */
    Set<String> toRemove(List<Node> members, long nowMillis) {
        Set<String> unreachable = unreachable(members);
        List<Node> reached = members.stream()
                .filter(member -> !unreachable.contains(member.address()))
                .toList();
        boolean isAlone = !hasMajority(reached) && !unreachable.isEmpty();
        if (alone.holds(isAlone, nowMillis)) {
            return Set.of(self);
        }
        if (isAlone) {
            return Set.of();
        }
        List<Node> observers = reached.stream().filter(Node::observes).toList();
        Set<String> nowLost = hasMajority(observers) ? lost(unreachable, observers) : Set.of();
        if (!nowLost.equals(lost)) {
            lost = nowLost;
            lostSinceMillis = nowMillis;
        }
        return nowMillis - lostSinceMillis >= STABLE_MILLIS ? lost : Set.of();
    }

    private Set<String> unreachable(List<Node> members) {
        return members.stream()
                .filter(member -> member.address().equals(self))
                .flatMap(member -> member.unreachable().stream())
                .collect(Collectors.toSet());
    }

    private boolean hasMajority(List<Node> nodes) {
        Set<Integer> held = new HashSet<>();
        nodes.forEach(node -> held.addAll(node.slots()));
        return held.size() > slots / 2;
    }

    private static Set<String> lost(Set<String> unreachable, List<Node> observers) {
        return unreachable.stream()
                .filter(address -> observers.stream()
                        .allMatch(member -> member.unreachable().contains(address)))
                .collect(Collectors.toSet());
    }
}
