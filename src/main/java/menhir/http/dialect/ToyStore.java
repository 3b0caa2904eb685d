package menhir.http.dialect;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;
import menhir.http.api.OrderBody;
import menhir.http.api.OrderLogText;
import menhir.http.api.Outcomes;
import menhir.http.api.RejectionProblems;
import menhir.http.problem.Problem;
import menhir.http.server.Json;
import menhir.http.server.Method;
import menhir.http.server.RequestContext;
import menhir.http.server.Route;
import menhir.http.server.RouteTable;
import menhir.service.StoreService;
import menhir.service.StoreService.Outcome;
import menhir.store.Command.PlaceOrder;
import menhir.store.Limits;
import menhir.store.Line;
import menhir.store.Order;
import menhir.store.OrderType;
import menhir.store.PricedLine;
import menhir.store.Rejection;
import menhir.store.StoreKind;

/**
 * The dialect of the toy store: {@code /products/{name}}, three forms of orders, {@code /orders/{number}}, and the order log as
 * text.
 */
final class ToyStore implements Dialect {
    private static final String NOT_FOUND = "product not found";
    private static final RejectionProblems PROBLEMS = new RejectionProblems() {
        @Override
        public Problem unknownItem(Rejection.UnknownItem rejection) {
            return super.unknownItem(rejection).withDetail(NOT_FOUND);
        }

        @Override
        public Problem notEnough(Rejection.NotEnough rejection) {
            return rejection.available() == 0
                    ? super.notEnough(rejection)
                            .withStatus(StatusCodes.NOT_FOUND)
                            .withDetail("out of stock")
                    : super.notEnough(rejection).withStatus(StatusCodes.BAD_REQUEST);
        }
    };

    private final StoreService service;
    private final OrderLogText orderLog;

    ToyStore(StoreService service) {
        this.service = service;
        this.orderLog = new OrderLogText(service);
    }

    @Override
    public StoreKind kind() {
        return StoreKind.TOYS;
    }

    /** At the root, the route for an order in the path matches only paths that match no other route: see {@link RouteTable}. */
    @Override
    public List<Route> catalogRoutes(String prefix, String store) {
        return List.of(
                Route.dialect(Method.GET, prefix + "/products/{item}", request -> lookup(request, store)),
                Route.dialect(Method.POST, prefix + "/{item}/{quantity}", request -> placeByPath(request, store)),
                Route.dialect(Method.POST, prefix.isEmpty() ? "/" : prefix, request -> placeByForm(request, store)));
    }

    @Override
    public List<Route> orderRoutes(String prefix, String store) {
        return List.of(
                Route.dialect(Method.POST, prefix + "/orders", request -> place(request, store)),
                // Some of the original clients use the singular.
                Route.dialect(Method.POST, prefix + "/order", request -> place(request, store)),
                Route.dialect(
                        Method.GET,
                        prefix + "/orders/{number}",
                        request -> DataEnvelope.order(service, store, request, ToyStore::write)),
                Route.dialect(Method.GET, prefix + "/orders.log", request -> orderLog.export(store)));
    }

    private CompletionStage<HttpResponse> lookup(RequestContext request, String store) {
        return service.lookup(store, request.name("item", 0)).thenApply(lookup -> DataEnvelope.item(lookup, NOT_FOUND));
    }

    private CompletionStage<HttpResponse> place(RequestContext request, String store) {
        String key = request.idempotencyKey(service::newKey);
        return request.anyBody()
                .thenCompose(body -> place(
                        request,
                        store,
                        OrderBody.toyStore(body, key),
                        number -> out -> out.writeNumberField("order_number", number)));
    }

    private CompletionStage<HttpResponse> placeByPath(RequestContext request, String store) {
        String key = request.idempotencyKey(service::newKey);
        long quantity = request.wholeNumber("quantity", 1, 1, Limits.LINE_QUANTITY);
        PlaceOrder command = new PlaceOrder(key, OrderType.BUY, List.of(new Line(request.name("item", 0), quantity)));
        // The original server returned the number as text on this path.
        LongFunction<Json.Content> number = value -> out -> out.writeStringField("order_number", Long.toString(value));
        return request.complete().thenCompose(complete -> place(complete, store, command, number));
    }

    private CompletionStage<HttpResponse> placeByForm(RequestContext request, String store) {
        String key = request.idempotencyKey(service::newKey);
        return request.formBody()
                .thenCompose(form -> place(
                        request,
                        store,
                        OrderBody.toyStore(form, key),
                        number -> out -> out.writeNumberField("order_num", number)));
    }

    /** @param number writes the number of the placed order */
    private CompletionStage<HttpResponse> place(
            RequestContext request, String store, PlaceOrder command, LongFunction<Json.Content> number) {
        request.submitting(command.key());
        return service.submit(store, command).thenApply(outcome -> {
            Outcome.OrderPlaced placed = Outcomes.expect(Outcome.OrderPlaced.class, outcome, PROBLEMS);
            return DataEnvelope.placed(
                    placed.replayed(), number.apply(placed.order().number()));
        });
    }

    private static void write(JsonGenerator out, Order order) throws IOException {
        PricedLine first = order.lines().get(0);
        out.writeNumberField("number", order.number());
        out.writeStringField("name", first.item());
        out.writeNumberField("quantity", first.quantity());
    }
}
