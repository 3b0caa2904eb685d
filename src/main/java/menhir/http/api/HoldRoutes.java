package menhir.http.api;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import menhir.http.server.Json;
import menhir.http.server.Method;
import menhir.http.server.QueryParameters;
import menhir.http.server.RequestContext;
import menhir.http.server.ResponseHeaders;
import menhir.http.server.Route;
import menhir.http.server.WholeNumbers;
import menhir.service.StoreService;
import menhir.service.StoreService.HoldPage;
import menhir.service.StoreService.Lookup;
import menhir.service.StoreService.Outcome;
import menhir.store.Command;
import menhir.store.Hold;
import menhir.store.HoldCommand;
import menhir.store.Limits;
import menhir.store.Rejection;

/** Holds of a store: place, look up, list, extend, give back, and confirm, which makes an order. */
public final class HoldRoutes {
    private static final Set<String> LIST_PARAMETERS = Set.of("after", "customer", "limit");
    private static final String HOLD = "/v1/stores/{store}/holds/{hold}";

    private final StoreService service;
    private final Stores stores;
    private final Suggestions suggestions;

    public HoldRoutes(StoreService service, Stores stores, Suggestions suggestions) {
        this.service = service;
        this.stores = stores;
        this.suggestions = suggestions;
    }

    public List<Route> routes() {
        return List.of(
                Route.canonical(Method.POST, "/v1/stores/{store}/holds", this::place),
                Route.canonical(Method.GET, "/v1/stores/{store}/holds", this::list),
                Route.canonical(Method.GET, HOLD, this::lookup),
                Route.canonical(Method.DELETE, HOLD, this::release),
                Route.canonical(Method.POST, HOLD + "/confirm", this::confirm),
                Route.canonical(Method.POST, HOLD + "/extend", this::extend));
    }

    private CompletionStage<HttpResponse> place(RequestContext request) {
        String key = request.idempotencyKey(service::newKey);
        return request.jsonBody().thenCompose(body -> change(request, OrderBody.hold(body, key), true));
    }

    private CompletionStage<HttpResponse> extend(RequestContext request) {
        long id = id(request);
        String key = request.idempotencyKey(service::newKey);
        return request.jsonBody().thenCompose(body -> {
            long seconds = body.only("seconds").wholeNumber("seconds", 1, Limits.HOLD_SECONDS);
            return change(
                    request, request.ifMatch(Hold.nameOf(id), new HoldCommand.ExtendHold(key, id, seconds)), false);
        });
    }

    private CompletionStage<HttpResponse> release(RequestContext request) {
        String key = request.idempotencyKey(service::newKey);
        long id = id(request);
        return change(request, request.ifMatch(Hold.nameOf(id), new HoldCommand.ReleaseHold(key, id)), false);
    }

    private CompletionStage<HttpResponse> confirm(RequestContext request) {
        String store = stores.nameOf(request);
        String key = request.idempotencyKey(service::newKey);
        long id = id(request);
        Command command = request.ifMatch(Hold.nameOf(id), new HoldCommand.ConfirmHold(key, id));
        request.submitting(key);
        return service.submit(store, command).thenApply(outcome -> OrderRoutes.placed(store, outcome));
    }

    private CompletionStage<HttpResponse> change(RequestContext request, Command command, boolean created) {
        String store = stores.nameOf(request);
        request.submitting(command.key());
        return suggestions.forUnknown(
                store, service.submit(store, command).thenApply(outcome -> changed(store, outcome, created)));
    }

    private static HttpResponse changed(String store, Outcome outcome, boolean created) {
        Outcome.ValueChanged changed =
                Outcomes.expect(Outcome.ValueChanged.class, outcome, RejectionProblems.CANONICAL);
        Hold hold = (Hold) changed.value();
        String location = created ? JsonViews.holdPath(store, hold) : null;
        List<HttpHeader> headers = ResponseHeaders.ofChange(hold.version(), location, changed.replayed());
        return Json.written(created ? StatusCodes.CREATED : StatusCodes.OK, headers, out -> JsonViews.hold(out, hold));
    }

    private CompletionStage<HttpResponse> list(RequestContext request) {
        String store = stores.nameOf(request);
        QueryParameters query = request.query().only(LIST_PARAMETERS);
        long after = query.wholeNumber("after", 0, WholeNumbers.MAX, 0);
        return service.holds(store, query.name("customer"), after, query.limit(1))
                .thenApply(HoldRoutes::listed);
    }

    private static HttpResponse listed(HoldPage page) {
        return Json.written(List.of(ResponseHeaders.REVALIDATE), out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("holds");
            for (Hold hold : page.holds()) {
                JsonViews.hold(out, hold);
            }
            out.writeEndArray();
            out.writePOJOField("next", page.next());
            out.writeNumberField("active", page.active());
            out.writeEndObject();
        });
    }

    private CompletionStage<HttpResponse> lookup(RequestContext request) {
        String store = stores.nameOf(request);
        long id = id(request);
        return service.lookup(store, Hold.nameOf(id)).thenApply(lookup -> found(request, id, lookup));
    }

    private static HttpResponse found(RequestContext request, long id, Lookup lookup) {
        if (!(lookup.value() instanceof Hold hold)) {
            throw RejectionProblems.CANONICAL.of(new Rejection.UnknownHold(id)).exception();
        }
        return Json.tagged(
                request,
                ResponseHeaders.tag(hold.version()),
                List.of(ResponseHeaders.cacheStatus(lookup.hit()), ResponseHeaders.REVALIDATE),
                out -> JsonViews.hold(out, hold));
    }

    private static long id(RequestContext request) {
        return request.wholeNumber("hold", 1, 1, WholeNumbers.MAX);
    }
}
