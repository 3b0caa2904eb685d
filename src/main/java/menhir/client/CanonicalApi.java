package menhir.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The API under {@code /v1}. */
final class CanonicalApi implements StoreApi {

    private static final int PAGE_ITEMS = 500;

    /** A page of the item list; {@code next} continues it and is null at the end. */
    record ItemPage(List<ItemView> items, @Nullable String next) {}

    private final String root;

    CanonicalApi(String store) {
        root = "/v1/stores/" + Request.encode(store);
    }

    static Call<JsonNode> cluster() {
        return new Call<>(Request.get("/v1/cluster"), Json::okObject);
    }

    Call<JsonNode> digest() {
        return new Call<>(Request.get(root + "/digest"), Json::okObject);
    }

    static Call<JsonNode> clock() {
        return new Call<>(Request.get("/v1/clock"), Json::okObject);
    }

    Call<JsonNode> raffle() {
        return new Call<>(Request.get(root + "/raffle"), Json::okObject);
    }

    String eventsPath() {
        return root + "/events";
    }

    String lookupPath(String item) {
        return root + "/items/" + Request.encode(item);
    }

    String ordersPath() {
        return root + "/orders";
    }

    /**
     * Reads as empty when there is no such store.
     *
     * @param topic only its items, null for all
     * @param after the last name already seen, null to begin
     */
    Call<Optional<ItemPage>> items(@Nullable String topic, @Nullable String after) {
        String query = "?limit=" + PAGE_ITEMS
                + (topic == null ? "" : "&topic=" + Request.encode(topic))
                + (after == null ? "" : "&after=" + Request.encode(after));
        return new Call<>(
                Request.get(root + "/items" + query),
                answer -> answer.status() == 404 ? Optional.empty() : Optional.of(readItems(answer)));
    }

    @Override
    public Call<Looked> lookup(String item) {
        return new Call<>(
                Request.get(lookupPath(item)),
                answer -> Looked.of(answer, found -> readItem(found, Json.okObject(found))));
    }

    @Override
    public Call<OrderAnswer> order(Wish wish) {
        return new Call<>(Request.post(ordersPath(), orderJson(wish), wish.key()), CanonicalApi::readOrderAnswer);
    }

    static String orderJson(Wish wish) {
        return Json.object()
                .put("item", wish.item())
                .put("quantity", wish.quantity())
                .put("type", wish.type().wireName())
                .toString();
    }

    @Override
    public Call<Optional<OrderView>> orderByNumber(long number) {
        return new Call<>(
                Request.get(root + "/orders/" + number),
                answer -> answer.status() == 404
                        ? Optional.empty()
                        : Optional.of(readOrder(answer, Json.okObject(answer))));
    }

    private static OrderAnswer readOrderAnswer(Answer answer) {
        switch (answer.status()) {
            case 200, 201 -> {
                OrderView order = readOrder(answer, Json.object(answer));
                return new OrderAnswer.Accepted(order.number(), order, answer.replayed());
            }
            case 404, 409 -> {
                return new OrderAnswer.Refused(Json.problem(answer), true);
            }
            case 400, 413, 415, 422 -> {
                return new OrderAnswer.Refused(answer.status() + ", " + Json.problem(answer), false);
            }
            default -> throw answer.bad(Json.problem(answer));
        }
    }

    private static ItemPage readItems(Answer answer) {
        JsonNode page = Json.okObject(answer);
        List<ItemView> items = new ArrayList<>();
        for (JsonNode item : Json.array(answer, page, "items")) {
            items.add(readItem(answer, item));
        }
        JsonNode next = page.path("next");
        return new ItemPage(items, next.isTextual() ? next.textValue() : null);
    }

    private static ItemView readItem(Answer answer, JsonNode item) {
        JsonNode topic = item.path("topic");
        return new ItemView(
                Json.text(answer, item, "name"),
                Json.money(answer, item, "price"),
                Json.whole(answer, item, "quantity"),
                topic.isTextual() ? topic.textValue() : null,
                item.hasNonNull("number") ? (Long) Json.whole(answer, item, "number") : null);
    }

    private static OrderView readOrder(Answer answer, JsonNode order) {
        List<OrderView.Line> lines = new ArrayList<>();
        for (JsonNode line : Json.array(answer, order, "lines")) {
            lines.add(new OrderView.Line(
                    Json.text(answer, line, "item"),
                    Json.whole(answer, line, "quantity"),
                    line.hasNonNull("price") ? Json.money(answer, line, "price") : null));
        }
        return new OrderView(
                Json.whole(answer, order, "number"),
                Json.text(answer, order, "type"),
                lines,
                order.hasNonNull("total") ? Json.money(answer, order, "total") : null,
                Json.shown(order, "time"));
    }
}
