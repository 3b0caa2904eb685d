package menhir.cluster;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides which cluster a node joins, and whether it must leave the cluster it is in. Times are milliseconds of any one
 * clock.
 *
 * <p>A node joins a seed that is in a cluster. If no seed is, and the reachable seeds have a majority of the slots, the first
 * of them in the list forms the cluster. A race can form two clusters; that does no harm to the data, since an epoch needs a
 * majority of the slots. A node leaves its cluster if that has no majority of the slots, and either a larger cluster exists, or
 * it could form one with nodes that are in none: they cannot join a cluster while most of its members are lost. It also leaves
 * if others, with a majority of the slots, do not know it any more. So does a node that was admitted to a cluster which is gone
 * before the node was up. For both reasons it leaves later while its slots are needed for a majority.
 *
 * <p>Two running nodes must not have the same slot: each would hold other promises and entries in its name. The one that is in
 * no cluster gives way, or else the later one in the list of seeds.
 */
final class JoinRules {
    /** Age at which a status no longer counts. */
    static final long STATUS_TTL_MILLIS = 1_000;

    /** How long the reachable seeds must be the same before some of them form a cluster without the others. */
    static final long STABLE_MILLIS = 1_000;

    /** Time after which another attempt to join is made. */
    static final long JOIN_TIMEOUT_MILLIS = 4_000;

    /** How long a larger cluster must exist before a node leaves a smaller one; its {@link Patience} is added. */
    static final long SUPERSEDED_MILLIS = 5_000;

    /** How long another node with the same slot must run before this one gives way. It may be about to end. */
    static final long RIVAL_MILLIS = 3_000;

    /**
     * For how long a majority must not have known a member before it rejoins: longer than {@link #STATUS_TTL_MILLIS}, since a
     * status may be from before it joined.
     */
    static final long REMOVED_MILLIS = STATUS_TTL_MILLIS + 500;

    /**
     * How long the cluster that admitted a node must be gone before the node gives up to join it; its {@link Patience} is added.
     */
    static final long VAIN_MILLIS = STATUS_TTL_MILLIS + 500;

    /** For how much longer a node stays in a small or lost cluster while its slots are needed for a majority. */
    static final long NEEDED_MILLIS = 20_000;

    private record Received(NodeStatus status, long atMillis) {}

    private final String self;
    private final List<String> seeds;
    private final Set<Integer> ownSlots;
    private final int slots;
    private final Map<String, Received> received = new HashMap<>();
    private Set<String> reachable = Set.of();
    private long reachableSinceMillis;
    private long joiningSinceMillis = Long.MIN_VALUE / 2;
    private final Lasting rival = new Lasting(RIVAL_MILLIS);
    private final ReasonToRejoin inVain;
    private final ReasonToRejoin superseded;
    private final Lasting removed = new Lasting(REMOVED_MILLIS);

    /**
     * Creates the rules of one node that is in no cluster.
     *
     * @param self address of this node, system@host:port
     * @param seeds addresses of all nodes, the same list on every node
     * @param ownSlots slots of this node
     * @param slots how many slots there are
     */
    JoinRules(String self, List<String> seeds, Set<Integer> ownSlots, int slots) {
        this.self = self;
        this.seeds = List.copyOf(seeds);
        this.ownSlots = Set.copyOf(ownSlots);
        this.slots = slots;
        this.inVain = new ReasonToRejoin(VAIN_MILLIS + Patience.millis(ownSlots));
        this.superseded = new ReasonToRejoin(SUPERSEDED_MILLIS + Patience.millis(ownSlots));
    }

    /**
     * A reason to end the session and to join anew. Meanwhile the node's slots cannot be used, so the reason counts later while
     * the others have no majority of the slots without them. The stores do not need a cluster, but the rest does.
     */
    private final class ReasonToRejoin {
        private final Lasting whileSpare;
        private final Lasting whileNeeded;

        /** @param millis for how long it must hold while the slots are not needed */
        ReasonToRejoin(long millis) {
            whileSpare = new Lasting(millis);
            whileNeeded = new Lasting(millis + NEEDED_MILLIS);
        }

        boolean counts(boolean holdsNow, List<NodeStatus> others, long nowMillis) {
            boolean isSpare = isMajority(slotsWith(Set.of(), others));
            // Both must take note of each moment.
            boolean spare = whileSpare.holds(holdsNow && isSpare, nowMillis);
            boolean needed = whileNeeded.holds(holdsNow, nowMillis);
            return spare || needed;
        }
    }

    /** Takes in another node's status. */
    void onStatus(NodeStatus status, long nowMillis) {
        received.put(status.address(), new Received(status, nowMillis));
    }

    /** The statuses that count. */
    private List<NodeStatus> statuses(long nowMillis) {
        received.values().removeIf(each -> nowMillis - each.atMillis() >= STATUS_TTL_MILLIS);
        return received.values().stream().map(Received::status).toList();
    }

    /**
     * A running node that has a slot of this node, if this node must end for that reason.
     *
     * @param isMember whether this node is in a cluster
     */
    @Nullable
    String rival(boolean isMember, long nowMillis) {
        String preferred = preferredRival(isMember, nowMillis);
        return rival.holds(preferred != null, nowMillis) ? preferred : null;
    }

