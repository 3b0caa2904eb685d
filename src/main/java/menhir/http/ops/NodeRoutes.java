package menhir.http.ops;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.util.ByteString;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import menhir.http.server.Json;
import menhir.http.server.Method;
import menhir.http.server.Problem;
import menhir.http.server.ProblemType;
import menhir.http.server.RequestContext;
import menhir.http.server.Route;
import menhir.service.StoreService;

/** What operators and their tools ask of a node. */
public final class NodeRoutes {
    private static final ContentType YAML = ContentTypes.parse("application/yaml");
    private static final ContentType METRICS = ContentTypes.parse("text/plain; version=0.0.4; charset=utf-8");

    private static final String INDEX = """
            Menhir %s: a store that stays standing.

            /console        to look at, with a browser
            /openapi.yaml   every call, described
            /v1/stores      the stores
            /v1/cluster     nodes and replicas
            /alive          whether this process runs
            /ready          whether this node takes orders
            /metrics        for Prometheus
            /version        of this server
            """;

    private final StoreService service;
    private final PrometheusMeterRegistry registry;
    private final String version;
    private final ByteString description = resource("/menhir/http/openapi.yaml");

    public NodeRoutes(StoreService service, PrometheusMeterRegistry registry, String version) {
        this.service = service;
        this.registry = registry;
        this.version = version;
    }

    public List<Route> routes() {
        return List.of(
                Route.plain(Method.GET, "/", call -> text(ContentTypes.TEXT_PLAIN_UTF8, INDEX.formatted(version))),
                Route.plain(Method.GET, "/alive", this::alive),
                Route.plain(Method.GET, "/ready", this::ready),
                Route.plain(Method.GET, "/version", this::version),
                Route.plain(Method.GET, "/metrics", call -> text(METRICS, registry.scrape())),
                Route.plain(Method.GET, "/openapi.yaml", call -> answer(YAML, description)));
    }

    private CompletionStage<HttpResponse> alive(RequestContext call) {
        return CompletableFuture.completedFuture(Json.response(out -> {
            out.writeStartObject();
            out.writeBooleanField("alive", true);
            out.writeEndObject();
        }));
    }

    private CompletionStage<HttpResponse> ready(RequestContext call) {
        return service.notReady().thenApply(reasons -> {
            if (!reasons.isEmpty()) {
                throw Problem.of(
                                ProblemType.NOT_READY,
                                "This node cannot take orders now (" + String.join("; ", reasons)
                                        + "): use another node, or wait.")
                        .with("reasons", reasons)
                        .retryAfterSeconds(1)
                        .exception();
            }
            return Json.response(out -> {
                out.writeStartObject();
                out.writeBooleanField("ready", true);
                out.writeEndObject();
            });
        });
    }

    private CompletionStage<HttpResponse> version(RequestContext call) {
        return CompletableFuture.completedFuture(Json.response(out -> {
            out.writeStartObject();
            out.writeStringField("name", "Menhir");
            out.writeStringField("version", version);
            out.writeEndObject();
        }));
    }

    private static CompletionStage<HttpResponse> text(ContentType type, String text) {
        return answer(type, ByteString.fromString(text));
    }

    private static CompletionStage<HttpResponse> answer(ContentType type, ByteString bytes) {
        return CompletableFuture.completedFuture(HttpResponse.create().withEntity(HttpEntities.create(type, bytes)));
    }

    private static ByteString resource(String name) {
        try (InputStream in = NodeRoutes.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks menhir/http/" + name);
            }
            return ByteString.fromArrayUnsafe(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read menhir/http/" + name + " of the jar", e);
        }
    }
}
