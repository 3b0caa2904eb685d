package menhir.cluster;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides which node's replicas of a slot are used: those of a node that answers, member of the cluster or not. So a node that
 * has just been started is used before the cluster admits it, which may wait until the cluster has removed another. Times are
 * milliseconds of any one clock.
 *
 * <p>Two nodes must not be used for one slot. A node with slots waits until it has heard the others, and while another one with
 * the same slot is preferred ({@link JoinRules#preferredRival}); that one node is what all others use too.
 */
final class SlotHosts {
    /** For how long a node counts that has answered: longer than a pause of the garbage collector, here or there. */
    static final long ANSWER_TTL_MILLIS = 2_500;

    /** How long a new node waits for those that do not answer. */
    static final long SILENT_MILLIS = 500;

    private record Received(NodeStatus status, long atMillis) {}

    private final String self;
    private final List<String> seeds;
    private final Set<Integer> ownSlots;
    private final long startedMillis;
    private final Map<String, Received> received = new HashMap<>();

    /**
     * The rules of one node.
     *
     * @param self address of this node, system@host:port
     * @param seeds addresses of all nodes, the same list on every node
     * @param ownSlots slots of this node
     */
    SlotHosts(String self, List<String> seeds, Set<Integer> ownSlots, long nowMillis) {
        this.self = self;
        this.seeds = List.copyOf(seeds);
        this.ownSlots = Set.copyOf(ownSlots);
        this.startedMillis = nowMillis;
    }

    /** Takes in another node's status. */
    void onStatus(NodeStatus status, long nowMillis) {
        received.put(status.address(), new Received(status, nowMillis));
    }

    /**
     * Whether this node's own slots may be used.
     *
     * @param isRivalled whether another node with one of these slots is preferred
     */
    boolean mayHost(boolean isRivalled, long nowMillis) {
        Set<String> silent = new HashSet<>(seeds);
        silent.remove(self);
        silent.removeAll(received.keySet());
        return !isRivalled && (silent.isEmpty() || nowMillis - startedMillis >= SILENT_MILLIS);
    }

    /**
     * Addresses of the nodes to use, by slot.
     *
     * @param hosts whether this node's own slots may be used
     */
    Map<Integer, String> bySlot(boolean hosts, long nowMillis) {
        received.values().removeIf(each -> nowMillis - each.atMillis() >= ANSWER_TTL_MILLIS);
        Map<Integer, String> addresses = new HashMap<>();
        if (hosts) {
            ownSlots.forEach(slot -> addresses.put(slot, self));
        }
        received.values().stream()
                .map(Received::status)
                .filter(NodeStatus::hosts)
                .sorted(NodeStatus.preference(seeds))
                .forEach(status -> status.ownSlots().forEach(slot -> addresses.putIfAbsent(slot, status.address())));
        return addresses;
    }
}
