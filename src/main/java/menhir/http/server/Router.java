package menhir.http.server;

import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.japi.function.Function;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * The way of every request: find its route, let the handler answer, put what goes wrong into words, measure. The stage that
 * it gives out never fails and always completes, if only because the time is up.
 */
public final class Router implements Function<HttpRequest, CompletionStage<HttpResponse>> {
    private static final long serialVersionUID = 1L;

    private final transient List<Route> routes;
    private final transient RouteTable table;
    private final transient RouteMetrics unmatched;
    private final transient BodyReader bodies;
    private final long timeoutMillis;

    public Router(List<Route> routes, MeterRegistry registry, BodyReader bodies, Duration requestTimeout) {
        this.routes = List.copyOf(routes);
        this.table = new RouteTable(this.routes.stream()
                .map(route -> new RouteTable.Endpoint(
                        route, new RouteMetrics(registry, route.method().name(), route.pattern())))
                .toList());
        this.unmatched = new RouteMetrics(registry, "other", "none");
        this.bodies = bodies;
        this.timeoutMillis = requestTimeout.toMillis();
    }

    /** For tests that compare them with the description. */
    List<Route> routes() {
        return routes;
    }

    @Override
    public CompletionStage<HttpResponse> apply(HttpRequest request) {
        if (request.entity().isStrict()
                || request.method() == HttpMethods.POST
                || request.method() == HttpMethods.PUT) {
            return answer(request);
        }
        // Nobody wants this body, but an answer before its end would cost the connection, and a line in the log.
        return read(request)
                .thenCompose(ignored -> answer(request.withEntity(HttpEntities.EMPTY)))
                .exceptionally(failure -> ErrorFormat.PROBLEM_JSON.response(ExceptionMapper.ofBody(failure)));
    }

    private CompletionStage<byte[]> read(HttpRequest request) {
        try {
            return bodies.read(request);
        } catch (ProblemException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletionStage<HttpResponse> answer(HttpRequest request) {
        long startNanos = System.nanoTime();
        List<String> segments = PathSegments.of(request.getUri().asScala());
        Method method = Method.of(request.method());
        RouteTable.Match match = method == null ? null : table.find(method, segments);
        if (match == null) {
            HttpResponse response = noRoute(request, segments);
            bodies.discard(request);
            unmatched.record(response.status().intValue(), System.nanoTime() - startNanos);
            return CompletableFuture.completedFuture(response);
        }
        Route route = match.endpoint().route();
        RouteMetrics meter = match.endpoint().meter();
        RequestContext call = new RequestContext(request, match.parameters(), bodies);
        return start(route, call).handle((response, failure) -> {
            HttpResponse answer =
                    failure == null ? response : route.errors().response(ExceptionMapper.problem(failure, route, call));
            call.finish();
            meter.record(answer.status().intValue(), System.nanoTime() - startNanos);
            return answer;
        });
    }

    private CompletionStage<HttpResponse> start(Route route, RequestContext call) {
        try {
            if (!route.produces().isEmpty() && !MediaRanges.allow(call.header("accept"), route.produces())) {
                throw Problem.of(
                                ProblemType.NOT_ACCEPTABLE,
                                "The answer is " + String.join(" or ", route.produces())
                                        + ": let the Accept header allow it.")
                        .exception();
            }
            CompletableFuture<HttpResponse> answer =
                    route.handler().handle(call).toCompletableFuture();
            // A timer for each answer that is there already would cost more than the answer. The stage belongs to the
            // service, so it is a copy that is given a deadline.
            return answer.isDone() ? answer : answer.copy().orTimeout(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private HttpResponse noRoute(HttpRequest request, List<String> segments) {
        Set<Method> methods = table.methods(segments);
        if (methods.isEmpty()) {
            return ErrorFormat.PROBLEM_JSON.response(Problem.of(
                    ProblemType.UNKNOWN_PATH,
                    "Nothing is at this path: / lists what there is, /openapi.yaml describes it."));
        }
        String allow = allow(methods);
        if (request.method() == HttpMethods.OPTIONS) {
            return HttpResponse.create()
                    .withStatus(StatusCodes.NO_CONTENT)
                    .addHeader(RawHeader.create("Allow", allow))
                    .withEntity(HttpEntities.EMPTY);
        }
        Problem problem = Problem.of(ProblemType.METHOD_NOT_ALLOWED, "This path takes " + allow + ".")
                .withHeader("Allow", allow);
        return table.errors(segments).response(problem);
    }

    private static String allow(Set<Method> methods) {
        StringJoiner allow = new StringJoiner(", ");
        for (Method method : methods) {
            allow.add(method.name());
        }
        return allow.add("OPTIONS").toString();
    }
}
