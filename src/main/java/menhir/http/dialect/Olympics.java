package menhir.http.dialect;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.util.ByteString;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import menhir.games.Games;
import menhir.http.api.EventStreams;
import menhir.http.api.Outcomes;
import menhir.http.api.RejectionProblems;
import menhir.http.problem.Problem;
import menhir.http.problem.ProblemType;
import menhir.http.server.Json;
import menhir.http.server.Method;
import menhir.http.server.RequestContext;
import menhir.http.server.ResponseHeaders;
import menhir.http.server.Route;
import menhir.service.StoreService;
import menhir.service.StoreService.LogEvents;
import menhir.service.StoreService.Outcome;
import menhir.store.Board;
import menhir.store.Command;
import menhir.store.Entry;
import menhir.store.Names;
import menhir.store.Rejection;
import menhir.store.StoreKind;

/**
 * The dialect of the Olympics: lookups of medals and scores, pushed scores, updates by Cacofonix, and the dispatcher. Every
 * request may be a GET, as in the original system; updates may be a PUT or a POST, too. An Idempotency-Key makes an update safe
 * to repeat.
 */
final class Olympics implements Dialect {
    private static final List<Method> UPDATE_METHODS = List.of(Method.GET, Method.PUT, Method.POST);
    private static final long MAX_SCORE = 1_000_000_000;

    private static final RejectionProblems PROBLEMS = new RejectionProblems() {
        @Override
        public Problem unknownItem(Rejection.UnknownItem rejection) {
            return super.unknownItem(rejection)
                    .withDetail("there is no team, event or medal named " + Names.quoted(rejection.item()));
        }
    };

    private final StoreService service;
    private final Games games;
    private final ScoreAuthorization authorization;
    private final EventStreams streams;

    Olympics(StoreService service, Games games, ScoreAuthorization authorization, EventStreams streams) {
        this.service = service;
        this.games = games;
        this.authorization = authorization;
        this.streams = streams;
    }

    @Override
    public StoreKind kind() {
        return StoreKind.GAMES;
    }

    @Override
    public List<Route> catalogRoutes(String prefix, String store) {
        List<Route> routes = new ArrayList<>(List.of(
                safe(prefix + "/getMedalTally/{team}", request -> medals(request, store)),
                safe(prefix + "/getScore/{event}", request -> score(request, store)),
                safe(prefix + "/registerClient/{id}/{event}", request -> push(request, store)),
                unsafe(prefix + "/getServer", request -> assignServer()),
                unsafe(prefix + "/releaseServer/{address}", this::releaseServer),
                unsafe(prefix + "/registerClient", request -> register(true)),
                unsafe(prefix + "/unregisterClient", request -> register(false)),
                safe(prefix + "/getAllServers", request -> servers(games.servers())),
                safe(prefix + "/getAllFrontEndServers", request -> servers(games.frontEnds()))));
        for (Method method : UPDATE_METHODS) {
            routes.add(Route.olympics(
                            method,
                            prefix + "/incrementMedalTally/{team}/{medal}/{authId}",
                            false,
                            request -> award(request, store))
                    .forReaders());
            routes.add(Route.olympics(
                            method,
                            prefix + "/setScore/{event}/{rome}/{gaul}/{authId}",
                            false,
                            request -> setScore(request, store))
                    .forReaders());
        }
        return routes;
    }

    /** A scoreboard has no orders. */
    @Override
    public List<Route> orderRoutes(String prefix, String store) {
        return List.of();
    }

    private static Route safe(String pattern, Route.Handler handler) {
        return Route.olympics(Method.GET, pattern, true, handler);
    }

    private static Route unsafe(String pattern, Route.Handler handler) {
        return Route.olympics(Method.GET, pattern, false, handler);
    }

    // ---- lookups ----------------------------------------------------------------------------------------------------

    private CompletionStage<HttpResponse> medals(RequestContext request, String store) {
        String team = request.name("team", 0);
        return lookup(store, Board.medals(team), "medals", "there is no team " + Names.quoted(team));
    }

    private CompletionStage<HttpResponse> score(RequestContext request, String store) {
        String event = request.name("event", 0);
        return lookup(store, Board.score(event), "scores", "there is no event " + Names.quoted(event));
    }

    private CompletionStage<HttpResponse> lookup(String store, String name, String field, String notFound) {
        return service.lookup(store, name).thenApply(lookup -> {
            if (!(lookup.value() instanceof Board board)) {
                throw Problem.of(ProblemType.UNKNOWN_ITEM, notFound).exception();
            }
            games.countRequest(name);
            List<HttpHeader> headers = List.of(ResponseHeaders.cacheStatus(lookup.hit()), ResponseHeaders.REVALIDATE);
            return Json.written(headers, success(board(board, field)));
        });
    }

    private static Json.Content board(Board board, String field) {
        return out -> {
            out.writeObjectFieldStart(field);
            for (Board.Counter counter : board.counters()) {
                out.writeNumberField(counter.name(), counter.count());
            }
            out.writeEndObject();
            out.writeObjectFieldStart("time");
            for (Board.Counter counter : board.counters()) {
                seconds(out, counter);
            }
            out.writeEndObject();
        };
    }

