package menhir.http.server;

import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.japi.function.Function;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import menhir.http.access.Access;
import menhir.http.access.Guesses;
import menhir.http.access.Role;
import menhir.http.access.SitePolicy;
import menhir.http.problem.Problem;
import menhir.http.problem.ProblemException;
import menhir.http.problem.ProblemType;
import menhir.store.Names;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes each request to its route's handler, turns failures into problems, and measures. The stage that it returns never
 * fails, and completes within the request timeout.
 */
public final class Router implements Function<HttpRequest, CompletionStage<HttpResponse>> {
    private static final long serialVersionUID = 1L;
    private static final int MOST_HELD_BACK = 32;
    private static final Logger audit = LoggerFactory.getLogger("audit");

    private final transient RouteTable table;
    private final transient RouteMetrics unmatched;
    private final transient RequestIds ids = new RequestIds();
    private final transient SitePolicy sites;
    private final transient Access access;
    private final transient Semaphore heldBack = new Semaphore(MOST_HELD_BACK);
    private final transient Guesses guesses = new Guesses(System.nanoTime());
    private final transient BodyReader bodies;
    private final transient AdministrationListener administration;
    private final long timeoutMillis;

    public Router(
            List<Route> routes,
            MeterRegistry registry,
            SitePolicy sites,
            Access access,
            BodyReader bodies,
            AdministrationListener administration,
            Duration requestTimeout) {
        this.table = new RouteTable(routes.stream()
                .map(route -> new RouteTable.Endpoint(
                        route, new RouteMetrics(registry, route.method().name(), route.pattern())))
                .toList());
        this.unmatched = new RouteMetrics(registry, "other", "none");
        this.sites = sites;
        this.access = access;
        this.bodies = bodies;
        this.administration = administration;
        this.timeoutMillis = requestTimeout.toMillis();
    }

    @Override
    public CompletionStage<HttpResponse> apply(HttpRequest request) {
        String id = ids.of(request);
        boolean isPreflight = request.method() == HttpMethods.OPTIONS;
        return answer(request, id).thenApply(response -> {
            HttpResponse identified =
                    Compression.of(response, request).addHeader(RawHeader.create(RequestIds.HEADER, id));
            List<HttpHeader> forBrowsers = sites.headers(request, isPreflight);
            return forBrowsers.isEmpty() ? identified : identified.addHeaders(forBrowsers);
        });
    }

    private CompletionStage<HttpResponse> answer(HttpRequest request, String id) {
        if (request.entity().isStrict()
                || request.method() == HttpMethods.POST
                || request.method() == HttpMethods.PUT) {
            return respond(request, id);
        }
        // No route reads this body. A response before its end would close the connection and log a warning.
        return read(request)
                .thenCompose(ignored -> respond(request.withEntity(HttpEntities.EMPTY), id))
                .exceptionally(failure -> table.errorFormat(
                                PathSegments.of(request.getUri().asScala()))
                        .response(ExceptionMapper.ofBody(failure).ofRequest(id)));
    }

