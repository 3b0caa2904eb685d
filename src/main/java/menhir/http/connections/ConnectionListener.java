package menhir.http.connections;

import akka.Done;
import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.http.javadsl.Http;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.settings.ServerSettings;
import akka.japi.function.Function;
import akka.stream.ActorAttributes;
import akka.stream.Attributes;
import akka.stream.Materializer;
import akka.stream.SystemMaterializer;
import akka.stream.TLSProtocol;
import akka.stream.javadsl.BidiFlow;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.TLSPlacebo;
import akka.util.ByteString;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import menhir.http.connections.Connection.Terms;
import menhir.http.server.HttpLimits;
import org.jspecify.annotations.Nullable;

/**
 * Accepts connections and serves requests on them. As many as {@link HttpLimits#maxConnections} are ordinary, and of these no
 * client takes more than its share: {@link Admission}. Beyond that, a connection is accepted for one request: a health check is
 * answered, everything else with 503. Beyond {@link HttpLimits#SPARE_CONNECTIONS} of these it is closed at once. Thread-safe.
 */
public final class ConnectionListener {
    /** The same as that of Akka's own servers. */
    private static final Attributes ATTRIBUTES = Attributes.none()
            .and(new Attributes.CancellationStrategy(Attributes.cancellationStrategyAfterDelay(
                    scala.concurrent.duration.Duration.create(100, TimeUnit.MILLISECONDS),
                    Attributes.cancellationStrategyFailStage())));

    /** By a thread of its own: see reference.conf. */
    private static final Attributes ACCEPTING = ActorAttributes.dispatcher(Acceptor.DISPATCHER);

    /** How long a spare connection has for the head of its request, from its beginning. */
    private static final Duration SPARE_HEAD_TIMEOUT = Duration.ofSeconds(1);

    private final HttpLimits limits;
    private final Materializer materializer;
    private final BidiFlow<HttpResponse, ByteString, ByteString, HttpRequest, NotUsed> layer;
    private final Function<HttpRequest, CompletionStage<HttpResponse>> handler;
    private final Function<HttpRequest, CompletionStage<HttpResponse>> spareHandler;
    private final Admission<Connection> admission;
    private final Counter refused;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final @Nullable TlsStage tls;
    private final ByteString headTimeout;
    private final ByteString tooManyConnections = Refusals.tooManyConnectionsBytes();
    private final CompletableFuture<Acceptor.Port> binding = new CompletableFuture<>();
    private volatile boolean stopping;

    private ConnectionListener(
            ActorSystem<?> system,
            ServerSettings settings,
            HttpLimits limits,
            Function<HttpRequest, CompletionStage<HttpResponse>> handler,
            Set<String> healthPaths,
            Optional<Supplier<SSLEngine>> engines,
            MeterRegistry registry) {
        this.limits = limits;
        this.materializer = SystemMaterializer.get(system).materializer();
        // Once for all connections: it contains tables for the parser, which are expensive to make.
        this.layer = Http.get(system)
                .serverLayer(settings)
                .atop(BidiFlow.fromFlows(
                        Flow.of(TLSProtocol.SslTlsOutbound.class),
                        Flow
                                .<TLSProtocol.SessionBytes, TLSProtocol.SslTlsInbound, TLSProtocol.SessionBytes,
                                        NotUsed>
                                        upcast(Flow.of(TLSProtocol.SessionBytes.class))))
                .atop(TLSPlacebo.getInstance())
                .atop(BidiFlow.bidirectionalIdleTimeout(limits.idleTimeout()));
        this.handler = handler;
        this.refused = Counter.builder("menhir.http.connections.refused")
                .description(
                        "Connections beyond the limit, or their client's share of it, that were answered with 503, or closed")
                .register(registry);
        this.spareHandler = new SpareHandler(handler, healthPaths, materializer, refused::increment);
        this.tls = engines.map(each -> tls(each, limits, registry)).orElse(null);
        this.headTimeout = Refusals.headTimeout(limits.headTimeout());
        this.admission = new Admission<>(limits.maxConnections(), HttpLimits.SPARE_CONNECTIONS, evicted -> {
            refused.increment();
            evicted.abort();
        });
        Gauge.builder("menhir.http.connections", admission, Admission::count)
                .description("Open connections")
                .register(registry);
    }

