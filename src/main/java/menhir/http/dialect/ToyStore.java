package menhir.http.dialect;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import java.util.List;
import java.util.concurrent.CompletionStage;
import menhir.http.api.JsonViews;
import menhir.http.api.OrderBody;
import menhir.http.api.OrderLogText;
import menhir.http.server.Json;
import menhir.http.server.Method;
import menhir.http.server.PathParameters;
import menhir.http.server.Problem;
import menhir.http.server.ProblemType;
import menhir.http.server.RequestContext;
import menhir.http.server.Route;
import menhir.http.server.RouteTable;
import menhir.service.StoreService;
import menhir.service.StoreService.Outcome;
import menhir.store.Command.PlaceOrder;
import menhir.store.Item;
import menhir.store.Limits;
import menhir.store.Line;
import menhir.store.Order;
import menhir.store.OrderType;
import menhir.store.PricedLine;
import menhir.store.Rejection;
import menhir.store.StoreKind;

/**
 * The dialect of the toy store: {@code /products/{name}}, orders in two forms, {@code /orders/{number}}, and the order log
 * as text.
 */
final class ToyStore implements Dialect {
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

    /** At the root, the order in the path is what a path means that means nothing else: see {@link RouteTable}. */
    @Override
    public List<Route> catalogRoutes(String prefix, String store) {
        return List.of(
                Route.dialect(Method.GET, prefix + "/products/{item}", call -> lookup(call, store)),
                Route.dialect(Method.POST, prefix + "/{item}/{quantity}", call -> placeByPath(call, store)));
    }

    @Override
    public List<Route> orderRoutes(String prefix, String store) {
        return List.of(
                Route.dialect(Method.POST, prefix + "/orders", call -> place(call, store)),
                Route.dialect(Method.GET, prefix + "/orders/{number}", call -> order(call, store)),
                Route.dialect(Method.GET, prefix + "/orders.log", call -> orderLog.export(store)));
    }

    private CompletionStage<HttpResponse> lookup(RequestContext call, String store) {
        return service.lookup(store, call.item(0)).thenApply(lookup -> {
            Item item = lookup.item();
            if (item == null) {
                throw Problem.of(ProblemType.UNKNOWN_ITEM, "product not found").exception();
            }
            return DataEnvelope.response(
                    List.of(lookup.hit() ? JsonViews.HIT : JsonViews.MISS, JsonViews.REVALIDATE),
                    out -> DataEnvelope.item(out, item));
        });
    }

    private CompletionStage<HttpResponse> place(RequestContext call, String store) {
        String key = call.idempotencyKey(service::newKey);
        return call.anyBody()
                .thenCompose(body -> place(
                        call,
                        store,
                        OrderBody.toyStore(body, key),
                        number -> out -> out.writeNumberField("order_number", number)));
    }

    private CompletionStage<HttpResponse> placeByPath(RequestContext call, String store) {
        String key = call.idempotencyKey(service::newKey);
        long quantity = PathParameters.wholeNumber("quantity", call.parameter(1), 1, Limits.LINE_QUANTITY);
        PlaceOrder command = new PlaceOrder(key, OrderType.BUY, List.of(new Line(call.item(0), quantity)));
        // A text here, as the old server had it.
        NumberForm form = number -> out -> out.writeStringField("order_number", Long.toString(number));
        return call.whole().thenCompose(whole -> place(whole, store, command, form));
    }

    /** How one of the two forms of order answers. */
    private interface NumberForm {
        Json.Content of(long number);
    }

    private CompletionStage<HttpResponse> place(
            RequestContext call, String store, PlaceOrder command, NumberForm form) {
        call.submitting(command.key());
        return service.submit(store, command).thenApply(outcome -> {
            if (outcome instanceof Outcome.OrderStands stands) {
                return DataEnvelope.response(
                        stands.replayed() ? List.of(JsonViews.REPLAYED) : List.of(),
                        form.of(stands.order().number()));
            } else if (outcome instanceof Outcome.Refused refused) {
                throw refusal(refused).exception();
            }
            throw new IllegalStateException("an order came out as " + outcome);
        });
    }

    private static Problem refusal(Outcome.Refused refused) {
        Rejection why = refused.why();
        Problem problem = Problem.of(refused);
        if (why instanceof Rejection.UnknownItem) {
            return problem.withDetail("product not found");
        } else if (why instanceof Rejection.NotEnough) {
            return problem.withStatus(StatusCodes.NOT_FOUND).withDetail("out of stock");
        }
        return problem;
    }

    private CompletionStage<HttpResponse> order(RequestContext call, String store) {
        return service.order(store, call.orderNumber(0)).thenApply(order -> {
            if (order == null) {
                throw Problem.of(ProblemType.UNKNOWN_ORDER, "order number not found")
                        .exception();
            }
            return DataEnvelope.response(List.of(JsonViews.FOREVER), content(order));
        });
    }

    private static Json.Content content(Order order) {
        PricedLine first = order.lines().get(0);
        return out -> {
            out.writeNumberField("number", order.number());
            out.writeStringField("name", first.item());
            out.writeNumberField("quantity", first.quantity());
            DataEnvelope.furtherLines(out, order);
        };
    }
}
