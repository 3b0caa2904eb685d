package menhir.http.api;

import akka.http.javadsl.model.HttpResponse;
import akka.util.ByteString;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import menhir.http.access.Role;
import menhir.http.problem.Problem;
import menhir.http.problem.ProblemType;
import menhir.http.server.ErrorFormat;
import menhir.http.server.Method;
import menhir.http.server.RequestContext;
import menhir.http.server.Route;
import menhir.http.server.WholeNumbers;
import menhir.service.StoreService;
import menhir.service.StoreService.LogEvents;

/** The released entries of a store as server-sent events. A client that reconnects with the last id it received misses nothing. */
public final class EventRoutes {
    private static final Set<String> PARAMETERS = Set.of("after");
    private static final EventStreams.Frames ALL = new EventStreams.Frames() {
        @Override
        public CompletionStage<ByteString> first() {
            return CompletableFuture.completedFuture(ByteString.emptyByteString());
        }

        @Override
        public CompletionStage<ByteString> of(LogEvents page) {
            return CompletableFuture.completedFuture(EventFrames.of(page.events()));
        }
    };

    private final StoreService service;
    private final Stores stores;
    private final EventStreams streams;

    public EventRoutes(StoreService service, Stores stores, EventStreams streams) {
        this.service = service;
        this.stores = stores;
        this.streams = streams;
    }

    public List<Route> routes() {
        return List.of(new Route(
                Method.GET,
                "/v1/stores/{store}/events",
                ErrorFormat.PROBLEM_JSON,
                List.of("text/event-stream"),
                true,
                Role.READ,
                this::listen));
    }

    private CompletionStage<HttpResponse> listen(RequestContext request) {
        String store = stores.nameOf(request);
        CompletionStage<Long> start = start(request, store);
        return streams.open(store, () -> start, ALL);
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
            return checked(store, "Last-Event-ID", lastIndex);
        }
        return after < 0 ? service.lastReleased(store) : checked(store, "after", after);
    }

    /**
     * The index, if the store has an entry of it. A client may have come from a node that was ahead of this one: only the leader can
     * say that an index is in the future.
     */
    private CompletionStage<Long> checked(String store, String field, long index) {
        return service.lastReleased(store)
                .thenCompose(known -> index <= known
                        ? CompletableFuture.completedFuture(index)
                        : service.released(store).thenApply(newest -> notAfter(newest, field, index)));
    }

    private static long notAfter(long newest, String field, long index) {
        if (index > newest) {
            throw Problem.field(
                            ProblemType.FUTURE_POSITION,
                            field,
                            "The newest event is at %d: continue after that, or leave %s out for new events only."
                                    .formatted(newest, field))
                    .with("newest", newest)
                    .exception();
        }
        return index;
    }
}
