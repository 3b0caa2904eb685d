package menhir.http.ops;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.util.ByteString;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import menhir.http.problem.Problem;
import menhir.http.problem.ProblemType;
import menhir.http.server.Json;
import menhir.http.server.Method;
import menhir.http.server.Route;
import menhir.service.StoreService;

/** Health, metrics, version and the main paths. */
public final class NodeRoutes {
    /** Paths of the requests that are answered however many connections there are. */
    public static final Set<String> HEALTH_PATHS = Set.of("/alive", "/ready", "/metrics");

    private static final ContentType METRICS = ContentTypes.parse("text/plain; version=0.0.4; charset=utf-8");

    private static final String INDEX = """
            Menhir %s: a replicated store server.

            /console        web console
            /docs           all requests, with examples
            /openapi.yaml   the same for programs, also as /openapi.json
            /v1/stores      the stores
            /v1/cluster     nodes and replicas
            /v1/stats       the last minutes of this node
            /alive          whether this process runs
            /ready          whether this node takes orders
            /metrics        metrics for Prometheus
            /version        version of this server
            """;

    private record Alive(boolean alive) {}

    private record Ready(boolean ready) {}

    private record Version(String name, String version) {}

    private final StoreService service;
    private final StoreMetrics storeMetrics;
    private final String version;

    public NodeRoutes(StoreService service, PrometheusMeterRegistry registry, String version) {
        this.service = service;
        this.storeMetrics = new StoreMetrics(service, registry);
        this.version = version;
        Gauge.builder("menhir.build.info", () -> 1)
                .description("Always 1; its label is the version of this server")
                .tag("version", version)
                .register(registry);
    }

    public List<Route> routes() {
        return List.of(
                Route.plain(Method.GET, "/", request -> text(ContentTypes.TEXT_PLAIN_UTF8, INDEX.formatted(version)))
                        .forEveryone(),
                Route.plain(Method.GET, "/alive", request -> json(new Alive(true)))
                        .forEveryone(),
                Route.plain(Method.GET, "/ready", request -> ready()).forEveryone(),
                Route.plain(Method.GET, "/version", request -> json(new Version("Menhir", version)))
                        .forEveryone(),
                Route.plain(Method.GET, "/metrics", request -> metrics()));
    }

    private CompletionStage<HttpResponse> metrics() {
        return storeMetrics.text().thenCompose(text -> text(METRICS, text));
    }

    private CompletionStage<HttpResponse> ready() {
        return service.notReady().thenApply(reasons -> {
            if (!reasons.isEmpty()) {
                throw Problem.of(
                                ProblemType.NOT_READY,
                                "This node takes no orders now (" + String.join("; ", reasons)
                                        + "): use another node, or try again later.")
                        .with("reasons", reasons)
                        .retryAfterSeconds(1)
                        .exception();
            }
            return Json.response(new Ready(true));
        });
    }

    private static CompletionStage<HttpResponse> json(Object value) {
        return CompletableFuture.completedFuture(Json.response(value));
    }

    private static CompletionStage<HttpResponse> text(ContentType type, String text) {
        return CompletableFuture.completedFuture(
                HttpResponse.create().withEntity(HttpEntities.create(type, ByteString.fromString(text))));
    }
}
