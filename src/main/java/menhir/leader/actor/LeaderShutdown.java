package menhir.leader.actor;

import akka.actor.CoordinatedShutdown;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Adapter;
import java.util.Optional;

/**
 * The end of leaders on a node that leaves its cluster. They make way before the node's shard regions stop: after that a
 * leader reaches no replica, so that it could complete nothing, and could not even say that it has stopped.
 */
final class LeaderShutdown {
    private LeaderShutdown() {}

    /**
     * Sends an actor a message when its node leaves the cluster, and waits until it has stopped.
     *
     * @param task name of the task, for Akka's log
     */
    static <M> void stopBeforeSharding(ActorContext<M> context, String task, M stop) {
        CoordinatedShutdown.get(Adapter.toClassic(context.getSystem()))
                .addActorTerminationTask(
                        CoordinatedShutdown.PhaseBeforeClusterShutdown(),
                        task,
                        Adapter.toClassic(context.getSelf()),
                        Optional.of(stop));
    }
}
