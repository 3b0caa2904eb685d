package menhir.http;

import akka.Done;
import akka.actor.typed.ActorSystem;
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
import menhir.games.Games;
import menhir.http.access.Access;
import menhir.http.access.ApiKey;
import menhir.http.api.BackupRoutes;
import menhir.http.api.ClusterRoutes;
import menhir.http.api.EventRoutes;
import menhir.http.api.EventStreams;
import menhir.http.api.GamesRoutes;
import menhir.http.api.HoldRoutes;
import menhir.http.api.ItemRoutes;
import menhir.http.api.LeaderRoutes;
import menhir.http.api.OrderRoutes;
import menhir.http.api.ScoreRoutes;
import menhir.http.api.Stores;
import menhir.http.api.Suggestions;
import menhir.http.connections.ConnectionListener;
import menhir.http.dialect.Dialect;
import menhir.http.docs.DocsRoutes;
import menhir.http.ops.ConsoleRoutes;
import menhir.http.ops.NodeRoutes;
import menhir.http.ops.StatsRoutes;
import menhir.http.server.BodyReader;
import menhir.http.server.HttpLimits;
import menhir.http.server.MalformedRequests;
import menhir.http.server.Route;
import menhir.http.server.Router;
import menhir.service.StoreService;
import menhir.stats.NodeStats;
import menhir.store.StoreKind;

/** The running HTTP server of a node. */
public final class HttpServer {
    /** Configuration key of the root store. */
    static final String ROOT_STORE_KEY = "menhir.http.root-store";

    /** How long clients of event streams have to receive the end of their stream. */
    private static final Duration STREAM_END = Duration.ofMillis(250);

    /** Connections that the kernel has opened and nobody has accepted yet. They are accepted at once, so these are bursts. */
    private static final int BACKLOG = 1024;

    private static final Duration LINGER_TIMEOUT = Duration.ofSeconds(10);

    private final ConnectionListener listener;
    private final SharedKillSwitch eventStreams;
    private final Access access;

    private HttpServer(ConnectionListener listener, Access access, SharedKillSwitch eventStreams) {
        this.listener = listener;
        this.access = access;
        this.eventStreams = eventStreams;
    }

    /**
     * Binds the port and serves requests.
     *
     * @return the running server; fails if the port is taken
     * @throws IllegalArgumentException if the service does not have the root store of the settings
     */
    public static CompletionStage<HttpServer> start(
            ActorSystem<?> system,
            HttpSettings settings,
            StoreService service,
            Games games,
            NodeStats stats,
            PrometheusMeterRegistry registry) {
        SharedKillSwitch eventStreams = KillSwitches.shared("menhir-event-streams");
        HttpLimits limits = settings.limits();
        Access access = new Access(settings.anonymous(), settings.keys(), System.nanoTime());
        Router router = new Router(
                routes(settings, service, games, stats, registry, eventStreams),
                registry,
                settings.sites(),
                access,
                new BodyReader(system, limits),
                (request, id, status) -> stats.administered(request, id, status, System.currentTimeMillis()),
                limits.requestTimeout());
        return ConnectionListener.bind(
                        system,
                        new InetSocketAddress(settings.host(), settings.port()),
                        serverSettings(system, settings),
                        limits,
                        router,
                        NodeRoutes.HEALTH_PATHS,
                        settings.tls(),
                        registry)
                .thenApply(listener -> new HttpServer(listener, access, eventStreams));
    }

    /** From now on these are the keys of all callers. */
    public void replaceKeys(List<ApiKey> keys) {
        access.replaceKeys(keys, System.nanoTime());
    }

    public InetSocketAddress localAddress() {
        return listener.localAddress();
    }

    /**
     * Accepts no more connections, ends event streams, lets running requests finish, and closes all connections.
     *
     * @param deadline for the running requests
     */
    public CompletionStage<Done> stop(Duration deadline) {
        CompletionStage<Done> unbound = listener.unbind();
        // terminate() aborts streams: they must have ended before.
        eventStreams.shutdown();
        return unbound.thenCompose(done -> new CompletableFuture<Done>()
                        .completeOnTimeout(done, STREAM_END.toMillis(), TimeUnit.MILLISECONDS))
                .thenCompose(done -> listener.terminate(deadline))
                .thenApply(terminated -> Done.getInstance());
    }

