package menhir.http.api;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import menhir.http.server.AdminGuard;
import menhir.http.server.Fields;
import menhir.http.server.Json;
import menhir.http.server.Method;
import menhir.http.server.Problem;
import menhir.http.server.ProblemType;
import menhir.http.server.RequestContext;
import menhir.http.server.Route;
import menhir.service.StoreService;
import menhir.service.StoreService.Outcome;
import menhir.store.Board;
import menhir.store.Command;
import menhir.store.Names;

/** A scoreboard in the canonical API: medals and scores, to see and, for an administrator, to change. */
public final class ScoreRoutes {
    private static final int MAX_SCORES = 100;

    private final StoreService service;
    private final String store;
    private final AdminGuard admin;

    public ScoreRoutes(StoreService service, String store, AdminGuard admin) {
        this.service = service;
        this.store = store;
        this.admin = admin;
    }

    public List<Route> routes() {
        String root = "/v1/stores/" + store;
        return List.of(
                Route.canonical(
                        Method.GET, root + "/medals/{team}", call -> look(call, Board.medals(call.item(0)), "medals")),
                Route.canonical(Method.POST, root + "/medals/{team}", this::award),
                Route.canonical(
                        Method.GET, root + "/scores/{event}", call -> look(call, Board.score(call.item(0)), "scores")),
                Route.canonical(Method.PUT, root + "/scores/{event}", this::setScores));
    }

    private CompletionStage<HttpResponse> look(RequestContext call, String name, String field) {
        String asked = call.item(0);
        return service.lookup(store, name).thenApply(lookup -> {
            if (!(lookup.value() instanceof Board board)) {
                throw unknown(asked).exception();
            }
            String etag = JsonViews.etag(board.version());
            List<HttpHeader> headers = List.of(
                    lookup.hit() ? JsonViews.HIT : JsonViews.MISS,
                    JsonViews.REVALIDATE,
                    RawHeader.create("ETag", etag));
            return JsonViews.tagged(call, etag, headers, out -> board(out, board, field));
        });
    }

    private static Problem unknown(String name) {
        return Problem.of(ProblemType.UNKNOWN_ITEM, "The scoreboard has no " + Names.quoted(name) + ".")
                .with("name", name);
    }

    private CompletionStage<HttpResponse> award(RequestContext call) {
        admin.check(call);
        String team = call.item(0);
        String key = call.idempotencyKey(service::newKey);
        return call.jsonBody()
                .thenCompose(body -> change(
                        call,
                        new Command.AwardMedal(key, team, body.only("medal").name("medal")),
                        "medals"));
    }

    private CompletionStage<HttpResponse> setScores(RequestContext call) {
        admin.check(call);
        String event = call.item(0);
        String key = call.idempotencyKey(service::newKey);
        return call.jsonBody().thenCompose(body -> {
            List<Command.TeamScore> scores = new ArrayList<>();
            for (Fields each : body.only("scores").objects("scores", MAX_SCORES)) {
                each.only("team", "score");
                scores.add(new Command.TeamScore(each.name("team"), each.quantity("score", 0)));
            }
            return change(call, new Command.SetScore(key, event, scores), "scores");
        });
    }

    private CompletionStage<HttpResponse> change(RequestContext call, Command command, String field) {
        call.submitting(command.key());
        return service.submit(store, command).thenApply(outcome -> {
            if (outcome instanceof Outcome.Refused refused) {
                throw Problem.of(refused.why()).exception();
            } else if (outcome instanceof Outcome.ValueStands stands && stands.value() instanceof Board board) {
                List<HttpHeader> headers = new ArrayList<>();
                headers.add(RawHeader.create("ETag", JsonViews.etag(board.version())));
                if (stands.replayed()) {
                    headers.add(JsonViews.REPLAYED);
                }
                return Json.response(StatusCodes.OK, headers, out -> board(out, board, field));
            }
            throw new IllegalStateException("a change of a score came out as " + outcome);
        });
    }

    private static void board(JsonGenerator out, Board board, String field) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", board.title());
        out.writeObjectFieldStart(field);
        for (Board.Counter mark : board.counters()) {
            out.writeNumberField(mark.name(), mark.count());
        }
        out.writeEndObject();
        out.writeObjectFieldStart("time");
        for (Board.Counter mark : board.counters()) {
            out.writeStringField(mark.name(), mark.timeMillis() == 0 ? null : JsonViews.time(mark.timeMillis()));
        }
        out.writeEndObject();
        out.writeNumberField("version", board.version());
        out.writeEndObject();
    }
}
