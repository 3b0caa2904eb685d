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
 * Allocates the shard of a slot to the node with the slot's database. While that node is not a member, allocation fails
 * and sharding retries it.
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

    /** No member has the slot. Without a stack trace, since Akka logs it at each retry; {@link AbsentSlotFilter} drops it. */
    static final class NoNodeForSlot extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoNodeForSlot(String slot) {
            super("no node has slot " + slot, null, false, false);
        }
    }
}
