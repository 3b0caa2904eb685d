package menhir.http.dialect;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import menhir.games.Games;
import menhir.http.api.JsonViews;
import menhir.http.api.ScoreAuthorization;
import menhir.http.server.Handler;
import menhir.http.server.Json;
import menhir.http.server.PathParameters;
import menhir.http.server.Problem;
import menhir.http.server.ProblemType;
import menhir.http.server.RequestContext;
import menhir.http.server.Route;
import menhir.service.StoreService;
import menhir.service.StoreService.Outcome;
import menhir.store.Board;
import menhir.store.Command;
import menhir.store.Names;
import menhir.store.Rejection;
import menhir.store.StoreKind;

/**
 * The dialect of the Olympics: medals and scores to pull, updates by Cacofonix, and the dispatcher. Everything is a GET, as
 * it was; whoever repeats an update may send an Idempotency-Key with it.
 */
public final class Olympics implements Dialect {
    private static final long MAX_SCORE = 1_000_000_000;

    private final StoreService service;
    private final ScoreAuthorization door;

    public Olympics(StoreService service, ScoreAuthorization door) {
        this.service = service;
        this.door = door;
    }

    @Override
    public StoreKind kind() {
        return StoreKind.GAMES;
    }

    @Override
    public List<Route> catalogRoutes(String prefix, String store) {
        return List.of(
                shows(prefix + "/getMedalTally/{team}", call -> medals(call, store)),
                shows(prefix + "/getScore/{event}", call -> score(call, store)),
                changes(prefix + "/incrementMedalTally/{team}/{medal}/{authId}", call -> award(call, store)),
                changes(prefix + "/setScore/{event}/{rome}/{gaul}/{authId}", call -> setScore(call, store)),
                changes(prefix + "/getServer", this::dispatchClient),
                changes(prefix + "/releaseServer/{address}", this::releaseClient),
                changes(prefix + "/registerClient", call -> changed(games().registerClient())),
                changes(prefix + "/unregisterClient", call -> changed(games().unregisterClient())),
                shows(prefix + "/getAllServers", call -> servers(games().servers())),
                shows(prefix + "/getAllFrontEndServers", call -> servers(games().frontEnds())));
    }

    /** A scoreboard has no orders. */
    @Override
    public List<Route> orderRoutes(String prefix, String store) {
        return List.of();
    }

    private static Route shows(String pattern, Handler handler) {
        return Route.olympics(pattern, false, handler);
    }

    private static Route changes(String pattern, Handler handler) {
        return Route.olympics(pattern, true, handler);
    }

    private Games games() {
        return door.games();
    }

    // ---- pulling ----------------------------------------------------------------------------------------------------

    private CompletionStage<HttpResponse> medals(RequestContext call, String store) {
        String team = PathParameters.name("team", call.parameter(0));
        return pull(store, Board.medals(team), "medals", "there is no team " + Names.quoted(team));
    }

    private CompletionStage<HttpResponse> score(RequestContext call, String store) {
        String event = PathParameters.name("event", call.parameter(0));
        return pull(store, Board.score(event), "scores", "there is no event " + Names.quoted(event));
    }

    private CompletionStage<HttpResponse> pull(String store, String name, String field, String unknown) {
        return service.lookup(store, name).thenApply(lookup -> {
            if (!(lookup.value() instanceof Board board)) {
                throw Problem.of(ProblemType.UNKNOWN_ITEM, unknown).exception();
            }
            games().countRequest(name);
            List<HttpHeader> headers = List.of(lookup.hit() ? JsonViews.HIT : JsonViews.MISS, JsonViews.REVALIDATE);
            return success(headers, out -> {
                out.writeObjectFieldStart(field);
                for (Board.Counter mark : board.counters()) {
                    out.writeNumberField(mark.name(), mark.count());
                }
                out.writeEndObject();
                out.writeObjectFieldStart("time");
                for (Board.Counter mark : board.counters()) {
                    writeSeconds(out, mark);
                }
                out.writeEndObject();
            });
        });
    }

