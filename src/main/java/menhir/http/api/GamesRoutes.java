package menhir.http.api;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import menhir.games.Games;
import menhir.games.clock.ClockStatus;
import menhir.games.clock.Round;
import menhir.games.multicast.Delivery;
import menhir.games.raffle.RaffleEntry;
import menhir.games.raffle.RaffleRequest;
import menhir.games.raffle.RaffleStatus;
import menhir.games.raffle.Winner;
import menhir.http.problem.Problem;
import menhir.http.problem.ProblemType;
import menhir.http.server.Json;
import menhir.http.server.Method;
import menhir.http.server.QueryParameters;
import menhir.http.server.RequestContext;
import menhir.http.server.ResponseHeaders;
import menhir.http.server.Route;
import menhir.http.server.WholeNumbers;
import org.jspecify.annotations.Nullable;

/** The raffle, the total order of requests behind it, and the clock. */
public final class GamesRoutes {
    private static final Set<String> RAFFLE_PARAMETERS = Set.of("limit");
    private static final Set<String> DELIVERY_PARAMETERS = Set.of("after", "limit");

    /**
     * The raffle as this front-end sees it.
     *
     * @param member this front-end's incarnation
     * @param view number of its membership view
     * @param active whether it is a member now; if not, the rest may be out of date
     * @param firstView number of the view with which the total order began
     * @param position delivered requests, draws included
     * @param digest SHA-256 over all delivered requests: equal where {@code position} is equal
     * @param requests ordered client requests
     * @param entered client requests that entered the raffle
     * @param dropped client requests at this front-end that arrived too fast to be ordered
     */
    private record RaffleJson(
            String member,
            long view,
            boolean active,
            long firstView,
            long position,
            String digest,
            long requests,
            long entered,
            long dropped,
            List<RaffleEntry> entries,
            List<Winner> winners) {
        static RaffleJson of(RaffleStatus raffle) {
            return new RaffleJson(
                    raffle.member(),
                    raffle.view(),
                    raffle.installed(),
                    raffle.firstView(),
                    raffle.position(),
                    raffle.digest(),
                    raffle.requests(),
                    raffle.entered(),
                    raffle.dropped(),
                    raffle.entries(),
                    raffle.winners());
        }
    }

    /** A request in the total order; a draw has no label. */
    private record DeliveryJson(
            long position,
            String frontEnd,
            String member,
            String type,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String label) {
        static DeliveryJson of(Delivery delivered) {
            String label = RaffleRequest.of(delivered.request()) instanceof RaffleRequest.Entrant entrant
                    ? entrant.label()
                    : null;
            return new DeliveryJson(
                    delivered.position(),
                    delivered.sender().name(),
                    delivered.sender().toString(),
                    label == null ? "draw" : "request",
                    label);
        }
    }

    private record DeliveriesJson(List<DeliveryJson> deliveries) {}

    /**
     * This node's clock, and the offsets of all nodes in the last round.
     *
     * @param timeServer null before the first round
     * @param round number of the last round; 0 before the first
     */
    private record ClockJson(
            String node,
            String time,
            long timeMicros,
            long correctionMicros,
            long pendingMicros,
            @Nullable String timeServer,
            long round,
            boolean conclusive,
            List<Round.NodeOffset> nodes) {
        static ClockJson of(ClockStatus clock) {
            Round round = clock.round();
            return new ClockJson(
                    clock.node(),
                    JsonViews.time(clock.timeMicros() / 1_000),
                    clock.timeMicros(),
                    clock.correctionMicros(),
                    clock.pendingMicros(),
                    clock.server(),
                    round == null ? 0 : round.number(),
                    round != null && round.conclusive(),
                    round == null ? List.of() : round.offsets());
        }
    }

    private final Games games;

    public GamesRoutes(Games games, MeterRegistry registry) {
        this.games = games;
        Gauge.builder("menhir.clock.correction", games, all -> all.clock().correctionMicros() / 1e6)
                .baseUnit("seconds")
                .description("Sum of the corrections of this node's clock since its start")
                .register(registry);
        Gauge.builder("menhir.clock.offset", games, all -> offsetSeconds(all.clock()))
                .baseUnit("seconds")
                .description("Offset of this node's clock from the average in the last round")
                .register(registry);
        FunctionCounter.builder("menhir.games.requests.dropped", games, Games::droppedRequests)
                .description("Client requests that arrived too fast to be ordered for the raffle")
                .register(registry);
    }

    /** The routes; {@code scoreboards} are the names of the stores that are scoreboards. */
    public List<Route> routes(List<String> scoreboards) {
        List<Route> routes = new ArrayList<>();
        routes.add(Route.canonical(Method.GET, "/v1/clock", request -> clock()));
        for (String store : scoreboards) {
            String root = "/v1/stores/" + store;
            routes.add(Route.canonical(Method.GET, root + "/raffle", this::raffle));
            routes.add(Route.canonical(Method.POST, root + "/raffle/draw", this::draw)
                    .forAdministrators());
            routes.add(Route.canonical(Method.GET, root + "/deliveries", this::deliveries));
        }
        return routes;
    }

    private CompletionStage<HttpResponse> raffle(RequestContext request) {
        int limit = request.query().only(RAFFLE_PARAMETERS).limit(0);
        return games.raffle(limit).thenApply(view -> Json.response(RaffleJson.of(view), ResponseHeaders.REVALIDATE));
    }

    private CompletionStage<HttpResponse> draw(RequestContext request) {
        return games.draw()
                .thenApply(winner -> Json.response(StatusCodes.CREATED, winner.orElseThrow(() -> Problem.of(
                                ProblemType.NO_RAFFLE_ENTRIES,
                                "The raffle has no entries yet: every 100th request enters.")
                        .exception())));
    }

    private CompletionStage<HttpResponse> deliveries(RequestContext request) {
        QueryParameters query = request.query().only(DELIVERY_PARAMETERS);
        long after = query.wholeNumber("after", 0, WholeNumbers.MAX, 0);
        return games.deliveries(after, query.limit(1))
                .thenApply(delivered -> Json.response(
                        new DeliveriesJson(
                                delivered.stream().map(DeliveryJson::of).toList()),
                        ResponseHeaders.REVALIDATE));
    }

    private CompletionStage<HttpResponse> clock() {
        return CompletableFuture.completedFuture(
                Json.response(ClockJson.of(games.clock()), ResponseHeaders.REVALIDATE));
    }

    private static double offsetSeconds(ClockStatus status) {
        Round round = status.round();
        List<Round.NodeOffset> offsets = round == null ? List.of() : round.offsets();
        return offsets.stream()
                .filter(offset -> offset.node().equals(status.node()))
                .mapToDouble(offset -> offset.offsetMicros() / 1e6)
                .findFirst()
                .orElse(Double.NaN);
    }
}
