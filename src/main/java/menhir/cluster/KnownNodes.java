package menhir.cluster;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that this process has seen since its start, so that one that was removed from the cluster is not forgotten. A node
 * is known by its name; the newest process of that name counts. Thread-safe.
 */
public final class KnownNodes {
    /** The status of a node that is no member of the cluster any more. */
    static final String GONE = "gone";

    private final Map<String, NodeView> nodes = new TreeMap<>();

    /**
     * Takes in the members as they are now. A node that is in no cluster sees none, not even itself: then all stays as it was.
     *
     * @return all known nodes by name: the members, and those that are gone; each that is not reached with the time since which it
     *     has not been
     */
    public synchronized List<NodeView> update(Supplier<? extends Collection<NodeView>> view, Instant now) {
        Collection<NodeView> members = view.get();
        if (members.isEmpty()) {
            return List.copyOf(nodes.values());
        }
        Set<String> present = members.stream().map(NodeView::node).collect(Collectors.toSet());
        nodes.replaceAll((name, node) -> present.contains(name) ? node : since(node.withStatus(GONE), now));
        for (NodeView member : members) {
            NodeView before = nodes.getOrDefault(member.node(), member);
            boolean isReached = !member.status().equals(NodeView.UNREACHABLE);
            nodes.put(member.node(), isReached ? member : since(member.since(before.since()), now));
        }
        return List.copyOf(nodes.values());
    }

    /** Name of the node that has a slot, or had it last; null if none is known. */
    synchronized @Nullable String withSlot(int slot) {
        String role = NodeRoles.displayedSlot(slot);
        return nodes.values().stream()
                .filter(node -> node.roles().contains(role))
                .min(Comparator.comparing(node -> node.since() != null))
                .map(NodeView::node)
                .orElse(null);
    }

    private static NodeView since(NodeView node, Instant now) {
        return node.since() == null ? node.since(now.toString()) : node;
    }
}
