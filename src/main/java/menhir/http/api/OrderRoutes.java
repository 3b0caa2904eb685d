package menhir.http.api;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import menhir.http.server.Json;
import menhir.http.server.Method;
import menhir.http.server.Problem;
import menhir.http.server.QueryParameters;
import menhir.http.server.RequestContext;
import menhir.http.server.Route;
import menhir.http.server.Stores;
import menhir.http.server.WholeNumbers;
import menhir.service.StoreService;
import menhir.service.StoreService.Outcome;
import menhir.store.Command.PlaceOrder;
import menhir.store.Order;

/** Orders of a store: place, look up, list. */
public final class OrderRoutes {
    private static final int MAX_PAGE = 1000;
    private static final int PAGE = 100;
    private static final Set<String> LIST_PARAMETERS = Set.of("after", "limit");

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

    private CompletionStage<HttpResponse> place(RequestContext call) {
        String store = stores.of(call);
        String key = call.idempotencyKey(service::newKey);
        return call.jsonBody().thenCompose(body -> {
            PlaceOrder command = OrderBody.canonical(body, key);
            call.submitting(key);
            return service.submit(store, command).thenApply(outcome -> placed(store, outcome));
        });
    }

    private static HttpResponse placed(String store, Outcome outcome) {
        if (outcome instanceof Outcome.OrderStands stands) {
            Order order = stands.order();
            HttpHeader location = JsonViews.location(store, order);
            return Json.response(
                    StatusCodes.CREATED,
                    stands.replayed() ? List.of(location, JsonViews.REPLAYED) : List.of(location),
                    out -> JsonViews.order(out, order));
        } else if (outcome instanceof Outcome.Refused refused) {
            throw Problem.of(refused).exception();
        }
        throw new IllegalStateException("an order came out as " + outcome);
    }

    private CompletionStage<HttpResponse> order(RequestContext call) {
        String store = stores.of(call);
        long number = call.orderNumber(1);
        return service.order(store, number).thenApply(order -> {
            if (order == null) {
                throw Problem.unknownOrder(number).exception();
            }
            String etag = JsonViews.etag(number);
            return JsonViews.tagged(
                    call,
                    etag,
                    List.of(JsonViews.FOREVER, RawHeader.create("ETag", etag)),
                    out -> JsonViews.order(out, order));
        });
    }

    private CompletionStage<HttpResponse> list(RequestContext call) {
        String store = stores.of(call);
        QueryParameters query = call.query().only(LIST_PARAMETERS);
        long after = query.number("after", 0, WholeNumbers.MAX, 0);
        int limit = (int) query.number("limit", 1, MAX_PAGE, PAGE);
        return service.orders(store, after, limit)
                .thenApply(page -> Json.response(
                        out -> {
                            out.writeStartObject();
                            out.writeArrayFieldStart("orders");
                            for (Order order : page.orders()) {
                                JsonViews.order(out, order);
                            }
                            out.writeEndArray();
                            out.writePOJOField("next", page.next());
                            out.writeEndObject();
                        },
                        JsonViews.REVALIDATE));
    }
}
