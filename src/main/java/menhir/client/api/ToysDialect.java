package menhir.client.api;

import java.util.Optional;
import menhir.client.http.Request;

/** The paths and JSON of the classical toy store, below the store's name, where no other store's orders can be. */
final class ToysDialect implements StoreApi {

    private final String root;

    ToysDialect(String store) {
        root = "/" + Request.encode(store);
    }

    @Override
    public ApiCall<LookupResult> lookup(String item) {
        return new ApiCall<>(Request.get(root + "/products/" + Request.encode(item)), DataEnvelope::looked);
    }

    @Override
    public ApiCall<OrderOutcome> order(OrderRequest wish) {
        String json = Json.object()
                .put("name", wish.item())
                .put("quantity", wish.quantity())
                .toString();
        return new ApiCall<>(Request.post(root + "/orders", json, wish.key()), answer -> {
            if (answer.status() == 404) {
                return new OrderOutcome.Refused(Json.problem(answer), true);
            }
            if (answer.status() == 400 || answer.status() == 422) {
                return new OrderOutcome.Refused(answer.status() + ", " + Json.problem(answer), false);
            }
            long number = Json.whole(answer, Json.okData(answer), "order_number");
            return new OrderOutcome.Accepted(number, null, answer.replayed());
        });
    }

    @Override
    public ApiCall<Optional<OrderView>> orderByNumber(long number) {
        // A toy store only sells.
        return new ApiCall<>(
                Request.get(root + "/orders/" + number),
                answer -> DataEnvelope.order(answer, (said, data) -> Trade.BUY.wireName()));
    }
}
