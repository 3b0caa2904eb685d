package menhir.cluster;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides which cluster a node joins, and whether it must leave the cluster it is in. Times are milliseconds of any one
 * clock.
 *
 * <p>A node joins a seed that is in a cluster. If no seed is, and a majority of the seeds is reachable, the first reachable
 * seed of the list forms the cluster. A race can form two clusters; that does no harm to the data, since an epoch needs a
 * majority of the slots. A node leaves its cluster if that has no majority of the seeds and a larger one exists.
 */
final class JoinRules {
    /** Age at which a status no longer counts. */
    static final long STATUS_TTL_MILLIS = 1_000;

    /** How long the reachable seeds must be the same before some of them form a cluster without the others. */
    static final long STABLE_MILLIS = 1_000;

    /** Time after which another attempt to join is made. */
    static final long JOIN_TIMEOUT_MILLIS = 4_000;

    /** How long a larger cluster must exist before a node leaves a smaller one. */
    static final long SUPERSEDED_MILLIS = 5_000;

    private record Received(Set<String> members, long atMillis) {}

    private final String self;
    private final List<String> seeds;
    private final Map<String, Received> statuses = new HashMap<>();
    private Set<String> reachable = Set.of();
    private long reachableSinceMillis;
    private long joiningSinceMillis = Long.MIN_VALUE / 2;
    private long supersededSinceMillis = Long.MAX_VALUE;

    /**
     * Creates the rules of one node that is in no cluster.
     *
     * @param self address of this node, system@host:port
     * @param seeds addresses of all nodes, the same list on every node
     */
    JoinRules(String self, List<String> seeds) {
        this.self = self;
        this.seeds = List.copyOf(seeds);
    }

    /**
     * Takes in another node's status.
     *
     * @param members the live members of its cluster, empty if it is in none
     */
    void onStatus(String address, Set<String> members, long nowMillis) {
        statuses.put(address, new Received(members, nowMillis));
    }

    /** The node to join now, this one to form a cluster, or null to wait. For a node that is in no cluster. */
    @Nullable
    String nodeToJoin(long nowMillis) {
        expireStatuses(nowMillis);
        if (nowMillis - joiningSinceMillis < JOIN_TIMEOUT_MILLIS) {
            return null;
        }
        String address = statuses.entrySet().stream()
                .filter(status -> !status.getValue().members().isEmpty())
                .map(Map.Entry::getKey)
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
        Set<String> nowReachable = new HashSet<>(statuses.keySet());
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
        return isMajority(reachable.size()) && isStable && isFirst;
    }

    /**
     * Whether this node must leave its cluster for a larger one.
     *
     * @param ownMembers the live members of this node's cluster
     */
    boolean isSuperseded(Set<String> ownMembers, long nowMillis) {
        expireStatuses(nowMillis);
        boolean largerExists = statuses.values().stream()
                .map(Received::members)
                .anyMatch(members -> !members.contains(self) && isLarger(members, ownMembers));
        if (!largerExists || isMajority(ownMembers.size())) {
            supersededSinceMillis = Long.MAX_VALUE;
            return false;
        }
        supersededSinceMillis = Math.min(supersededSinceMillis, nowMillis);
        return nowMillis - supersededSinceMillis >= SUPERSEDED_MILLIS;
    }

    private boolean isMajority(int nodes) {
        return nodes > seeds.size() / 2;
    }

    /** Of two clusters of the same size, the one with the first addresses counts as larger. */
    private static boolean isLarger(Set<String> members, Set<String> others) {
        return members.size() > others.size()
                || (members.size() == others.size() && sorted(members).compareTo(sorted(others)) < 0);
    }

    private static String sorted(Set<String> addresses) {
        return addresses.stream().sorted().toList().toString();
    }

    private void expireStatuses(long nowMillis) {
        statuses.values().removeIf(status -> nowMillis - status.atMillis() >= STATUS_TTL_MILLIS);
    }
}
