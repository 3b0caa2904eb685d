package menhir.node;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import menhir.certificates.CertificateFileException;
import menhir.cluster.KnownNodes;
import menhir.config.ProgramVersion;
import menhir.config.Settings;
import menhir.games.node.NodeClock;
import menhir.http.HttpServer;
import menhir.http.HttpSettings;
import menhir.journal.ConfiguredSlots;
import menhir.journal.OpenSlot;
import menhir.journal.SlotUnavailableException;
import menhir.service.StoreService.StoreInfo;
import menhir.stats.NodeStats;
import menhir.webhook.Webhook;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process of a node. It opens the databases of its slots and the HTTP port once, and keeps them open while it runs one
 * {@link ClusterSession} after another.
 */
public final class Node {
    private static final Duration HTTP_STOP_DEADLINE = Duration.ofSeconds(2);
    private static final Duration LEAVE_DEADLINE = Duration.ofSeconds(8);
    private static final Duration BIND_DEADLINE = Duration.ofSeconds(20);
    static final Duration EXPIRY_WARNING = Duration.ofDays(30);

    private final Logger log = LoggerFactory.getLogger(Node.class);
    private final Settings settings;
    private final List<OpenSlot> slots = new ArrayList<>();
    private final NodeStats stats;
    private final ReconnectingStoreService service;
    private final NodeClock clock;
    private final KnownNodes known = new KnownNodes();
    private final ReconnectingGames games;
    private final AtomicReference<@Nullable ClusterSession> session = new AtomicReference<>();
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CompletableFuture<@Nullable Void> slotFailure = new CompletableFuture<>();
    private volatile boolean stopping;
    private volatile boolean failed;

    private Node(Settings settings) {
        this.settings = settings;
        this.clock = new NodeClock(
                settings.node().name(),
                settings.clock().offset().toNanos() / 1_000,
                settings.clock().driftPartsPerMillion());
        this.games = new ReconnectingGames(clock);
        this.stats = new NodeStats(settings.stores().keySet(), System.currentTimeMillis(), System.nanoTime());
        this.service = new ReconnectingStoreService(
                settings.stores().values().stream()
                        .map(store -> new StoreInfo(store.name(), store.kind()))
                        .toList(),
                settings.cluster().slots(),
                stats);
    }

    /**
     * Runs a node until it is stopped (SIGTERM or SIGINT).
     *
     * @return the exit status, 0
     * @throws menhir.config.SettingsException if a catalog is invalid
     * @throws SlotUnavailableException if the database of a slot cannot be opened, or has failed since; the caller must end the
     *     process
     * @throws Exception if the node cannot start for another reason; the message is one line for the operator
     */
    public static int run(Settings settings) throws Exception {
        return new Node(settings).run();
    }

    private int run() throws Exception {
        logStart();
        InitialCatalogs catalogs = InitialCatalogs.read(settings.stores().values());
        List<Webhook> webhooks = WebhookBootstrap.read(settings);
        Optional<NodeSslEngines> tls = readCertificate();
        openSlots();
        ActorSystem<Void> http = ActorSystem.create(Behaviors.empty(), "http", NodeConfig.httpSystem(settings));
        tls.ifPresent(engines -> engines.follow(http));
        HttpServer server;
        try {
            server = startServer(http);
        } catch (ExecutionException | TimeoutException | CertificateFileException e) {
            http.terminate();
            slots.forEach(OpenSlot::close);
            throw new IllegalStateException(
                    "HTTP port " + settings.node().httpPort() + " on "
                            + settings.node().bindHost() + " cannot be opened",
                    e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(http, server), "stop"));
        log.info(
                "node {} serves {}://{}",
                settings.node().name(),
                settings.http().scheme(),
                settings.node().httpAddress());
        try {
            while (!stopping) {
                runSession(catalogs, webhooks, tls);
            }
            return 0;
        } catch (ExecutionException | RuntimeException e) {
            failed = true;
            throw e.getCause() instanceof SlotUnavailableException slot ? slot : e;
        } finally {
            ended.countDown();
        }
    }

    private void logStart() {
        log.info(
                "Menhir {} starts as {} of cluster {}: slots {} of {}, stores {}, data in {}",
                ProgramVersion.get(),
                settings.node().name(),
                settings.cluster().name(),
                settings.node().slots(),
                settings.cluster().slots(),
                settings.stores().keySet(),
                dataPlace());
    }

