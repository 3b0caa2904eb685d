package menhir.http.dialect;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import menhir.http.api.JsonViews;
import menhir.http.api.OrderBody;
import menhir.http.api.Outcomes;
import menhir.http.api.RejectionProblems;
import menhir.http.problem.Problem;
import menhir.http.server.Method;
import menhir.http.server.RequestContext;
import menhir.http.server.Route;
import menhir.service.StoreService;
import menhir.service.StoreService.Outcome;
import menhir.store.Command.PlaceOrder;
import menhir.store.Order;
import menhir.store.PricedLine;
import menhir.store.Rejection;
import menhir.store.StoreKind;

/** The dialect of the stock bazaar: {@code /stocks/{name}}, {@code /orders} and {@code /orders/{number}}. */
final class StockBazaar implements Dialect {
    private static final String NOT_FOUND = "stock not found";
    private static final RejectionProblems PROBLEMS = new RejectionProblems() {
        @Override
        public Problem unknownItem(Rejection.UnknownItem rejection) {
            return super.unknownItem(rejection).withDetail(NOT_FOUND);
        }

        @Override
        public Problem notEnough(Rejection.NotEnough rejection) {
            return super.notEnough(rejection).withStatus(StatusCodes.BAD_REQUEST);
        }

        @Override
        public Problem tooMany(Rejection.TooMany rejection) {
            return super.tooMany(rejection).withStatus(StatusCodes.BAD_REQUEST);
        }
    };

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
        return List.of(Route.dialect(Method.GET, prefix + "/stocks/{item}", request -> lookup(request, store)));
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
                        request -> DataEnvelope.order(service, store, request, StockBazaar::write)));
    }

    private CompletionStage<HttpResponse> lookup(RequestContext request, String store) {
        return service.lookup(store, request.name("item", 0)).thenApply(lookup -> DataEnvelope.item(lookup, NOT_FOUND));
    }

    private CompletionStage<HttpResponse> place(RequestContext request, String store) {
        String key = request.idempotencyKey(service::newKey);
        return request.anyBody().thenCompose(body -> {
            PlaceOrder command = OrderBody.stockBazaar(body, key);
            request.submitting(key);
            return service.submit(store, command).thenApply(StockBazaar::placed);
        });
    }

    private static HttpResponse placed(Outcome outcome) {
        Outcome.OrderPlaced placed = Outcomes.expect(Outcome.OrderPlaced.class, outcome, PROBLEMS);
        return DataEnvelope.placed(
                placed.replayed(),
                out -> out.writeNumberField("transaction_number", placed.order().number()));
    }

    private static void write(JsonGenerator out, Order order) throws IOException {
        PricedLine first = order.lines().get(0);
        out.writeNumberField("number", order.number());
        out.writeStringField("name", first.item());
        out.writeStringField("type", JsonViews.type(order.type()));
        out.writeNumberField("quantity", first.quantity());
    }
}