    /** Seconds since 1970 with three decimals; 0 for a counter that never changed. */
    private static void seconds(JsonGenerator out, Board.Counter counter) throws IOException {
        if (counter.timeMillis() == 0) {
            out.writeNumberField(counter.name(), 0);
        } else {
            out.writeNumberField(counter.name(), BigDecimal.valueOf(counter.timeMillis(), 3));
        }
    }

    /**
     * Registers a client for the scores of an event: the response is an event stream of the current scores and of each change.
     * The original server called the client back. A client's address does not follow from its id, and a server that connects to
     * any address that a client names could be misused.
     */
    private CompletionStage<HttpResponse> push(RequestContext request, String store) {
        request.name("id", 0);
        String event = request.name("event", 1);
        String name = Board.score(event);
        return streams.open(store, () -> service.lastReleased(store), new EventStreams.Frames() {
            @Override
            public CompletionStage<ByteString> first() {
                return service.lookup(store, name).thenApply(lookup -> {
                    if (!(lookup.value() instanceof Board board)) {
                        throw Problem.of(ProblemType.UNKNOWN_ITEM, "there is no event " + Names.quoted(event))
                                .exception();
                    }
                    return frame(board);
                });
            }

            @Override
            public CompletionStage<ByteString> of(LogEvents page) {
                boolean changed = page.events().stream()
                        .anyMatch(logged -> logged.entry() instanceof Entry.ScoreSet set
                                && set.board().equals(name));
                return changed ? first() : CompletableFuture.completedFuture(ByteString.emptyByteString());
            }
        });
    }

    private static ByteString frame(Board board) {
        return ByteString.fromString("event: score\ndata: ")
                .concat(Json.bytes(success(board(board, "scores"))))
                .concat(ByteString.fromString("\n\n"));
    }

    // ---- updates ----------------------------------------------------------------------------------------------------

    private CompletionStage<HttpResponse> award(RequestContext request, String store) {
        authorization.check(request.parameter(2));
        String team = request.name("team", 0);
        String medal = capitalized(request.name("medal", 1));
        return update(request, store, new Command.AwardMedal(request.idempotencyKey(service::newKey), team, medal));
    }

    /** Clients of the original also write "gold" and "GOLD". */
    private static String capitalized(String medal) {
        return medal.substring(0, 1).toUpperCase(Locale.ROOT)
                + medal.substring(1).toLowerCase(Locale.ROOT);
    }

    private CompletionStage<HttpResponse> setScore(RequestContext request, String store) {
        authorization.check(request.parameter(3));
        String event = request.name("event", 0);
        long rome = request.wholeNumber("rome", 1, 0, MAX_SCORE);
        long gaul = request.wholeNumber("gaul", 2, 0, MAX_SCORE);
        List<Command.TeamScore> scores =
                List.of(new Command.TeamScore("Rome", rome), new Command.TeamScore("Gaul", gaul));
        return update(request, store, new Command.SetScore(request.idempotencyKey(service::newKey), event, scores));
    }

    private CompletionStage<HttpResponse> update(RequestContext request, String store, Command command) {
        return request.complete()
                .thenCompose(complete -> {
                    request.submitting(command.key());
                    return service.submit(store, command);
                })
                .thenApply(outcome -> {
                    Outcome.ValueChanged changed = Outcomes.expect(Outcome.ValueChanged.class, outcome, PROBLEMS);
                    return success(changed.replayed() ? List.of(ResponseHeaders.REPLAYED) : List.of(), out -> {});
                });
    }

    // ---- the dispatcher ---------------------------------------------------------------------------------------------

    private CompletionStage<HttpResponse> assignServer() {
        return games.dispatchClient().thenApply(server -> {
            String address =
                    server.orElseThrow(() -> Problem.of(ProblemType.NOT_READY, "No front-end is reachable: try again.")
                            .retryAfterSeconds(2)
                            .exception());
            return success(List.of(), out -> out.writeStringField("server", address));
        });
    }

    private CompletionStage<HttpResponse> releaseServer(RequestContext request) {
        return games.releaseClient(request.parameter(0)).thenApply(Olympics::counted);
    }

    private CompletionStage<HttpResponse> register(boolean added) {
        return (added ? games.registerClient() : games.unregisterClient()).thenApply(Olympics::counted);
    }

    private static HttpResponse counted(boolean found) {
        if (!found) {
            throw Problem.of(ProblemType.UNKNOWN_ITEM, "no live front-end has this address")
                    .exception();
        }
        return success(List.of(), out -> {});
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
        return Json.written(headers, success(fields));
    }

    private static Json.Content success(Json.Content fields) {
        return out -> {
            out.writeStartObject();
            out.writeStringField("response", "success");
            fields.writeTo(out);
            out.writeEndObject();
        };
    }
}
