package menhir.cluster;

import akka.cluster.ClusterEvent.CurrentClusterState;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import menhir.service.StoreService.NodeView;
import org.jspecify.annotations.Nullable;

/** The nodes as Akka's membership shows them to this one. Thread-safe. */
public final class ClusterMembers implements ClusterNodes {
    private final Cluster cluster;

    public ClusterMembers(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public List<NodeView> view() {
        CurrentClusterState state = cluster.state();
        List<NodeView> views = new ArrayList<>();
        for (Member member : state.getMembers()) {
            NodeRoles roles = NodeRoles.parse(member.getRoles());
            boolean unreachable = state.getUnreachable().contains(member);
            String status =
                    unreachable ? "unreachable" : member.status().toString().toLowerCase(Locale.ROOT);
            views.add(new NodeView(
                    roles.name(), member.address().hostPort(), roles.http(), roles.pid(), status, roles.duties()));
        }
        views.sort(Comparator.comparing(NodeView::node));
        return views;
    }

    /** Those that can be reached and take part. */
    public List<NodeView> live() {
        return view().stream()
                .filter(node -> node.status().equals("up") || node.status().equals("weaklyup"))
                .toList();
    }

    /** The addresses for remoting of the {@link #live} nodes, system@host:port, by name. */
    public SortedMap<String, String> liveAddresses() {
        SortedMap<String, String> addresses = new TreeMap<>();
        live().forEach(node -> addresses.put(node.node(), node.address()));
        return addresses;
    }

    @Override
    public @Nullable String nodeOfSlot(int slot) {
        CurrentClusterState state = cluster.state();
        for (Member member : state.getMembers()) {
            boolean live = !state.getUnreachable().contains(member)
                    && (member.status().equals(MemberStatus.up())
                            || member.status().equals(MemberStatus.weaklyUp()));
            if (live && member.hasRole(NodeRoles.slotRole(slot))) {
                return NodeRoles.parse(member.getRoles()).name();
            }
        }
        return null;
    }
}