    /** A running node that has a slot of this node and is preferred to it, or null. */
    @Nullable
    String preferredRival(boolean isMember, long nowMillis) {
        Set<String> members = isMember ? Set.of(self) : Set.of();
        NodeStatus own = new NodeStatus(self, members, ownSlots, ownSlots, true, true);
        return statuses(nowMillis).stream()
                .filter(other -> other.ownSlots().stream().anyMatch(ownSlots::contains))
                .filter(other -> NodeStatus.preference(seeds).compare(other, own) < 0)
                .map(NodeStatus::address)
                .findFirst()
                .orElse(null);
    }

    /** The node to join now, this one to form a cluster, or null to wait. For a node that is in no cluster. */
    @Nullable
    String nodeToJoin(long nowMillis) {
        if (nowMillis - joiningSinceMillis < JOIN_TIMEOUT_MILLIS || preferredRival(false, nowMillis) != null) {
            return null;
        }
        String address = statuses(nowMillis).stream()
                .filter(status -> !status.members().isEmpty())
                .map(NodeStatus::address)
                .findFirst()
                .orElse(null);
        if (address == null && mustFormCluster(nowMillis)) {
            address = self;
        }
        if (address != null) {
            joiningSinceMillis = nowMillis;
        }
        return address;
    }

    private boolean mustFormCluster(long nowMillis) {
        List<NodeStatus> others = statuses(nowMillis).stream()
                .filter(status -> seeds.contains(status.address()))
                .toList();
        Set<String> nowReachable = others.stream().map(NodeStatus::address).collect(Collectors.toSet());
        nowReachable.add(self);
        nowReachable.retainAll(seeds);
        if (!nowReachable.equals(reachable)) {
            reachable = nowReachable;
            reachableSinceMillis = nowMillis;
        }
        boolean isComplete = reachable.size() == seeds.size();
        boolean isStable = isComplete || nowMillis - reachableSinceMillis >= STABLE_MILLIS;
        boolean isFirst =
                seeds.stream().filter(reachable::contains).findFirst().stream().anyMatch(self::equals);
        return isMajority(slotsWith(ownSlots, others)) && isStable && isFirst;
    }

    /**
     * Whether the cluster is gone that has admitted this node: the nodes that answer are in none, or in one that does not know
     * it, and are a majority with it. For a node that was admitted and is not up yet: it can join no other cluster before it
     * has left this one.
     */
    boolean isAdmittedInVain(long nowMillis) {
        List<NodeStatus> statuses = statuses(nowMillis);
        boolean gone = statuses.stream().allMatch(status -> status.members().isEmpty() || !status.knowsAsker())
                && isMajority(slotsWith(ownSlots, statuses));
        return inVain.counts(gone, statuses, nowMillis);
    }

    /**
     * Whether this node must leave its cluster for a larger one.
     *
     * @param ownMembers the live members of this node's cluster
     * @param memberSlots their slots
     */
    boolean isSuperseded(Set<String> ownMembers, Set<Integer> memberSlots, long nowMillis) {
        List<NodeStatus> statuses = statuses(nowMillis);
        NodeStatus own = new NodeStatus(self, ownMembers, memberSlots, ownSlots, true, true);
        boolean largerExists =
                statuses.stream().anyMatch(other -> !other.members().contains(self) && isLarger(other, own));
        List<NodeStatus> waiting =
                statuses.stream().filter(status -> status.members().isEmpty()).toList();
        boolean largerPossible = !waiting.isEmpty() && isMajority(slotsWith(memberSlots, waiting));
        return superseded.counts(!isMajority(memberSlots) && (largerExists || largerPossible), statuses, nowMillis);
    }

    /**
     * Whether the others have removed this node from their cluster, so that it must join anew. It may believe for long that it
     * is a member, since they still answer. For a node that is in a cluster.
     */
    boolean isRemoved(long nowMillis) {
        // Each speaks for its own slots only: it may have been removed itself.
        Set<Integer> strangers = statuses(nowMillis).stream()
                .filter(status -> !status.members().isEmpty() && !status.knowsAsker())
                .flatMap(status -> status.ownSlots().stream())
                .collect(Collectors.toSet());
        return removed.holds(isMajority(strangers), nowMillis);
    }

    /** Some slots and those of the clusters of other nodes. */
    private static Set<Integer> slotsWith(Set<Integer> some, List<NodeStatus> statuses) {
        Set<Integer> all = new HashSet<>(some);
        statuses.forEach(status -> all.addAll(status.slots()));
        return all;
    }

    private boolean isMajority(Set<Integer> some) {
        return some.size() > slots / 2;
    }

    /** By slots, then by nodes. Of two clusters of the same size, the one with the first addresses counts as larger. */
    private static boolean isLarger(NodeStatus candidate, NodeStatus reference) {
        int moreSlots = candidate.slots().size() - reference.slots().size();
        int moreNodes = candidate.members().size() - reference.members().size();
        if (candidate.members().isEmpty()) {
            return false;
        } else if (moreSlots != 0) {
            return moreSlots > 0;
        } else if (moreNodes != 0) {
            return moreNodes > 0;
        }
        return sorted(candidate.members()).compareTo(sorted(reference.members())) < 0;
    }

    private static String sorted(Set<String> addresses) {
        return addresses.stream().sorted().toList().toString();
    }
}
