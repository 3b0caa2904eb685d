package menhir.http.api;

import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import menhir.http.problem.Problem;
import menhir.http.problem.ProblemType;
import menhir.http.server.Fields;
import menhir.http.server.Json;
import menhir.http.server.Method;
import menhir.http.server.QueryParameters;
import menhir.http.server.RequestContext;
import menhir.http.server.ResponseHeaders;
import menhir.http.server.Route;
import menhir.service.StoreService;
import menhir.service.StoreService.Outcome;
import menhir.store.Board;
import menhir.store.Command;
import menhir.store.Names;

/** Medals and scores of a scoreboard: look up and list; for an administrator, change. */
public final class ScoreRoutes {
    private static final int MAX_SCORES = 100;
    private static final Set<String> LIST_PARAMETERS = Set.of("after", "limit");

    private final StoreService service;
    private final String store;
    private final Suggestions suggestions;

    public ScoreRoutes(StoreService service, String store, Suggestions suggestions) {
        this.service = service;
        this.store = store;
        this.suggestions = suggestions;
    }

    public List<Route> routes() {
        String root = "/v1/stores/" + store;
        return List.of(
                Route.canonical(
                        Method.GET, root + "/medals", request -> list(request, Board.medals(""), "teams", "medals")),
                Route.canonical(Method.GET, root + "/medals/{team}", this::medals),
                Route.canonical(Method.POST, root + "/medals/{team}", this::award)
                        .forAdministrators(),
                Route.canonical(
                        Method.GET, root + "/scores", request -> list(request, Board.score(""), "events", "scores")),
                Route.canonical(Method.GET, root + "/scores/{event}", this::scores),
                Route.canonical(Method.PUT, root + "/scores/{event}", this::setScores)
                        .forAdministrators());
    }

    private CompletionStage<HttpResponse> list(RequestContext request, String prefix, String list, String field) {
        QueryParameters query = request.query().only(LIST_PARAMETERS);
        String after = query.name("after");
        return service.boards(store, prefix, after == null ? null : Board.named(prefix, after), query.limit(1))
                .thenApply(page -> Json.written(List.of(ResponseHeaders.REVALIDATE), out -> {
                    out.writeStartObject();
                    out.writeArrayFieldStart(list);
                    for (Board board : page.boards()) {
                        board(out, board, field);
                    }
                    out.writeEndArray();
                    out.writeStringField(
                            "next", page.next() == null ? null : page.next().substring(prefix.length()));
                    out.writeEndObject();
                }));
    }

    private CompletionStage<HttpResponse> medals(RequestContext request) {
        String team = request.name("team", 0);
        return lookup(request, team, Board.medals(team), "medals");
    }

    private CompletionStage<HttpResponse> scores(RequestContext request) {
        String event = request.name("event", 0);
        return lookup(request, event, Board.score(event), "scores");
    }

    private CompletionStage<HttpResponse> lookup(RequestContext request, String title, String name, String field) {
        return suggestions.forUnknown(store, service.lookup(store, name).thenApply(lookup -> {
            if (!(lookup.value() instanceof Board board)) {
                throw Problem.of(
                                ProblemType.UNKNOWN_ITEM,
                                "The scoreboard has no team or event " + Names.quoted(title) + ".")
                        .with("name", title)
                        .exception();
            }
            return Json.tagged(
                    request,
                    ResponseHeaders.tag(board.version()),
                    List.of(ResponseHeaders.cacheStatus(lookup.hit()), ResponseHeaders.REVALIDATE),
                    out -> board(out, board, field));
        }));
    }

    private CompletionStage<HttpResponse> award(RequestContext request) {
        String team = request.name("team", 0);
        String key = request.idempotencyKey(service::newKey);
        return request.jsonBody()
                .thenCompose(body -> change(
                        request,
                        Board.medals(team),
                        new Command.AwardMedal(key, team, body.only("medal").name("medal")),
                        "medals"));
    }

    private CompletionStage<HttpResponse> setScores(RequestContext request) {
        String event = request.name("event", 0);
        String key = request.idempotencyKey(service::newKey);
        return request.jsonBody().thenCompose(body -> {
            List<Command.TeamScore> scores = new ArrayList<>();
            for (Fields element : body.only("scores").objects("scores", MAX_SCORES)) {
                element.only("team", "score");
                scores.add(new Command.TeamScore(element.name("team"), element.quantity("score", 0)));
            }
            return change(request, Board.score(event), new Command.SetScore(key, event, scores), "scores");
        });
    }

    private CompletionStage<HttpResponse> change(RequestContext request, String name, Command command, String field) {
        Command conditional = request.ifMatch(name, command);
        request.submitting(command.key());
        return suggestions.forUnknown(store, service.submit(store, conditional).thenApply(outcome -> {
            Outcome.ValueChanged changed =
                    Outcomes.expect(Outcome.ValueChanged.class, outcome, RejectionProblems.CANONICAL);
            if (!(changed.value() instanceof Board board)) {
                throw new IllegalStateException("a score changed " + changed.value());
            }
            return Json.written(
                    ResponseHeaders.ofChange(board.version(), null, changed.replayed()),
                    out -> board(out, board, field));
        }));
    }

    private static void board(JsonGenerator out, Board board, String field) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", board.title());
        out.writeObjectFieldStart(field);
        for (Board.Counter counter : board.counters()) {
            out.writeNumberField(counter.name(), counter.count());
        }
        out.writeEndObject();
        out.writeObjectFieldStart("time");
        for (Board.Counter counter : board.counters()) {
            out.writeStringField(
                    counter.name(), counter.timeMillis() == 0 ? null : JsonViews.time(counter.timeMillis()));
        }
        out.writeEndObject();
        out.writeNumberField("version", board.version());
        out.writeEndObject();
    }
}
