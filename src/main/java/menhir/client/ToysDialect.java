package menhir.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** The paths and JSON of the classical toy store, below the store's name, where no other store's orders can be. */
final class ToysDialect implements StoreApi {

    private final String root;

    ToysDialect(String store) {
        root = "/" + Request.encode(store);
    }

    @Override
    public Call<Looked> lookup(String item) {
        return new Call<>(Request.get(root + "/products/" + Request.encode(item)), answer -> {
            if (answer.status() == 404) {
                return new Looked(null, Looked.kindOf(answer));
            }
            JsonNode data = Json.okData(answer);
            ItemView found = new ItemView(
                    Json.text(answer, data, "name"),
                    Json.money(answer, data, "price"),
                    Json.whole(answer, data, "quantity"),
                    null,
                    null);
            return new Looked(found, Looked.kindOf(answer));
        });
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
        return new Call<>(Request.get(root + "/orders/" + number), answer -> {
            if (answer.status() == 404) {
                return Optional.empty();
            }
            JsonNode data = Json.okData(answer);
            OrderView.Line line =
                    new OrderView.Line(Json.text(answer, data, "name"), Json.whole(answer, data, "quantity"), null);
            // A toy store only sells.
            String type = Trade.BUY.wireName();
            return Optional.of(new OrderView(Json.whole(answer, data, "number"), type, List.of(line), null, "-"));
        });
    }
}
