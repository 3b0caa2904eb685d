package menhir.cluster;

import akka.cluster.ClusterEvent.CurrentClusterState;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The members of the Akka cluster as this node sees them. Thread-safe. */
public final class ClusterMembers implements ClusterNodes {
    private final Cluster cluster;

    public ClusterMembers(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public List<NodeView> view() {
        return views(cluster.state(), false);
    }

    /** The nodes that are reachable, and up or weakly up, by name. */
    public List<NodeView> live() {
        return views(cluster.state(), true);
    }

    /** Remoting addresses, system@host:port, of the {@link #live} nodes by name. */
    public SortedMap<String, String> liveAddresses() {
        SortedMap<String, String> addresses = new TreeMap<>();
        live().forEach(node -> addresses.put(node.node(), node.address()));
        return addresses;
    }

    @Override
    public @Nullable String nodeOfSlot(int slot) {
        CurrentClusterState state = cluster.state();
        return members(state)
                .filter(member -> isLive(member, state) && member.hasRole(NodeRoles.slotRole(slot)))
                .map(member -> NodeRoles.parse(member.getRoles()).name())
                .findFirst()
                .orElse(null);
    }

    private static List<NodeView> views(CurrentClusterState state, boolean onlyLive) {
        return members(state)
                .filter(member -> !onlyLive || isLive(member, state))
                .map(member -> viewOf(member, state))
                .sorted(Comparator.comparing(NodeView::node))
                .toList();
    }

    private static Stream<Member> members(CurrentClusterState state) {
        return StreamSupport.stream(state.getMembers().spliterator(), false);
    }

    private static boolean isLive(Member member, CurrentClusterState state) {
        MemberStatus status = member.status();
        return !state.getUnreachable().contains(member)
                && (status.equals(MemberStatus.up()) || status.equals(MemberStatus.weaklyUp()));
    }

    private static NodeView viewOf(Member member, CurrentClusterState state) {
        NodeRoles roles = NodeRoles.parse(member.getRoles());
        String status = state.getUnreachable().contains(member)
                ? "unreachable"
                : member.status().toString().toLowerCase(Locale.ROOT);
        return new NodeView(
                roles.name(), member.address().hostPort(), roles.http(), roles.pid(), status, roles.forDisplay());
    }
}