    /** All routes of this server. */
    static List<Route> routes(
            HttpSettings settings,
            StoreService service,
            Games games,
            NodeStats stats,
            PrometheusMeterRegistry registry,
            SharedKillSwitch eventStreams) {
        Stores stores = new Stores(service);
        if (!stores.has(settings.rootStore())) {
            throw new IllegalArgumentException(
                    ROOT_STORE_KEY + " is " + settings.rootStore() + ", which is not a store of this server");
        }
        Suggestions suggestions = new Suggestions(service);
        EventStreams streams = new EventStreams(service, settings.limits(), eventStreams, registry);
        List<Route> routes = new ArrayList<>();
        routes.addAll(new NodeRoutes(service, registry, settings.version()).routes());
        routes.addAll(new ConsoleRoutes().routes());
        routes.addAll(new DocsRoutes().routes());
        routes.addAll(new ClusterRoutes(service, stores).routes());
        routes.addAll(new LeaderRoutes(service, stores).routes());
        routes.addAll(new StatsRoutes(stats).routes());
        routes.addAll(new ItemRoutes(service, stores, suggestions).routes());
        routes.addAll(new OrderRoutes(service, stores, suggestions).routes());
        routes.addAll(new HoldRoutes(service, stores, suggestions).routes());
        routes.addAll(new BackupRoutes(service, stores, settings.origin()).routes());
        routes.addAll(new EventRoutes(service, stores, streams).routes());
        List<String> scoreboards = stores.ofKind(StoreKind.GAMES);
        scoreboards.forEach(store -> routes.addAll(new ScoreRoutes(service, store, suggestions).routes()));
        routes.addAll(new GamesRoutes(games, registry).routes(scoreboards));
        routes.addAll(Dialect.routes(
                settings.dialects(), service, stores, settings.rootStore(), games, settings.authId(), streams));
        return routes;
    }

    private static ServerSettings serverSettings(ActorSystem<?> system, HttpSettings settings) {
        ServerSettings defaults = ServerSettings.create(akka.actor.typed.javadsl.Adapter.toClassic(system));
        List<Inet.SocketOption> socketOptions = List.of(TcpSO.tcpNoDelay(true));
        return defaults.withServerHeader(
                        Optional.of(Server.create(ProductVersion.create("Menhir", settings.version()))))
                .withHttp2Enabled(false)
                // One request at a time on a connection: the number of connections bounds the number of requests.
                .withPipeliningLimit(1)
                .withBacklog(BACKLOG)
                .withSocketOptions(socketOptions)
                // HTTP/1.0 requests need no Host header.
                .withDefaultHostHeader(Host.create("localhost"))
                .withParsingErrorHandler(MalformedRequests.class.getName())
                .withTimeouts(defaults.getTimeouts()
                        // The router's timeout costs nothing for responses that are complete at once.
                        .withRequestTimeout(scala.concurrent.duration.Duration.Inf())
                        .withLingerTimeout(scala(LINGER_TIMEOUT)))
                .withParserSettings(parserSettings(defaults.getParserSettings(), settings.limits()));
    }

    private static ParserSettings parserSettings(ParserSettings defaults, HttpLimits limits) {
        return defaults.withMaxContentLength(limits.maxBodyBytes())
                .withMaxToStrictBytes(limits.maxBodyBytes())
                .withMaxUriLength(HttpLimits.MAX_URI_BYTES)
                .withMaxHeaderCount(HttpLimits.MAX_HEADERS)
                .withMaxHeaderValueLength(HttpLimits.MAX_HEADER_BYTES)
                .withIllegalHeaderWarnings(false)
                // Handlers read raw headers. Parsing them into Akka's models would cost time for every request.
                .withModeledHeaderParsing(false);
    }

    private static scala.concurrent.duration.Duration scala(Duration duration) {
        return scala.concurrent.duration.Duration.create(duration.toMillis(), TimeUnit.MILLISECONDS);
    }
}
