package menhir.node;

import akka.Done;
import akka.actor.BootstrapSetup;
import akka.actor.CoordinatedShutdown;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.remote.artery.tcp.SSLEngineProviderSetup;
import com.typesafe.config.Config;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import menhir.cluster.ClusterJoiner;
import menhir.cluster.ClusterMembers;
import menhir.cluster.KnownNodes;
import menhir.cluster.SlotDirectory;
import menhir.config.Settings;
import menhir.frontend.actor.ClusterStoreService;
import menhir.games.Games;
import menhir.games.node.NodeClock;
import menhir.journal.OpenSlot;
import menhir.service.StoreService;
import menhir.webhook.Webhook;
import org.jspecify.annotations.Nullable;

/**
 * One session of a node in the cluster: an actor system that joins, serves the stores and the games, and leaves or is removed.
 * Akka cannot rejoin with the same actor system, so after its end the node starts a new session.
 */
final class ClusterSession {
    private static final Duration MEMBERS_SEEN_EVERY = Duration.ofMillis(500);

    private final ActorSystem<Void> system;
    private final CompletableFuture<StoreService> service = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Games> games = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> serving = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> joined = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> leaving = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> actorsStopped = new CompletableFuture<>();
    private final AtomicReference<@Nullable RuntimeException> startFailure = new AtomicReference<>();

    private ClusterSession(
            Settings settings,
            List<OpenSlot> slots,
            InitialCatalogs catalogs,
            List<Webhook> webhooks,
            Optional<NodeSslEngines> tls,
            NodeClock clock,
            KnownNodes known,
            MeterRegistry registry) {
        Config config = NodeConfig.cluster(
                settings, slots.stream().map(OpenSlot::database).toList());
        ActorSystemSetup setup = ActorSystemSetup.create(BootstrapSetup.create(config));
        this.system = ActorSystem.create(
                guardian(settings, slots, catalogs, webhooks, clock, known, registry),
                settings.cluster().name(),
                tls.map(engines -> setup.withSetup(SSLEngineProviderSetup.create(created -> engines)))
                        .orElse(setup));
        CoordinatedShutdown.get(Adapter.toClassic(system))
                .addTask(CoordinatedShutdown.PhaseBeforeServiceUnbind(), "say that the session leaves", () -> {
                    leaving.complete(null);
                    return CompletableFuture.completedFuture(Done.getInstance());
                });
    }

    /**
     * Starts a session, which joins the cluster by itself.
     *
     * @param slots open databases of this node's slots; they outlive the session
     * @param catalogs of all stores
     * @param webhooks of all stores
     * @param tls encrypts what nodes send to each other; outlives the session
     * @param clock outlives the session
     * @param known outlives the session
     * @param registry of metrics; outlives the session
     */
    static ClusterSession start(
            Settings settings,
            List<OpenSlot> slots,
            InitialCatalogs catalogs,
            List<Webhook> webhooks,
            Optional<NodeSslEngines> tls,
            NodeClock clock,
            KnownNodes known,
            MeterRegistry registry) {
        return new ClusterSession(settings, slots, catalogs, webhooks, tls, clock, known, registry);
    }

    private Behavior<Void> guardian(
            Settings settings,
            List<OpenSlot> slots,
            InitialCatalogs catalogs,
            List<Webhook> webhooks,
            NodeClock clock,
            KnownNodes known,
            MeterRegistry registry) {
        return Behaviors.setup(context -> {
            try {
                startActors(context, settings, slots, catalogs, webhooks, clock, known, registry);
            } catch (RuntimeException e) {
                startFailure.set(e);
                throw e;
            }
            return Behaviors.receive(Void.class)
                    .onSignal(PostStop.class, stopped -> {
                        actorsStopped.complete(null);
                        return Behaviors.same();
                    })
                    .build();
        });
    }

    private void startActors(
            ActorContext<Void> context,
            Settings settings,
            List<OpenSlot> slots,
            InitialCatalogs catalogs,
            List<Webhook> webhooks,
            NodeClock clock,
            KnownNodes known,
            MeterRegistry registry) {
        List<String> seeds = settings.cluster().seeds().stream()
                .map(seed -> settings.cluster().name() + "@" + seed)
                .toList();
        SlotDirectory directory = new SlotDirectory();
        context.spawn(
                ClusterJoiner.create(seeds, settings.cluster().slots(), directory, new Events(settings.node())),
                ClusterJoiner.NAME);
        ClusterMembers nodes = new ClusterMembers(Adapter.toClassic(context.getSystem()), known);
        // Also if nobody asks, so that the times are right since when a node is not reached.
        context.getSystem()
                .scheduler()
                .scheduleWithFixedDelay(Duration.ZERO, MEMBERS_SEEN_EVERY, nodes::known, context.getExecutionContext());
        StoreService stores = new ClusterStoreService(
                context.getSystem(),
                nodes,
                settings.cluster().slots(),
                new StoreBootstrap(context, settings, slots, catalogs, directory, nodes, clock, registry).start());
        WebhookBootstrap.start(context.getSystem(), settings.cluster().name(), webhooks, stores, registry);
        service.complete(stores);
        games.complete(new GamesBootstrap(context, settings, nodes, clock).start(stores));
    }

    private final class Events implements ClusterJoiner.Events {
        private final Settings.Node node;

        Events(Settings.Node node) {
            this.node = node;
        }

        @Override
        public void serving() {
            serving.complete(null);
        }

        @Override
        public void joined() {
            joined.complete(null);
        }

        @Override
        public void alone() {
            leave();
        }

        @Override
        public void rival(String address) {
            startFailure.set(new IllegalStateException(
                    "the node at " + address + " runs with the same slot as " + node.name() + ", which has "
                            + node.slots() + ": stop one of them, or give it other slots (menhir.node.slots)"));
            leave();
        }
    }

    /** The stores; completes when this node reaches a majority of the slots, or has joined the cluster. */
    CompletionStage<StoreService> servingStores() {
        return serving.thenCompose(done -> service);
    }

    /** Whether it has joined the cluster. */
    boolean hasJoined() {
        return joined.isDone();
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

    /**
     * Completes when the session begins to leave the cluster, or finds that it was removed. From now on it should be asked
     * nothing: it still answers at this moment, but soon its actors stop, and then nobody answers.
     */
    CompletionStage<@Nullable Void> leaving() {
        return leaving;
    }

    /**
     * Completes when the session has ended. Fails if it ended because its actors could not start, or because another node has
     * the same slot: another session would end in the same way. Fails too if it does not end within half a minute: another
     * session could not open the same port.
     */
    CompletionStage<@Nullable Void> ended() {
        return SessionEnd.of(Adapter.toClassic(system), leaving, actorsStopped, SessionEnd.LIMIT)
                .thenApply(done -> {
                    RuntimeException failure = startFailure.get();
                    if (failure != null) {
                        throw failure;
                    }
                    return null;
                });
    }
}
