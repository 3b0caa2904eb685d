package menhir.http.api;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import java.util.List;
import java.util.concurrent.CompletionStage;
import menhir.http.server.Json;
import menhir.http.server.Method;
import menhir.http.server.RequestContext;
import menhir.http.server.ResponseHeaders;
import menhir.http.server.Route;
import menhir.http.server.WholeNumbers;
import menhir.service.StoreService;
import menhir.service.StoreService.Outcome;
import menhir.store.Command.PlaceOrder;
import menhir.store.Order;

/** Orders of a store: place, look up, list. */
public final class OrderRoutes {
    private final StoreService service;
    private final Stores stores;

    public OrderRoutes(StoreService service, Stores stores) {
        this.service = service;
        this.stores = stores;
    }

    public List<Route> routes() {
        return List.of(
                Route.canonical(Method.POST, "/v1/stores/{store}/orders", this::place),
                Route.canonical(Method.GET, "/v1/stores/{store}/orders", this::list),
                Route.canonical(Method.GET, "/v1/stores/{store}/orders/{number}", this::order));
    }

    private CompletionStage<HttpResponse> place(RequestContext request) {
        String store = stores.nameOf(request);
        String key = request.idempotencyKey(service::newKey);
        return request.jsonBody().thenCompose(body -> {
            PlaceOrder command = OrderBody.canonical(body, key);
            request.submitting(key);
            return service.submit(store, command).thenApply(outcome -> placed(store, outcome));
        });
    }

    static HttpResponse placed(String store, Outcome outcome) {
        Outcome.OrderPlaced placed = Outcomes.expect(Outcome.OrderPlaced.class, outcome, RejectionProblems.CANONICAL);
        Order order = placed.order();
        HttpHeader location = ResponseHeaders.location(JsonViews.orderPath(store, order));
        return Json.written(
                StatusCodes.CREATED,
                placed.replayed() ? List.of(location, ResponseHeaders.REPLAYED) : List.of(location),
                out -> JsonViews.order(out, order));
    }

    private CompletionStage<HttpResponse> order(RequestContext request) {
        String store = stores.nameOf(request);
        return OrderLookup.find(
                        service,
                        store,
                        request.wholeNumber("number", 1, 0, WholeNumbers.MAX),
                        "The store has no order with the number %d.")
                .thenApply(order -> Json.tagged(
                        request,
                        ResponseHeaders.tag(order.number()),
                        List.of(ResponseHeaders.IMMUTABLE),
                        out -> JsonViews.order(out, order)));
    }

    private CompletionStage<HttpResponse> list(RequestContext request) {
        String store = stores.nameOf(request);
        return service.orders(store, OrderListQuery.of(request.query()))
                .thenApply(page -> Json.written(List.of(ResponseHeaders.REVALIDATE), out -> {
                    out.writeStartObject();
                    out.writeArrayFieldStart("orders");
                    for (Order order : page.orders()) {
                        JsonViews.order(out, order);
                    }
                    out.writeEndArray();
                    out.writePOJOField("next", page.next());
                    out.writeEndObject();
                }));
    }
}