    private CompletionStage<byte[]> read(HttpRequest request) {
        try {
            return bodies.read(request);
        } catch (ProblemException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletionStage<HttpResponse> respond(HttpRequest request, String id) {
        long startNanos = System.nanoTime();
        List<String> segments = PathSegments.of(request.getUri().asScala());
        Method method = Method.of(request.method());
        RouteTable.Match match = method == null ? null : table.find(method, segments);
        Problem refusal = refusal(request, match);
        if (match == null || refusal != null) {
            HttpResponse response = refusal == null
                    ? noRoute(request, segments, id)
                    : table.errorFormat(segments).response(refusal.ofRequest(id));
            bodies.discard(request);
            unmatched.record(response.status().intValue(), System.nanoTime() - startNanos);
            return CompletableFuture.completedFuture(response);
        }
        Route route = match.endpoint().route();
        RouteMetrics metrics = match.endpoint().metrics();
        RequestContext context = new RequestContext(request, id, match.parameters(), bodies);
        return admit(route, context).handle((handled, failure) -> {
            HttpResponse response = failure == null
                    ? handled
                    : route.errorFormat()
                            .response(ExceptionMapper.problem(failure, route, context)
                                    .ofRequest(id));
            context.finish();
            // Who has no key could fill the log.
            if (route.role() == Role.ADMINISTER && context.caller() != null) {
                audit(route, request, context, response.status().intValue());
            }
            metrics.record(response.status().intValue(), System.nanoTime() - startNanos);
            return response;
        });
    }

    private void audit(Route route, HttpRequest request, RequestContext context, int status) {
        String asked = route.method() + " " + request.getUri().asScala().path();
        audit.info("{} by {}, request {}: {}", asked, context.caller(), context.id(), status);
        if (!route.safe()) {
            administration.asked(asked, context.id(), status);
        }
    }

    /** Why a request is not for the route that it matches, if any; null if it is. */
    private @Nullable Problem refusal(HttpRequest request, RouteTable.@Nullable Match match) {
        if (match == null) {
            return sites.refusal(request, false);
        }
        Route route = match.endpoint().route();
        return route.role() == Role.NONE ? null : sites.refusal(request, !route.safe());
    }

    private CompletionStage<HttpResponse> admit(Route route, RequestContext context) {
        long now = System.nanoTime();
        Access.Decision decision;
        try {
            decision = access.decide(route.role(), context.onlyHeader("Authorization"), now);
        } catch (ProblemException e) {
            return CompletableFuture.failedFuture(e);
        }
        context.calledBy(decision.caller());
        if (decision.refusal() == null) {
            return handle(route, context);
        }
        ProblemException refusal = decision.refusal().exception();
        return decision.guessed() ? guessed(refusal) : CompletableFuture.failedFuture(refusal);
    }

    private CompletionStage<HttpResponse> guessed(ProblemException refusal) {
        guesses.add(System.nanoTime())
                .ifPresent(count -> audit.warn("{} requests with an unknown key or authentication id", count));
        return heldBack(refusal);
    }

    /** A refusal that comes late, unless many are held back already: connections are few, and others need them. */
    private CompletionStage<HttpResponse> heldBack(ProblemException refusal) {
        if (!heldBack.tryAcquire()) {
            return CompletableFuture.failedFuture(refusal);
        }
        return CompletableFuture.supplyAsync(
                () -> {
                    heldBack.release();
                    throw refusal;
                },
                CompletableFuture.delayedExecutor(Guesses.DELAY.toMillis(), TimeUnit.MILLISECONDS));
    }

    private CompletionStage<HttpResponse> handle(Route route, RequestContext context) {
        try {
            if (!route.mediaTypes().isEmpty() && !MediaRanges.accept(context.header("accept"), route.mediaTypes())) {
                throw Problem.of(
                                ProblemType.NOT_ACCEPTABLE,
                                "The response is " + String.join(" or ", route.mediaTypes())
                                        + ": allow it in the Accept header.")
                        .exception();
            }
            CompletableFuture<HttpResponse> response =
                    route.handler().handle(context).toCompletableFuture();
            // A timer costs more than a response that is complete already. The copy keeps the timeout away from the
            // stage of the service.
            return response.isDone() ? response : response.copy().orTimeout(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (ProblemException e) {
            return e.problem().type() == ProblemType.WRONG_AUTH_ID ? guessed(e) : CompletableFuture.failedFuture(e);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private HttpResponse noRoute(HttpRequest request, List<String> segments, String id) {
        Set<Method> methods = table.methods(segments);
        if (methods.isEmpty()) {
            return table.errorFormat(segments).response(unknownPath(segments).ofRequest(id));
        }
        String allow = allow(methods);
        if (request.method() == HttpMethods.OPTIONS) {
            return HttpResponse.create()
                    .withStatus(StatusCodes.NO_CONTENT)
                    .addHeader(RawHeader.create("Allow", allow))
                    .withEntity(HttpEntities.EMPTY);
        }
        Problem problem = Problem.of(ProblemType.METHOD_NOT_ALLOWED, "This path supports " + allow + ".")
                .withHeader("Allow", allow);
        return table.errorFormat(segments).response(problem.ofRequest(id));
    }

    private Problem unknownPath(List<String> segments) {
        Optional<String> nearest = table.nearest(segments);
        Problem problem = Problem.of(
                ProblemType.UNKNOWN_PATH,
                "The path does not exist" + (nearest.isPresent() ? Names.question(nearest) : ":")
                        + " / lists the main paths, /docs describes all.");
        return nearest.map(problem::withNearest).orElse(problem);
    }

    private static String allow(Set<Method> methods) {
        StringJoiner allow = new StringJoiner(", ");
        for (Method method : methods) {
            allow.add(method.name());
        }
        return allow.add("OPTIONS").toString();
    }
}
