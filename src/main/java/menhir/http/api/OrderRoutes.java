package menhir.http.api;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import menhir.http.server.Json;
import menhir.http.server.Method;
import menhir.http.server.RequestContext;
import menhir.http.server.ResponseHeaders;
import menhir.http.server.Route;
import menhir.http.server.WholeNumbers;
import menhir.service.StoreService;
import menhir.service.StoreService.OrderPage;
import menhir.service.StoreService.Outcome;
import menhir.store.Cancellation;
import menhir.store.Command.PlaceOrder;
import menhir.store.Line;
import menhir.store.Order;
import org.jspecify.annotations.Nullable;

/** Orders of a store: place, look up, list, cancel. */
public final class OrderRoutes {
    private final StoreService service;
    private final Stores stores;
    private final CancellationLookup cancellations;
    private final Suggestions suggestions;

    public OrderRoutes(StoreService service, Stores stores, Suggestions suggestions) {
        this.service = service;
        this.cancellations = new CancellationLookup(service);
        this.stores = stores;
        this.suggestions = suggestions;
    }

    public List<Route> routes() {
        return List.of(
                Route.canonical(Method.POST, "/v1/stores/{store}/orders", this::place),
                Route.canonical(Method.GET, "/v1/stores/{store}/orders", this::list),
                Route.canonical(Method.GET, "/v1/stores/{store}/orders/{number}", this::order),
                Route.canonical(Method.POST, "/v1/stores/{store}/orders/{number}/cancel", this::cancel));
    }

    private CompletionStage<HttpResponse> place(RequestContext request) {
        String store = stores.nameOf(request);
        String key = request.idempotencyKey(service::newKey);
        return request.jsonBody().thenCompose(body -> {
            PlaceOrder command = OrderBody.canonical(body, key);
            request.submitting(key);
            return suggestions.forUnknown(
                    store, service.submit(store, command).thenApply(outcome -> placed(store, outcome)));
        });
    }

    static HttpResponse placed(String store, Outcome outcome) {
        Outcome.OrderPlaced placed = Outcomes.expect(Outcome.OrderPlaced.class, outcome, RejectionProblems.CANONICAL);
        Order order = placed.order();
        HttpHeader location = ResponseHeaders.location(JsonViews.orderPath(store, order));
        return Json.written(
                StatusCodes.CREATED,
                placed.replayed() ? List.of(location, ResponseHeaders.REPLAYED) : List.of(location),
                out -> JsonViews.order(out, order, null));
    }

    private CompletionStage<HttpResponse> order(RequestContext request) {
        String store = stores.nameOf(request);
        return OrderLookup.find(
                        service,
                        store,
                        request.wholeNumber("number", 1, 0, WholeNumbers.MAX),
                        "The store has no order with the number %d.")
                .thenCompose(order -> cancellations
                        .of(store, order)
                        .thenApply(cancellation -> Json.tagged(
                                request,
                                tag(order, cancellation),
                                List.of(ResponseHeaders.REVALIDATE),
                                out -> JsonViews.order(out, order, cancellation))));
    }

    /** An order never changes, but it may be cancelled, once. */
    private static String tag(Order order, @Nullable Cancellation cancellation) {
        return cancellation == null ? ResponseHeaders.tag(order.number()) : ResponseHeaders.tag(cancellation.index());
    }

    private CompletionStage<HttpResponse> list(RequestContext request) {
        String store = stores.nameOf(request);
        return service.orders(store, OrderListQuery.of(request.query()))
                .thenCompose(page ->
                        cancellations.indexesOf(store, page.orders()).thenApply(cancelled -> listed(page, cancelled)));
    }

    private static HttpResponse listed(OrderPage page, Map<Long, Long> cancelled) {
        return Json.written(List.of(ResponseHeaders.REVALIDATE), out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("orders");
            for (Order order : page.orders()) {
                JsonViews.listedOrder(out, order, cancelled.get(order.number()));
            }
            out.writeEndArray();
            out.writePOJOField("next", page.next());
            out.writeEndObject();
        });
    }

    private CompletionStage<HttpResponse> cancel(RequestContext request) {
        String store = stores.nameOf(request);
        long number = request.wholeNumber("number", 1, 1, WholeNumbers.MAX);
        String key = request.idempotencyKey(service::newKey);
        return request.optionalJsonBody()
                .thenCompose(body -> {
                    List<Line> lines = OrderBody.cancelled(body);
                    request.submitting(key);
                    return service.cancel(store, key, number, lines);
                })
                .thenApply(OrderRoutes::cancelled);
    }

    private static HttpResponse cancelled(Outcome outcome) {
        Outcome.OrderCancelled done =
                Outcomes.expect(Outcome.OrderCancelled.class, outcome, RejectionProblems.CANONICAL);
        return Json.written(
                StatusCodes.OK,
                ResponseHeaders.ofChange(done.cancellation().index(), null, done.replayed()),
                out -> JsonViews.order(out, done.order(), done.cancellation()));
    }
}
