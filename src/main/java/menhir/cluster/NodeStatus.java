package menhir.cluster;

import java.util.Set;
import menhir.wire.CborMessage;

/**
 * What a node tells another about its cluster.
 *
 * @param address of the node, system@host:port
 * @param members addresses of the live members of its cluster, empty if it is in none
 * @param slots their slots; its own if it is in no cluster
 * @param ownSlots its own slots
 * @param knowsAsker whether its cluster has the node that asked as a member, perhaps an unreachable one, with the actor system
 *     that asked
 */
record NodeStatus(String address, Set<String> members, Set<Integer> slots, Set<Integer> ownSlots, boolean knowsAsker)
        implements CborMessage {}
