package menhir.http;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.headers.Host;
import akka.http.javadsl.model.headers.ProductVersion;
import akka.http.javadsl.model.headers.Server;
import akka.http.javadsl.settings.ParserSettings;
import akka.http.javadsl.settings.ServerSettings;
import akka.io.Inet;
import akka.io.TcpSO;
import akka.stream.KillSwitches;
import akka.stream.SharedKillSwitch;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import menhir.http.api.ClusterRoutes;
import menhir.http.api.EventRoutes;
import menhir.http.api.GamesRoutes;
import menhir.http.api.ItemRoutes;
import menhir.http.api.OrderRoutes;
import menhir.http.api.ScoreAuthorization;
import menhir.http.api.ScoreRoutes;
import menhir.http.dialect.Dialect;
import menhir.http.dialect.Olympics;
import menhir.http.ops.ConsoleRoutes;
import menhir.http.ops.NodeRoutes;
import menhir.http.server.AdminGuard;
import menhir.http.server.BodyReader;
import menhir.http.server.HttpSettings;
import menhir.http.server.MalformedRequests;
import menhir.http.server.Route;
import menhir.http.server.Router;
import menhir.http.server.Stores;
import menhir.service.StoreService;
import menhir.service.StoreService.StoreInfo;

/** A node's HTTP server, running. */
public final class HttpServer {
    private static final int MAX_PATH_BYTES = 2048;
    private static final int MAX_HEADERS = 64;
    private static final int MAX_HEADER_BYTES = 4096;
    private static final Duration LAST_EVENTS = Duration.ofMillis(250);

    private final ServerBinding binding;
    private final SharedKillSwitch eventStreams;

    private HttpServer(ServerBinding binding, SharedKillSwitch eventStreams) {
        this.binding = binding;
        this.eventStreams = eventStreams;
    }

    /**
     * Opens the door.
     *
     * @return fails when the port is taken
     * @throws IllegalArgumentException when the settings name a store that the service does not have
     */
    public static CompletionStage<HttpServer> start(
            ActorSystem<?> system,
            HttpSettings settings,
            StoreService service,
            ScoreAuthorization games,
            PrometheusMeterRegistry registry) {
        SharedKillSwitch eventStreams = KillSwitches.shared("menhir-event-streams");
        // Half of a request's time for its body, so that a slow client is told so, and not that the store was slow.
        BodyReader bodies = new BodyReader(
                system, settings.maxBodyBytes(), settings.requestTimeout().toMillis() / 2);
        Router router = new Router(
                routes(settings, service, games, registry, eventStreams), registry, bodies, settings.requestTimeout());
        return Http.get(system)
                .newServerAt(settings.host(), settings.port())
                .withSettings(serverSettings(system, settings))
                .bind(router)
                .thenApply(binding -> new HttpServer(binding, eventStreams));
    }

    public InetSocketAddress localAddress() {
        return binding.localAddress();
    }

    /** For a node that unbinds and terminates in phases of its own; {@link #stop} does both. */
    public ServerBinding binding() {
        return binding;
    }

    /**
     * Takes no new connections, ends event streams, lets running requests finish, and closes what is left.
     *
     * @param deadline for the running requests
     */
    public CompletionStage<Done> stop(Duration deadline) {
        CompletionStage<Done> unbound = binding.unbind();
        // Akka cuts streamed answers off when it terminates: their ends must be on the way before.
        eventStreams.shutdown();
        return unbound.thenCompose(done -> new CompletableFuture<Done>()
                        .completeOnTimeout(done, LAST_EVENTS.toMillis(), TimeUnit.MILLISECONDS))
                .thenCompose(done -> binding.terminate(deadline))
                .thenApply(terminated -> Done.getInstance());
    }

    /** Everything that this server answers to. */
    static List<Route> routes(
            HttpSettings settings,
            StoreService service,
            ScoreAuthorization games,
            PrometheusMeterRegistry registry,
            SharedKillSwitch eventStreams) {
        Stores stores = new Stores(service);
        if (!stores.has(settings.ordersStore())) {
            throw new IllegalArgumentException(
                    "menhir.http.root-store names " + settings.ordersStore() + ", which is not a store of this server");
        }
        AdminGuard admin = new AdminGuard(settings.adminToken());
        List<Route> routes = new ArrayList<>();
        routes.addAll(new NodeRoutes(service, registry, settings.version()).routes());
        routes.addAll(new ConsoleRoutes().routes());
        routes.addAll(new ClusterRoutes(service, stores, admin).routes());
        routes.addAll(new ItemRoutes(service, stores, admin).routes());
        routes.addAll(new OrderRoutes(service, stores).routes());
        routes.addAll(new EventRoutes(service, stores, settings, eventStreams, registry).routes());
        List<String> scoreboards = stores.all().stream()
                .filter(store -> store.kind().isScoreboard())
                .map(StoreInfo::name)
                .toList();
        scoreboards.forEach(store -> routes.addAll(new ScoreRoutes(service, store, admin).routes()));
        routes.addAll(new GamesRoutes(games, admin, registry).routes(scoreboards));
        routes.addAll(Dialect.routes(service, stores, settings.ordersStore(), new Olympics(service, games)));
        return routes;
    }

    private static ServerSettings serverSettings(ActorSystem<?> system, HttpSettings settings) {
        ServerSettings defaults = ServerSettings.create(akka.actor.typed.javadsl.Adapter.toClassic(system));
        List<Inet.SocketOption> socketOptions = List.of(TcpSO.tcpNoDelay(true));
        return defaults.withServerHeader(
                        Optional.of(Server.create(ProductVersion.create("Menhir", settings.version()))))
                .withHttp2Enabled(false)
                .withMaxConnections(settings.maxConnections())
                // One after the other: what a connection may ask of this node is bounded without counting.
                .withPipeliningLimit(1)
                .withSocketOptions(socketOptions)
                // HTTP/1.0 clients need not say whom they mean.
                .withDefaultHostHeader(Host.create("localhost"))
                .withParsingErrorHandler(MalformedRequests.class.getName())
                .withTimeouts(defaults.getTimeouts()
                        .withIdleTimeout(scala(settings.idleTimeout()))
                        // The router has a deadline of its own, which costs nothing for answers that are there at once.
                        .withRequestTimeout(scala.concurrent.duration.Duration.Inf())
                        .withLingerTimeout(scala(Duration.ofSeconds(10))))
                .withParserSettings(parserSettings(defaults.getParserSettings(), settings));
    }

    private static ParserSettings parserSettings(ParserSettings defaults, HttpSettings settings) {
        return defaults.withMaxContentLength(settings.maxBodyBytes())
                .withMaxToStrictBytes(settings.maxBodyBytes())
                .withMaxUriLength(MAX_PATH_BYTES)
                .withMaxHeaderCount(MAX_HEADERS)
                .withMaxHeaderValueLength(MAX_HEADER_BYTES)
                .withIllegalHeaderWarnings(false)
                // Headers are read as they came: none of Akka's models is needed, and each would cost every request.
                .withModeledHeaderParsing(false);
    }

    private static scala.concurrent.duration.Duration scala(Duration duration) {
        return scala.concurrent.duration.Duration.create(duration.toMillis(), TimeUnit.MILLISECONDS);
    }
}
