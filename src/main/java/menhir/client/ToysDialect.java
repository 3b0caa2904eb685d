package menhir.client;

import java.util.Optional;

/** The paths and JSON of the classical toy store, below the store's name, where no other store's orders can be. */
final class ToysDialect implements StoreApi {

    private final String root;

    ToysDialect(String store) {
        root = "/" + Request.encode(store);
    }

    @Override
    public Call<Looked> lookup(String item) {
        return new Call<>(Request.get(root + "/products/" + Request.encode(item)), DataForm::looked);
    }

    @Override
    public Call<OrderAnswer> order(Wish wish) {
        String json = Json.object()
                .put("name", wish.item())
                .put("quantity", wish.quantity())
                .toString();
        return new Call<>(Request.post(root + "/orders", json, wish.key()), answer -> {
            if (answer.status() == 404) {
                return new OrderAnswer.Refused(Json.problem(answer), true);
            }
            if (answer.status() == 400 || answer.status() == 422) {
                return new OrderAnswer.Refused(answer.status() + ", " + Json.problem(answer), false);
            }
            long number = Json.whole(answer, Json.okData(answer), "order_number");
            return new OrderAnswer.Accepted(number, null, answer.replayed());
        });
    }

    @Override
    public Call<Optional<OrderView>> orderByNumber(long number) {
        // A toy store only sells.
        return new Call<>(
                Request.get(root + "/orders/" + number),
                answer -> DataForm.order(answer, (said, data) -> Trade.BUY.wireName()));
    }
}
