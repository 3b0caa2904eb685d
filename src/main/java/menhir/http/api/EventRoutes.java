package menhir.http.api;

import akka.NotUsed;
import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.japi.Pair;
import akka.stream.SharedKillSwitch;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import menhir.http.server.ErrorFormat;
import menhir.http.server.HttpLimits;
import menhir.http.server.Method;
import menhir.http.server.Problem;
import menhir.http.server.ProblemType;
import menhir.http.server.RequestContext;
import menhir.http.server.Route;
import menhir.http.server.StreamLimiter;
import menhir.http.server.WholeNumbers;
import menhir.service.StoreService;

/**
 * The released entries of a store as server-sent events. A stream reads the next entries only after its client has taken the
 * previous ones, so a slow client holds at most a page of events here. A stream ends when the client disconnects, the server
 * stops, or the store cannot answer. A client that reconnects with the last id it received misses nothing.
 */
public final class EventRoutes {
    private static final Set<String> PARAMETERS = Set.of("after");
    private static final ContentType EVENT_STREAM = MediaTypes.TEXT_EVENT_STREAM.toContentType();
    private static final ByteString START = ByteString.fromString(": connected\nretry: 2000\n\n");
    private static final ByteString HEARTBEAT = ByteString.fromString(": heartbeat\n\n");

    private final StoreService service;
    private final Stores stores;
    private final Duration heartbeat;
    private final SharedKillSwitch stop;
    private final StreamLimiter listeners;

    /** @param stop ends all streams */
    public EventRoutes(
            StoreService service, Stores stores, HttpLimits limits, SharedKillSwitch stop, MeterRegistry registry) {
        this.service = service;
        this.stores = stores;
        this.listeners = new StreamLimiter(limits.maxEventListeners());
        this.heartbeat = limits.eventHeartbeat();
        this.stop = stop;
        Gauge.builder("menhir.http.event.listeners", listeners, StreamLimiter::count)
                .description("Open event streams")
                .register(registry);
    }

    public List<Route> routes() {
        return List.of(new Route(
                Method.GET,
                "/v1/stores/{store}/events",
                ErrorFormat.PROBLEM_JSON,
                List.of("text/event-stream"),
                true,
                this::listen));
    }

    private CompletionStage<HttpResponse> listen(RequestContext request) {
        String store = stores.nameOf(request);
        CompletionStage<Long> start = start(request, store);
        StreamLimiter.Permit permit = listeners.tryAcquire();
        if (permit == null) {
            throw Problem.of(
                            ProblemType.OVERLOADED,
                            "This node has " + listeners.limit()
                                    + " event streams, which is its limit: try again later, or use another node.")
                    .retryAfterSeconds(10)
                    .exception();
        }
        return start.whenComplete(permit::releaseIfFailed).thenApply(after -> HttpResponse.create()
                .addHeader(RawHeader.create("Cache-Control", "no-store"))
                .withEntity(HttpEntities.createChunked(EVENT_STREAM, permit.attachTo(stream(store, after)))));
    }

    /** The index to continue after: from the header, else from the parameter, else the last released one. */
    private CompletionStage<Long> start(RequestContext request, String store) {
        long after = request.query().only(PARAMETERS).wholeNumber("after", 0, WholeNumbers.MAX, -1);
        String lastEventId = request.onlyHeader("Last-Event-ID");
        if (lastEventId != null) {
            long lastIndex = WholeNumbers.parse(lastEventId);
            if (lastIndex < 0) {
                throw Problem.invalidHeader("Last-Event-ID", WholeNumbers.allowed(0, WholeNumbers.MAX))
                        .exception();
            }
            return CompletableFuture.completedFuture(lastIndex);
        }
        return after < 0 ? service.lastReleased(store) : CompletableFuture.completedFuture(after);
    }

    private Source<ByteString, NotUsed> stream(String store, long after) {
        Source<ByteString, NotUsed> events = Source.unfoldAsync(
                        after, last -> service.events(store, last, HttpLimits.DEFAULT_PAGE, heartbeat)
                                .thenApply(page -> {
                                    ByteString frames = EventFrames.of(page.events());
                                    return Optional.of(Pair.create(
                                            Math.max(last, page.lastIndex()), frames.isEmpty() ? HEARTBEAT : frames));
                                }))
                // Ends the stream without an error: the client reconnects with the last id it received.
                .recoverWithRetries(1, RuntimeException.class, Source::empty);
        return Source.single(START).concat(events).via(stop.flow());
    }
}
