package menhir.http.api;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import com.fasterxml.jackson.core.JsonGenerator;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
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
import menhir.http.server.AdminGuard;
import menhir.http.server.Json;
import menhir.http.server.Method;
import menhir.http.server.Problem;
import menhir.http.server.ProblemType;
import menhir.http.server.QueryParameters;
import menhir.http.server.RequestContext;
import menhir.http.server.Route;
import menhir.http.server.WholeNumbers;

/** The raffle, what was delivered in which order, and the clock. */
public final class GamesRoutes {
    private static final int PAGE = 100;
    private static final int MAX_PAGE = 1_000;
    private static final Set<String> RAFFLE_PARAMETERS = Set.of("limit");
    private static final Set<String> DELIVERY_PARAMETERS = Set.of("after", "limit");

    private final Games games;
    private final AdminGuard admin;

    public GamesRoutes(ScoreAuthorization door, AdminGuard admin, MeterRegistry registry) {
        this.games = door.games();
        this.admin = admin;
        Gauge.builder("menhir.clock.correction", games, all -> all.clock().correctionMicros() / 1e6)
                .baseUnit("seconds")
                .description("What this node's clock was corrected by since its start")
                .register(registry);
        Gauge.builder("menhir.clock.offset", games, all -> offsetSeconds(all.clock()))
                .baseUnit("seconds")
                .description("This node's clock against the middle of all, in the last round")
                .register(registry);
        FunctionCounter.builder("menhir.games.requests.dropped", games, Games::droppedRequests)
                .description("Client requests that were not counted for the raffle because the queue was full")
                .register(registry);
    }

    /**
     * TODO summary.
     *
     * @param scoreboards names of the stores that are scoreboards
     */
    public List<Route> routes(List<String> scoreboards) {
        List<Route> routes = new ArrayList<>();
        routes.add(Route.canonical(Method.GET, "/v1/clock", this::clock));
        for (String store : scoreboards) {
            String root = "/v1/stores/" + store;
            routes.add(Route.canonical(Method.GET, root + "/raffle", this::raffle));
            routes.add(Route.canonical(Method.POST, root + "/raffle/draw", this::draw));
            routes.add(Route.canonical(Method.GET, root + "/deliveries", this::deliveries));
        }
        return routes;
    }

    // ---- the raffle -------------------------------------------------------------------------------------------------

    private CompletionStage<HttpResponse> raffle(RequestContext call) {
        int limit = (int) call.query().only(RAFFLE_PARAMETERS).number("limit", 0, MAX_PAGE, PAGE);
        return games.raffle(limit).thenApply(status -> Json.response(out -> raffle(out, status), JsonViews.REVALIDATE));
    }

    private static void raffle(JsonGenerator out, RaffleStatus status) throws IOException {
        out.writeStartObject();
        out.writeStringField("member", status.member());
        out.writeNumberField("view", status.view());
        out.writeBooleanField("installed", status.installed());
        out.writeNumberField("firstView", status.firstView());
        out.writeNumberField("position", status.position());
        out.writeStringField("digest", status.digest());
        out.writeNumberField("requests", status.requests());
        out.writeNumberField("entered", status.entered());
        out.writeNumberField("dropped", status.dropped());
        out.writeArrayFieldStart("entries");
        for (RaffleEntry entry : status.entries()) {
            entry(out, entry);
        }
        out.writeEndArray();
        out.writeArrayFieldStart("winners");
        for (Winner winner : status.winners()) {
            winner(out, winner);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void entry(JsonGenerator out, RaffleEntry entry) throws IOException {
        out.writeStartObject();
        out.writeNumberField("number", entry.number());
        out.writeNumberField("request", entry.request());
        out.writeStringField("frontEnd", entry.frontEnd());
        out.writeStringField("label", entry.label());
        out.writeEndObject();
    }

    private static void winner(JsonGenerator out, Winner winner) throws IOException {
        out.writeStartObject();
        out.writeNumberField("draw", winner.draw());
        out.writeNumberField("requests", winner.requests());
        out.writeNumberField("entries", winner.entries());
        out.writeStringField("random", winner.random());
        out.writeFieldName("entry");
        entry(out, winner.entry());
        out.writeEndObject();
    }

    private CompletionStage<HttpResponse> draw(RequestContext call) {
        admin.check(call);
        return games.draw().thenApply(winner -> {
            Winner won = winner.orElseThrow(() -> Problem.of(
                            ProblemType.NOTHING_TO_DRAW, "No request has entered the raffle yet: every 100th does.")
                    .exception());
            return Json.response(StatusCodes.CREATED, List.of(), out -> winner(out, won));
        });
    }

    private CompletionStage<HttpResponse> deliveries(RequestContext call) {
        QueryParameters query = call.query().only(DELIVERY_PARAMETERS);
        long after = query.number("after", 0, WholeNumbers.MAX, 0);
        int limit = (int) query.number("limit", 1, MAX_PAGE, PAGE);
        return games.deliveries(after, limit)
                .thenApply(delivered -> Json.response(
                        out -> {
                            out.writeStartObject();
                            out.writeArrayFieldStart("deliveries");
                            for (Delivery each : delivered) {
                                delivery(out, each);
                            }
                            out.writeEndArray();
                            out.writeEndObject();
                        },
                        JsonViews.REVALIDATE));
    }

    private static void delivery(JsonGenerator out, Delivery each) throws IOException {
        out.writeStartObject();
        out.writeNumberField("position", each.position());
        out.writeStringField("frontEnd", each.sender().name());
        out.writeStringField("member", each.sender().toString());
        RaffleRequest request = RaffleRequest.of(each.request());
        if (request instanceof RaffleRequest.Entrant entrant) {
            out.writeStringField("type", "request");
            out.writeStringField("label", entrant.label());
        } else {
            out.writeStringField("type", "draw");
        }
        out.writeEndObject();
    }

    // ---- the clock --------------------------------------------------------------------------------------------------

    private CompletionStage<HttpResponse> clock(RequestContext call) {
        ClockStatus status = games.clock();
        return CompletableFuture.completedFuture(Json.response(out -> clock(out, status), JsonViews.REVALIDATE));
    }

    private static void clock(JsonGenerator out, ClockStatus status) throws IOException {
        Round round = status.round();
        out.writeStartObject();
        out.writeStringField("node", status.node());
        out.writeStringField("time", JsonViews.time(status.timeMicros() / 1_000));
        out.writeNumberField("timeMicros", status.timeMicros());
        out.writeNumberField("correctionMicros", status.correctionMicros());
        out.writeNumberField("pendingMicros", status.pendingMicros());
        out.writeStringField("timeServer", status.server());
        out.writeNumberField("round", round == null ? 0 : round.number());
        out.writeBooleanField("conclusive", round != null && round.conclusive());
        out.writeArrayFieldStart("nodes");
        for (Round.NodeOffset offset : round == null ? List.<Round.NodeOffset>of() : round.offsets()) {
            out.writeStartObject();
            out.writeStringField("node", offset.node());
            out.writeNumberField("offsetMicros", offset.offsetMicros());
            out.writeNumberField("roundTripMicros", offset.roundTripMicros());
            out.writeBooleanField("agrees", offset.agrees());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
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
