package menhir.client.api;

import java.util.List;
import java.util.Optional;
import menhir.client.http.Request;

/**
 * The paths and JSON of the classical stock bazaar: at the root, as its old clients have them, or below the name of another
 * store. Its orders carry an idempotency key as well.
 */
public final class StocksDialect implements StoreApi {

    /** What the bazaar sells at its first start: the dialect itself has no way to ask. */
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

    private final String root;

    StocksDialect(String store) {
        root = store.equals(Dialect.STOCKS.defaultStore()) ? "" : "/" + Request.encode(store);
    }

    @Override
    public ApiCall<LookupResult> lookup(String item) {
        return new ApiCall<>(Request.get(root + "/stocks/" + Request.encode(item)), DataEnvelope::looked);
    }

    @Override
    public ApiCall<OrderOutcome> order(OrderRequest wish) {
        String json = Json.object()
                .put("name", wish.item())
                .put("quantity", wish.quantity())
                .put("type", wish.type().wireName())
                .toString();
        return new ApiCall<>(Request.post(root + "/orders", json, wish.key()), answer -> {
            // The dialect says 400 for more than is available, too; our own fields are right by construction.
            if (answer.status() == 400 || answer.status() == 404 || answer.status() == 409) {
                return new OrderOutcome.Refused(Json.problem(answer), true);
            }
            if (answer.status() == 422) {
                return new OrderOutcome.Refused("422, " + Json.problem(answer), false);
            }
            long number = Json.whole(answer, Json.okData(answer), "transaction_number");
            return new OrderOutcome.Accepted(number, null, answer.replayed());
        });
    }

    @Override
    public ApiCall<Optional<OrderView>> orderByNumber(long number) {
        return new ApiCall<>(
                Request.get(root + "/orders/" + number),
                answer -> DataEnvelope.order(answer, (said, data) -> Json.text(said, data, "type")));
    }
}