    private static TlsStage tls(Supplier<SSLEngine> engines, HttpLimits limits, MeterRegistry registry) {
        Counter failed = Counter.builder("menhir.http.handshakes.failed")
                .description("Connections that ended without a TLS handshake")
                .register(registry);
        return new TlsStage(
                engines, new Handshakes(), limits.headTimeout(), Refusals.clearTextBytes(), failed::increment);
    }

    /**
     * Binds the port and serves requests.
     *
     * @param settings of Akka's HTTP layer; its limit of connections and its idle timeout are not used
     * @param handler never fails
     * @param healthPaths paths of requests that are answered beyond the limit of connections
     * @param engines makes the TLS engine of each new connection; empty for clear text
     * @return the listener; fails if the port is taken
     */
    public static CompletionStage<ConnectionListener> bind(
            ActorSystem<?> system,
            InetSocketAddress address,
            ServerSettings settings,
            HttpLimits limits,
            Function<HttpRequest, CompletionStage<HttpResponse>> handler,
            Set<String> healthPaths,
            Optional<Supplier<SSLEngine>> engines,
            MeterRegistry registry) {
        ConnectionListener listener =
                new ConnectionListener(system, settings, limits, handler, healthPaths, engines, registry);
        return Acceptor.bind(
                        Adapter.toClassic(system),
                        address,
                        settings.getBacklog(),
                        settings.getSocketOptions(),
                        listener::accept)
                .thenApply(port -> {
                    listener.binding.complete(port);
                    return listener;
                });
    }

    public InetSocketAddress localAddress() {
        return binding.join().address();
    }

    private void accept(Acceptor.Incoming incoming) {
        Connection connection = new Connection(admission);
        String client = ClientAddress.of(incoming.remoteAddress().getAddress());
        Admission.Place place = stopping ? Admission.Place.NONE : admission.admit(connection, client);
        switch (place) {
            case ORDINARY ->
                serve(
                        incoming,
                        connection,
                        ATTRIBUTES,
                        new Terms(handler, new HeadDeadline(limits.headTimeout().toNanos()), false, headTimeout, tls));
            case SPARE -> {
                HeadDeadline deadline = new HeadDeadline(SPARE_HEAD_TIMEOUT.toNanos());
                deadline.begin(System.nanoTime());
                serve(
                        incoming,
                        connection,
                        ATTRIBUTES.and(ACCEPTING),
                        new Terms(spareHandler, deadline, true, tooManyConnections, tls));
            }
            case NONE -> {
                refused.increment();
                incoming.refuse();
            }
        }
    }

    private void serve(Acceptor.Incoming incoming, Connection connection, Attributes attributes, Terms terms) {
        open.add(connection);
        connection.closed().thenRun(() -> {
            open.remove(connection);
            admission.onClosed(connection);
        });
        connection
                .flow(terms, layer)
                .joinMat(incoming.bytes(), Keep.left())
                .addAttributes(attributes)
                .run(materializer);
        if (stopping) {
            connection.end();
        }
    }

    /** Accepts no more connections. */
    public CompletionStage<Done> unbind() {
        return binding.thenCompose(Acceptor.Port::unbind);
    }

    /**
     * Closes all connections: idle ones at once, the others after their request, and after the deadline those that are left.
     */
    public CompletionStage<Done> terminate(Duration deadline) {
        stopping = true;
        List<Connection> all = List.copyOf(open);
        all.forEach(Connection::end);
        CompletableFuture<Void> closed = CompletableFuture.allOf(
                all.stream().map(each -> each.closed().toCompletableFuture()).toArray(CompletableFuture<?>[]::new));
        return closed.copy()
                .completeOnTimeout(null, deadline.toMillis(), TimeUnit.MILLISECONDS)
                .thenCompose(done -> {
                    all.forEach(Connection::abort);
                    return closed;
                })
                .thenApply(done -> Done.getInstance());
    }
}
