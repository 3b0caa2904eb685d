package menhir.client.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import menhir.client.http.ApiCall;
import menhir.client.http.Json;
import menhir.client.http.Request;
import menhir.client.http.Response;

/**
 * The API of the classical stock bazaar: at the root, as its old clients use it, or below the name of another store. Its
 * orders carry an idempotency key as well.
 */
public final class StocksDialect implements StoreApi {

    /** The bazaar's catalog at its first start; the dialect itself cannot list the items. */
    public static final List<String> CLASSICAL_NAMES = List.of(
            "GameStart",
            "FishCo",
            "MenhirCo",
            "BoarCo",
            "ConStock",
            "Wheely",
            "STRStock",
            "CarCo",
            "TheaterCo",
            "DishCo");

    private record OrderBody(String name, int quantity, Trade type) {}

    private record Placed(Data data) {
        private record Data(
                @JsonProperty("transaction_number") long number) {}
    }

    private final String root;

    StocksDialect(String store) {
        root = store.equals(Dialect.STOCKS.defaultStore()) ? "" : "/" + Request.encode(store);
    }

    @Override
    public ApiCall<LookupResult> lookup(String item) {
        return new ApiCall<>(Request.get(root + "/stocks/" + Request.encode(item)), DataEnvelope::lookup);
    }

    @Override
    public ApiCall<OrderOutcome> order(OrderRequest order) {
        String json = Json.write(new OrderBody(order.item(), order.quantity(), order.type()));
        return new ApiCall<>(Request.post(root + "/orders", json, order.key()), StocksDialect::readOutcome);
    }

    private static OrderOutcome readOutcome(Response response) {
        return switch (response.status()) {
            // The dialect uses 400 for a lack of stock, too; our own fields are right by construction.
            case 400, 404, 409 -> new OrderOutcome.Rejected(response.problem(), true);
            case 422 -> new OrderOutcome.Rejected("422, " + response.problem(), false);
            default ->
                new OrderOutcome.Accepted(response.okJson(Placed.class).data().number(), null, response.replayed());
        };
    }

    @Override
    public ApiCall<Optional<OrderView>> orderByNumber(long number) {
        return new ApiCall<>(Request.get(root + "/orders/" + number), DataEnvelope::order);
    }
}
