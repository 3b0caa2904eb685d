package menhir.node;

import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.Cluster;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import menhir.cluster.ClusterJoiner;
import menhir.cluster.ClusterMembers;
import menhir.config.Settings;
import menhir.frontend.ClusterStoreService;
import menhir.games.Games;
import menhir.games.node.NodeClock;
import menhir.journal.SlotDatabase;
import menhir.service.StoreService;
import org.jspecify.annotations.Nullable;

/**
 * One session of a node in the cluster: an actor system that joins, serves the stores and the games, and leaves or is removed.
 * Akka cannot rejoin with the same actor system, so after its end the node starts a new session.
 */
final class ClusterSession {
    private final ActorSystem<Void> system;
    private final CompletableFuture<StoreService> service = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Games> games = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> joined = new CompletableFuture<>();

    private ClusterSession(Settings settings, List<SlotDatabase> slots, NodeClock clock, MeterRegistry registry) {
        this.system = ActorSystem.create(
                guardian(settings, clock, registry), settings.cluster().name(), NodeConfig.cluster(settings, slots));
    }

    /**
     * Starts a session, which joins the cluster by itself.
     *
     * @param slots open databases of this node's slots; they outlive the session
     * @param clock outlives the session
     * @param registry of metrics; outlives the session
     */
    static ClusterSession start(Settings settings, List<SlotDatabase> slots, NodeClock clock, MeterRegistry registry) {
        return new ClusterSession(settings, slots, clock, registry);
    }

    private Behavior<Void> guardian(Settings settings, NodeClock clock, MeterRegistry registry) {
        return Behaviors.setup(context -> {
            List<String> seeds = settings.cluster().seeds().stream()
                    .map(seed -> settings.cluster().name() + "@" + seed)
                    .toList();
            context.spawn(ClusterJoiner.create(seeds, () -> joined.complete(null), this::leave), ClusterJoiner.NAME);
            ClusterMembers nodes = new ClusterMembers(Cluster.get(context.getSystem()));
            StoreService stores = new ClusterStoreService(
                    context.getSystem(), nodes, new StoreBootstrap(context, settings, nodes, clock, registry).start());
            service.complete(stores);
            games.complete(new GamesBootstrap(context, settings, nodes, clock).start(stores));
            return Behaviors.empty();
        });
    }

    /** The stores; completes when the session has joined the cluster. */
    CompletionStage<StoreService> joinedService() {
        return joined.thenCompose(done -> service);
    }

    /** The games, or null if there is no scoreboard; completes when the session has joined the cluster. */
    CompletionStage<@Nullable Games> joinedGames() {
        return joined.thenCompose(done -> games);
    }

    /** Leaves the cluster if it has joined one, and ends. */
    void leave() {
        CoordinatedShutdown.get(Adapter.toClassic(system))
                .runAll(CoordinatedShutdown.actorSystemTerminateReason())
                .exceptionally(failure -> {
                    system.terminate();
                    return null;
                });
    }

    /** Completes when the session has ended, for any reason. */
    CompletionStage<Void> ended() {
        return system.getWhenTerminated().thenApply(done -> null);
    }
}