    private String dataPlace() {
        Settings.Postgresql postgresql = settings.database().postgresql();
        return postgresql == null
                ? settings.data().nodeDir(settings.node()).toString()
                : "schemas " + postgresql.schema() + "* of " + postgresql.url();
    }

    private Optional<NodeSslEngines> readCertificate() throws CertificateFileException {
        if (settings.cluster().certificate() == null) {
            log.warn(
                    "menhir.cluster.tls is false: whoever reaches port {} on {} can change and erase what all nodes store",
                    settings.node().bindPort(),
                    settings.node().bindHost());
        }
        return NodeSslEngines.read(settings.cluster());
    }

    private void openSlots() {
        try {
            for (int slot : settings.node().slots()) {
                OpenSlot open = ConfiguredSlots.of(settings, slot).open();
                slots.add(open);
                Gauge.builder("menhir.database.size", open, OpenSlot::bytes)
                        .description("Size of a slot's database")
                        .baseUnit(BaseUnits.BYTES)
                        .tag("slot", Integer.toString(slot))
                        .register(registry);
            }
            slots.forEach(slot -> slot.failed().thenAccept(slotFailure::completeExceptionally));
        } catch (RuntimeException e) {
            slots.forEach(OpenSlot::close);
            throw e;
        }
    }

    private HttpServer startServer(ActorSystem<Void> http) throws Exception {
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        JvmGcMetrics gc = new JvmGcMetrics();
        gc.bindTo(registry);
        http.getWhenTerminated().thenRun(gc::close);
        CallerKeysFile keys = new CallerKeysFile(settings.http());
        HttpSettings withKeys = NodeConfig.http(settings).withKeys(keys.read());
        HttpSettings served =
                HttpsPort.open(settings, http, registry).map(withKeys::withTls).orElse(withKeys);
        CompletionStage<HttpServer> starting = HttpServer.start(http, served, service, games, stats, registry);
        new StatsSampler(service, stats).start(http);
        HttpServer bound = starting.toCompletableFuture().get(BIND_DEADLINE.toSeconds(), TimeUnit.SECONDS);
        keys.follow(http, bound);
        return bound;
    }

    /** Runs a session until it ends, or a slot's database has failed. */
    private void runSession(InitialCatalogs catalogs, List<Webhook> webhooks, Optional<NodeSslEngines> tls)
            throws Exception {
        ClusterSession current = ClusterSession.start(settings, slots, catalogs, webhooks, tls, clock, known, registry);
        session.set(current);
        if (stopping) {
            current.leave();
        }
        current.servingStores().thenAccept(service::set);
        current.joinedGames().thenAccept(games::set);
        current.leaving().thenRun(this::clearServices);
        CompletableFuture.anyOf(current.ended().toCompletableFuture(), slotFailure)
                .get();
        service.ended();
        games.ended();
        session.set(null);
        if (!stopping) {
            log.warn(
                    "node {} was removed from the cluster; rejoining",
                    settings.node().name());
        }
    }

    private void clearServices() {
        service.set(null);
        games.set(null);
    }

    private void stop(ActorSystem<Void> http, HttpServer server) {
        if (slotFailure.isCompletedExceptionally()) {
            // Nothing may use the database any more: to the other nodes this is a crash.
            Runtime.getRuntime().halt(1);
        }
        log.info("node {} is stopping", settings.node().name());
        stopping = true;
        try {
            server.stop(HTTP_STOP_DEADLINE)
                    .toCompletableFuture()
                    .get(HTTP_STOP_DEADLINE.toMillis() * 2, TimeUnit.MILLISECONDS);
            ClusterSession current = session.get();
            if (current != null) {
                current.leave();
            }
            if (!ended.await(LEAVE_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn(
                        "node {} did not leave the cluster within {} s; exiting",
                        settings.node().name(),
                        LEAVE_DEADLINE.toSeconds());
            }
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            log.warn("node {} failed to stop in order: {}", settings.node().name(), e.toString());
        }
        slots.forEach(OpenSlot::close);
        http.terminate();
        // Without this the JVM would exit with the status of the signal, although a requested stop is no failure.
        Runtime.getRuntime().halt(failed ? 1 : 0);
    }
}
