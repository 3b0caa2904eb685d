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
import menhir.http.server.HttpSettings;
import menhir.http.server.Method;
import menhir.http.server.Problem;
import menhir.http.server.ProblemType;
import menhir.http.server.RequestContext;
import menhir.http.server.Route;
import menhir.http.server.Stores;
import menhir.http.server.StreamLimiter;
import menhir.http.server.WholeNumbers;
import menhir.service.StoreService;
import org.jspecify.annotations.Nullable;

/**
 * The events of a store as they are released, as server-sent events. A stream asks for more only when its client has taken
 * what it was sent, so a slow one holds at most a page of events here. Streams end when the client goes, when the server
 * stops, or when the store cannot answer; a client that comes back with the last id it saw misses nothing.
 */
public final class EventRoutes {
    private static final int PAGE = 100;
    private static final Set<String> PARAMETERS = Set.of("after");
    private static final ContentType EVENT_STREAM = MediaTypes.TEXT_EVENT_STREAM.toContentType();
    private static final ByteString HELLO = ByteString.fromString(": listening\nretry: 2000\n\n");
    private static final ByteString HEARTBEAT = ByteString.fromString(": still here\n\n");

    private final StoreService service;
    private final Stores stores;
    private final Duration heartbeat;
    private final SharedKillSwitch stop;
    private final StreamLimiter listeners;

    public EventRoutes(
            StoreService service, Stores stores, HttpSettings settings, SharedKillSwitch stop, MeterRegistry registry) {
        this.service = service;
        this.stores = stores;
        this.listeners = new StreamLimiter(settings.maxEventListeners());
        this.heartbeat = settings.eventHeartbeat();
        this.stop = stop;
        Gauge.builder("menhir.http.event.listeners", listeners, StreamLimiter::count)
                .description("Clients that follow a store's events now")
                .register(registry);
    }

    public List<Route> routes() {
        return List.of(new Route(
                Method.GET,
                "/v1/stores/{store}/events",
                ErrorFormat.PROBLEM_JSON,
                List.of("text/event-stream"),
                false,
                this::listen));
    }

    private CompletionStage<HttpResponse> listen(RequestContext call) {
        String store = stores.of(call);
        CompletionStage<Long> start = start(call, store);
        StreamLimiter.Permit place = listeners.tryAcquire();
        if (place == null) {
            throw Problem.of(
                            ProblemType.OVERLOADED,
                            "This node has " + listeners.limit() + " listeners: try again later, or another node.")
                    .retryAfterSeconds(10)
                    .exception();
        }
        return start.whenComplete(place::releaseIfFailed).thenApply(after -> HttpResponse.create()
                .addHeader(RawHeader.create("Cache-Control", "no-store"))
                .withEntity(HttpEntities.createChunked(EVENT_STREAM, place.hold(stream(store, after)))));
    }

    /** After the last event that the client saw, by header or, for a first connection, by parameter; or from now on. */
    private CompletionStage<Long> start(RequestContext call, String store) {
        long after = call.query().only(PARAMETERS).number("after", 0, WholeNumbers.MAX, -1);
        String lastEventId = call.onlyHeader("Last-Event-ID", "last-event-id");
        if (lastEventId != null) {
            long seen = WholeNumbers.parse(lastEventId);
            if (seen < 0) {
                throw Problem.invalidHeader("Last-Event-ID", WholeNumbers.allowed(0, WholeNumbers.MAX))
                        .exception();
            }
            return CompletableFuture.completedFuture(seen);
        }
        return after < 0 ? service.lastReleased(store) : CompletableFuture.completedFuture(after);
    }

    private Source<ByteString, NotUsed> stream(String store, long after) {
        Source<ByteString, NotUsed> events = Source.unfoldAsync(
                        after,
                        last -> service.events(store, last, PAGE, heartbeat).thenApply(page -> {
                            @Nullable ByteString frames = EventFrames.of(page.events());
                            return Optional.of(
                                    Pair.create(Math.max(last, page.lastIndex()), frames == null ? HEARTBEAT : frames));
                        }))
                // Without a word: the client comes back by itself, to this node or another, with the last id it saw.
                .recoverWithRetries(1, RuntimeException.class, Source::empty);
        return Source.single(HELLO).concat(events).via(stop.flow());
    }
}
