package menhir.cluster;

import akka.actor.ActorRef;
import akka.actor.Address;
import akka.cluster.Cluster;
import akka.cluster.Member;
import akka.cluster.sharding.ShardCoordinator;
import akka.dispatch.Futures;
import java.util.Map;
import java.util.Set;
import scala.collection.immutable.IndexedSeq;
import scala.concurrent.Future;

/**
 * Puts a slot's shard on the node that has the slot's database, and nowhere else. While that node is away the shard has no
 * place; sharding asks again.
 */
public final class SlotAllocation extends ShardCoordinator.AbstractShardAllocationStrategy {
    private final Cluster cluster;

    public SlotAllocation(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public Future<ActorRef> allocateShard(
            ActorRef requester, String shardId, Map<ActorRef, IndexedSeq<String>> regions) {
        String role = NodeRoles.slotRole(Integer.parseInt(shardId));
        for (ActorRef region : regions.keySet()) {
            Address address = region.path().address();
            Address node = address.hasLocalScope() ? cluster.selfAddress() : address;
            for (Member member : cluster.state().getMembers()) {
                if (member.address().equals(node) && member.hasRole(role)) {
                    return Futures.successful(region);
                }
            }
        }
        return Futures.failed(new NoNodeForSlot(shardId));
    }

    @Override
    public Future<Set<String>> rebalance(Map<ActorRef, IndexedSeq<String>> regions, Set<String> rebalancing) {
        return Futures.successful(Set.of());
    }

    /** Without a stack trace: it is what happens while a node is away, and Akka reports it at each try; see {@link AbsentSlotFilter}. */
    static final class NoNodeForSlot extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoNodeForSlot(String slot) {
            super("no node has slot " + slot + " now", null, false, false);
        }
    }
}
