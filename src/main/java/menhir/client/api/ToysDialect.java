package menhir.client.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;
import menhir.client.http.ApiCall;
import menhir.client.http.Json;
import menhir.client.http.Request;
import menhir.client.http.Response;

/** The API of the classical toy store, below the store's name: {@code /orders} at the root may belong to another store. */
final class ToysDialect implements StoreApi {

    private record OrderBody(String name, int quantity) {}

    private record Placed(Data data) {
        private record Data(@JsonProperty("order_number") long number) {}
    }

    private final String root;

    ToysDialect(String store) {
        root = "/" + Request.encode(store);
    }

    @Override
    public ApiCall<LookupResult> lookup(String item) {
        return new ApiCall<>(Request.get(root + "/products/" + Request.encode(item)), DataEnvelope::lookup);
    }

    @Override
    public ApiCall<OrderOutcome> order(OrderRequest order) {
        String json = Json.write(new OrderBody(order.item(), order.quantity()));
        return new ApiCall<>(Request.post(root + "/orders", json, order.key()), ToysDialect::readOutcome);
    }

    private static OrderOutcome readOutcome(Response response) {
        return switch (response.status()) {
            // The dialect uses 400 for fewer toys than ordered, too; our own fields are right by construction.
            case 400, 404 -> new OrderOutcome.Rejected(response.problem(), true);
            case 422 -> new OrderOutcome.Rejected(response.status() + ", " + response.problem(), false);
            default ->
                new OrderOutcome.Accepted(response.okJson(Placed.class).data().number(), null, response.replayed());
        };
    }

    @Override
    public ApiCall<Optional<OrderView>> orderByNumber(long number) {
        return new ApiCall<>(
                Request.get(root + "/orders/" + number), response -> DataEnvelope.order(response, Trade.BUY));
    }
}
