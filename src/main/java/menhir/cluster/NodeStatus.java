package menhir.cluster;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import menhir.wire.CborMessage;

/**
 * What a node tells another about itself and its cluster.
 *
 * @param address of the node, system@host:port
 * @param members addresses of the live members of its cluster, empty if it is in none
 * @param slots their slots; its own if it is in no cluster
 * @param ownSlots its own slots
 * @param hosts whether the replicas in its own slots may be used
 * @param knowsAsker whether its cluster has the node that asked as a member, perhaps an unreachable one, with the actor system
 *     that asked
 */
record NodeStatus(
        String address,
        Set<String> members,
        Set<Integer> slots,
        Set<Integer> ownSlots,
        boolean hosts,
        boolean knowsAsker)
        implements CborMessage {

    /**
     * Which of two nodes with the same slot is used, first: the one in a cluster, or else the one that is earlier in the list of
     * seeds.
     */
    static Comparator<NodeStatus> preference(List<String> seeds) {
        return Comparator.comparing((NodeStatus status) -> status.members().isEmpty())
                .thenComparing(
                        status -> seeds.contains(status.address()) ? seeds.indexOf(status.address()) : seeds.size())
                .thenComparing(NodeStatus::address);
    }
}
