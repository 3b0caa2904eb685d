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
import menhir.frontend.actor.ClusterStoreService;
import menhir.games.Games;
import menhir.games.node.NodeClock;
import menhir.journal.SlotDatabase;
import menhir.service.StoreService;
import org.jspecify.annotations.Nullable;

/** A node's life as a member of the cluster, from its joining to its leaving or being left behind. */
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
     * Starts a life in the cluster.
     *
     * @param clock outlives the incarnation
     * @param registry what is measured goes there; it outlives the incarnation, too
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

    /** The stores as this incarnation serves them, once it is in the cluster. */
    CompletionStage<StoreService> joinedService() {
        return joined.thenCompose(done -> service);
    }

    /** The games as this incarnation serves them, once it is in the cluster; null if there is no scoreboard. */
    CompletionStage<@Nullable Games> joinedGames() {
        return joined.thenCompose(done -> games);
    }

    /** Leaves the cluster in order, as far as there is one, and ends. */
    void leave() {
        CoordinatedShutdown.get(Adapter.toClassic(system))
                .runAll(CoordinatedShutdown.actorSystemTerminateReason())
                .exceptionally(failure -> {
                    system.terminate();
                    return null;
                });
    }

    /** Completes when it has ended, for whatever reason. */
    CompletionStage<Void> ended() {
        return system.getWhenTerminated().thenApply(done -> null);
    }
}
