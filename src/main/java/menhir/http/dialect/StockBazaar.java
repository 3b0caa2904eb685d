package menhir.http.dialect;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import menhir.http.api.JsonViews;
import menhir.http.api.OrderBody;
import menhir.http.server.Method;
import menhir.http.server.Problem;
import menhir.http.server.ProblemException;
import menhir.http.server.ProblemType;
import menhir.http.server.RequestContext;
import menhir.http.server.Route;
import menhir.service.StoreService;
import menhir.service.StoreService.Outcome;
import menhir.store.Command.PlaceOrder;
import menhir.store.Item;
import menhir.store.Order;
import menhir.store.PricedLine;
import menhir.store.Rejection;
import menhir.store.StoreKind;

/** The dialect of the stock bazaar: {@code /stocks/{name}}, {@code /orders}, {@code /orders/{number}}. */
final class StockBazaar implements Dialect {
    private final StoreService service;

    StockBazaar(StoreService service) {
        this.service = service;
    }

    @Override
    public StoreKind kind() {
        return StoreKind.STOCKS;
    }

    @Override
    public List<Route> catalogRoutes(String prefix, String store) {
        return List.of(Route.dialect(Method.GET, prefix + "/stocks/{item}", call -> lookup(call, store)));
    }

    @Override
    public List<Route> orderRoutes(String prefix, String store) {
        return List.of(
                Route.dialect(Method.POST, prefix + "/orders", call -> place(call, store)),
                Route.dialect(Method.GET, prefix + "/orders/{number}", call -> order(call, store)));
    }

    private CompletionStage<HttpResponse> lookup(RequestContext call, String store) {
        return service.lookup(store, call.item(0)).thenApply(lookup -> {
            Item item = lookup.item();
            if (item == null) {
                throw notFound(ProblemType.UNKNOWN_ITEM, "stock not found");
            }
            return DataEnvelope.response(
                    List.of(lookup.hit() ? JsonViews.HIT : JsonViews.MISS, JsonViews.REVALIDATE),
                    out -> DataEnvelope.item(out, item));
        });
    }

    private CompletionStage<HttpResponse> place(RequestContext call, String store) {
        String key = call.idempotencyKey(service::newKey);
        return call.anyBody().thenCompose(body -> {
            PlaceOrder command = OrderBody.stockBazaar(body, key);
            call.submitting(key);
            return service.submit(store, command).thenApply(StockBazaar::placed);
        });
    }

    private static HttpResponse placed(Outcome outcome) {
        if (outcome instanceof Outcome.OrderStands stands) {
            return DataEnvelope.response(
                    stands.replayed() ? List.of(JsonViews.REPLAYED) : List.of(),
                    out -> out.writeNumberField(
                            "transaction_number", stands.order().number()));
        } else if (outcome instanceof Outcome.Refused refused) {
            throw refusal(refused).exception();
        }
        throw new IllegalStateException("an order came out as " + outcome);
    }

    private static Problem refusal(Outcome.Refused refused) {
        Rejection why = refused.why();
        Problem problem = Problem.of(refused);
        if (why instanceof Rejection.UnknownItem) {
            return problem.withDetail("stock not found");
        } else if (why instanceof Rejection.NotEnough || why instanceof Rejection.TooMany) {
            return problem.withStatus(StatusCodes.BAD_REQUEST);
        }
        return problem;
    }

    private CompletionStage<HttpResponse> order(RequestContext call, String store) {
        return service.order(store, call.orderNumber(0)).thenApply(order -> {
            if (order == null) {
                throw notFound(ProblemType.UNKNOWN_ORDER, "order number not found");
            }
            return DataEnvelope.response(List.of(JsonViews.FOREVER), out -> order(out, order));
        });
    }

    private static void order(JsonGenerator out, Order order) throws IOException {
        PricedLine first = order.lines().get(0);
        out.writeNumberField("number", order.number());
        out.writeStringField("name", first.item());
        out.writeStringField("type", JsonViews.type(order.type()));
        out.writeNumberField("quantity", first.quantity());
        DataEnvelope.furtherLines(out, order);
    }

    private static ProblemException notFound(ProblemType type, String message) {
        return Problem.of(type, message).exception();
    }
}