    /** Seconds since 1970, to the millisecond; 0 for what was never set. */
    private static void writeSeconds(JsonGenerator out, Board.Counter mark) throws IOException {
        if (mark.timeMillis() == 0) {
            out.writeNumberField(mark.name(), 0);
        } else {
            out.writeNumberField(mark.name(), BigDecimal.valueOf(mark.timeMillis(), 3));
        }
    }

    // ---- Cacofonix --------------------------------------------------------------------------------------------------

    private CompletionStage<HttpResponse> award(RequestContext call, String store) {
        door.check(call.parameter(2));
        String team = PathParameters.name("team", call.parameter(0));
        String medal = PathParameters.name("medal", call.parameter(1));
        return update(call, store, new Command.AwardMedal(call.idempotencyKey(service::newKey), team, medal));
    }

    private CompletionStage<HttpResponse> setScore(RequestContext call, String store) {
        door.check(call.parameter(3));
        String event = PathParameters.name("event", call.parameter(0));
        long rome = PathParameters.wholeNumber("rome", call.parameter(1), 0, MAX_SCORE);
        long gaul = PathParameters.wholeNumber("gaul", call.parameter(2), 0, MAX_SCORE);
        List<Command.TeamScore> scores =
                List.of(new Command.TeamScore("Rome", rome), new Command.TeamScore("Gaul", gaul));
        return update(call, store, new Command.SetScore(call.idempotencyKey(service::newKey), event, scores));
    }

    private CompletionStage<HttpResponse> update(RequestContext call, String store, Command command) {
        call.submitting(command.key());
        return service.submit(store, command).thenApply(outcome -> {
            if (outcome instanceof Outcome.Refused refused) {
                throw refusal(refused.why()).exception();
            }
            boolean replayed = outcome instanceof Outcome.ValueStands stands && stands.replayed();
            return success(replayed ? List.of(JsonViews.REPLAYED) : List.of(), out -> {});
        });
    }

    private static Problem refusal(Rejection why) {
        return why instanceof Rejection.UnknownItem unknown
                ? Problem.of(
                        ProblemType.UNKNOWN_ITEM,
                        "there is no team, event or medal named " + Names.quoted(unknown.item()))
                : Problem.of(why);
    }

    // ---- the dispatcher ---------------------------------------------------------------------------------------------

    private CompletionStage<HttpResponse> dispatchClient(RequestContext call) {
        return games().dispatchClient().thenApply(server -> {
            String address = server.orElseThrow(
                    () -> Problem.of(ProblemType.NOT_READY, "No front-end can be reached now: try again.")
                            .retryAfterSeconds(2)
                            .exception());
            return success(List.of(), out -> out.writeStringField("server", address));
        });
    }

    private CompletionStage<HttpResponse> releaseClient(RequestContext call) {
        return changed(games().releaseClient(call.parameter(0)));
    }

    private static CompletionStage<HttpResponse> changed(CompletionStage<Boolean> known) {
        return known.thenApply(isKnown -> {
            if (!isKnown) {
                throw Problem.of(ProblemType.UNKNOWN_ITEM, "no live front-end has this address")
                        .exception();
            }
            return success(List.of(), out -> {});
        });
    }

    private static CompletionStage<HttpResponse> servers(List<String> addresses) {
        return CompletableFuture.completedFuture(success(List.of(), out -> {
            out.writeArrayFieldStart("servers");
            for (String address : addresses) {
                out.writeString(address);
            }
            out.writeEndArray();
        }));
    }

    private static HttpResponse success(List<HttpHeader> headers, Json.Content fields) {
        return Json.response(StatusCodes.OK, headers, out -> {
            out.writeStartObject();
            out.writeStringField("response", "success");
            fields.writeTo(out);
            out.writeEndObject();
        });
    }
}
