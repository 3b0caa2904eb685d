package menhir.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Answers as the classical stock bazaar and the classical toy store give them, with all that they say under {@code data}. */
final class DataForm {
    private DataForm() {}

    static Looked looked(Answer answer) {
        return Looked.of(answer, DataForm::item);
    }

    private static ItemView item(Answer answer) {
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
    static Optional<OrderView> order(Answer answer, BiFunction<Answer, JsonNode, String> type) {
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
