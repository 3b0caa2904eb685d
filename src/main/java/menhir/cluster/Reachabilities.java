package menhir.cluster;

import akka.actor.ActorSystem;
import akka.cluster.Cluster;
import akka.cluster.Member;
import akka.cluster.Reachability;

/**
 * Who reaches whom, by the failure detectors of the nodes. {@link Cluster#state()} has only the union: there, a node is
 * unreachable if any other does not reach it.
 */
final class Reachabilities {
    private final Cluster cluster;
    private final Reachability reachability;

    private Reachabilities(Cluster cluster) {
        this.cluster = cluster;
        this.reachability = cluster.readView().reachability();
    }

    /** As they are now. */
    static Reachabilities of(ActorSystem system) {
        return new Reachabilities(Cluster.get(system));
    }

    boolean reaches(Member from, Member to) {
        return reachability.isReachable(from.uniqueAddress(), to.uniqueAddress());
    }

    /** Whether this node reaches the member. */
    boolean reaches(Member to) {
        return reachability.isReachable(cluster.selfUniqueAddress(), to.uniqueAddress());
    }
}
