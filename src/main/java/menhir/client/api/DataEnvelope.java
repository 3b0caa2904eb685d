package menhir.client.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import menhir.client.http.Response;

/** Answers as the classical stock bazaar and the classical toy store give them, with all that they say under {@code data}. */
final class DataEnvelope {
    private DataEnvelope() {}

    static LookupResult looked(Response answer) {
        return LookupResult.of(answer, DataEnvelope::item);
    }

    private static ItemView item(Response answer) {
        JsonNode data = Json.okData(answer);
        return new ItemView(
                Json.text(answer, data, "name"),
                Json.money(answer, data, "price"),
                Json.whole(answer, data, "quantity"),
                null,
                null);
    }

    /**
     * An order by its number.
     *
     * @param type what kind of trade it is, by the answer and its data
     */
    static Optional<OrderView> order(Response answer, BiFunction<Response, JsonNode, String> type) {
        if (answer.status() == 404) {
            return Optional.empty();
        }
        JsonNode data = Json.okData(answer);
        OrderView.Line line =
                new OrderView.Line(Json.text(answer, data, "name"), Json.whole(answer, data, "quantity"), null);
        return Optional.of(
                new OrderView(Json.whole(answer, data, "number"), type.apply(answer, data), List.of(line), null, "-"));
    }
}
