package menhir.cluster;

import akka.actor.ActorSystem;
import akka.cluster.Cluster;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The members of the Akka cluster as this node sees them: those are reachable that it reaches itself, whatever others say.
 * Thread-safe.
 */
public final class ClusterMembers implements ClusterNodes {
    private final ActorSystem system;
    private final Cluster cluster;
    private final KnownNodes known;

    /** @param known outlives the actor system, and takes in its members whenever {@link #known()} is called */
    public ClusterMembers(ActorSystem system, KnownNodes known) {
        this.system = system;
        this.known = known;
        this.cluster = Cluster.get(system);
    }

    @Override
    public List<NodeView> known() {
        return known.update(this::view, Instant.now());
    }

    /** The members, also unreachable ones, by name. */
    public List<NodeView> view() {
        return views(false);
    }

    /** The nodes that are reachable, and up or weakly up, by name. */
    public List<NodeView> live() {
        return views(true);
    }

    /** Remoting addresses, system@host:port, of the {@link #live} nodes by name. */
    public SortedMap<String, String> liveAddresses() {
        SortedMap<String, String> addresses = new TreeMap<>();
        live().forEach(node -> addresses.put(node.node(), node.address()));
        return addresses;
    }

    @Override
    public @Nullable String nodeOfSlot(int slot) {
        return memberWithSlot(slot)
                .map(member -> NodeRoles.parse(member.getRoles()).name())
                .orElse(null);
    }

    @Override
    public @Nullable String lastNodeOfSlot(int slot) {
        String node = nodeOfSlot(slot);
        return node == null ? known.withSlot(slot) : node;
    }

    /** Whether this node reaches the node with a slot. Called for each message to a replica. */
    public boolean reachesSlot(int slot) {
        return memberWithSlot(slot).isPresent();
    }

    private Optional<Member> memberWithSlot(int slot) {
        String role = NodeRoles.slotRole(slot);
        Reachabilities reachabilities = Reachabilities.of(system);
        return members()
                .filter(member -> member.hasRole(role) && isLive(member, reachabilities))
                .findFirst();
    }

    private List<NodeView> views(boolean onlyLive) {
        Reachabilities reachabilities = Reachabilities.of(system);
        return members()
                .filter(member -> !onlyLive || isLive(member, reachabilities))
                .map(member -> viewOf(member, reachabilities))
                .sorted(Comparator.comparing(NodeView::node))
                .toList();
    }

    private Stream<Member> members() {
        return StreamSupport.stream(cluster.state().getMembers().spliterator(), false);
    }

    private static boolean isLive(Member member, Reachabilities reachabilities) {
        MemberStatus status = member.status();
        return (status.equals(MemberStatus.up()) || status.equals(MemberStatus.weaklyUp()))
                && reachabilities.reaches(member);
    }

    private static NodeView viewOf(Member member, Reachabilities reachabilities) {
        NodeRoles roles = NodeRoles.parse(member.getRoles());
        String status = reachabilities.reaches(member)
                ? member.status().toString().toLowerCase(Locale.ROOT)
                : NodeView.UNREACHABLE;
        return new NodeView(
                roles.name(), member.address().hostPort(), roles.http(), roles.pid(), status, null, roles.forDisplay());
    }
}
