package menhir.http.connections;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.japi.function.Function;
import akka.stream.Materializer;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Handles the requests of spare connections: health checks as usual, everything else with 503. */
final class SpareHandler implements Function<HttpRequest, CompletionStage<HttpResponse>> {
    private static final long serialVersionUID = 1L;

    private final transient Function<HttpRequest, CompletionStage<HttpResponse>> handler;
    private final transient Set<String> healthPaths;
    private final transient Materializer materializer;
    private final transient Runnable onRefused;

    SpareHandler(
            Function<HttpRequest, CompletionStage<HttpResponse>> handler,
            Set<String> healthPaths,
            Materializer materializer,
            Runnable onRefused) {
        this.handler = handler;
        this.healthPaths = healthPaths;
        this.materializer = materializer;
        this.onRefused = onRefused;
    }

    @Override
    public CompletionStage<HttpResponse> apply(HttpRequest request) throws Exception {
        // Health checks have no body. One that is on its way must not keep the place.
        if (request.entity().isStrict() && healthPaths.contains(request.getUri().path())) {
            return handler.apply(request);
        }
        request.discardEntityBytes(materializer);
        onRefused.run();
        return CompletableFuture.completedFuture(Refusals.tooManyConnections());
    }
}
