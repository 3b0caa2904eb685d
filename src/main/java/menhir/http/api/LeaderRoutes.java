package menhir.http.api;

import akka.http.javadsl.model.HttpResponse;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import menhir.http.server.Json;
import menhir.http.server.Method;
import menhir.http.server.RequestContext;
import menhir.http.server.ResponseHeaders;
import menhir.http.server.Route;
import menhir.service.StoreService;
import menhir.service.StoreService.Outcome;
import menhir.store.LeaderPlacement;
import menhir.store.LeaderPlacement.PlaceLeader;

/** Where a store's leader is to run; for an administrator, have it run elsewhere. */
public final class LeaderRoutes {
    private static final String LEADER = "/v1/stores/{store}/leader";

    private final StoreService service;
    private final Stores stores;

    public LeaderRoutes(StoreService service, Stores stores) {
        this.service = service;
        this.stores = stores;
    }

    public List<Route> routes() {
        return List.of(
                Route.canonical(Method.GET, LEADER, this::lookup),
                Route.canonical(Method.PUT, LEADER, this::place).forAdministrators(),
                Route.canonical(Method.DELETE, LEADER, this::placeAtHome).forAdministrators());
    }

    private CompletionStage<HttpResponse> lookup(RequestContext request) {
        return service.lookup(stores.nameOf(request), LeaderPlacement.NAME).thenApply(lookup -> {
            LeaderPlacement placement = (LeaderPlacement) Objects.requireNonNull(lookup.value());
            return Json.tagged(
                    request,
                    ResponseHeaders.tag(placement.version()),
                    List.of(ResponseHeaders.cacheStatus(lookup.hit()), ResponseHeaders.REVALIDATE),
                    out -> JsonViews.placement(out, placement));
        });
    }

    private CompletionStage<HttpResponse> place(RequestContext request) {
        String key = request.idempotencyKey(service::newKey);
        return request.jsonBody().thenCompose(body -> {
            long slot = body.only("slot").wholeNumber("slot", 1, service.slots());
            return place(request, new PlaceLeader(key, (int) slot));
        });
    }

    private CompletionStage<HttpResponse> placeAtHome(RequestContext request) {
        return place(request, new PlaceLeader(request.idempotencyKey(service::newKey), 0));
    }

    private CompletionStage<HttpResponse> place(RequestContext request, PlaceLeader command) {
        String store = stores.nameOf(request);
        request.submitting(command.key());
        return service.submit(store, request.ifMatch(LeaderPlacement.NAME, command))
                .thenApply(LeaderRoutes::placed);
    }

    private static HttpResponse placed(Outcome outcome) {
        Outcome.ValueChanged changed =
                Outcomes.expect(Outcome.ValueChanged.class, outcome, RejectionProblems.CANONICAL);
        LeaderPlacement placement = (LeaderPlacement) changed.value();
        return Json.written(
                ResponseHeaders.ofChange(placement.version(), null, changed.replayed()),
                out -> JsonViews.placement(out, placement));
    }
}
