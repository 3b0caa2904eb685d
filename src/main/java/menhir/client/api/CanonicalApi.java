package menhir.client.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import menhir.client.http.Request;
import menhir.client.http.Response;
import org.jspecify.annotations.Nullable;

/** The API under {@code /v1}. */
public final class CanonicalApi implements StoreApi {

    private static final int PAGE_ITEMS = 500;

    /** A page of the item list; {@code next} continues it and is null at the end. */
    public record ItemPage(List<ItemView> items, @Nullable String next) {}

    private final String root;

    public CanonicalApi(String store) {
        root = "/v1/stores/" + Request.encode(store);
    }

    public static ApiCall<JsonNode> cluster() {
        return new ApiCall<>(Request.get("/v1/cluster"), Json::okObject);
    }

    public ApiCall<JsonNode> digest() {
        return new ApiCall<>(Request.get(root + "/digest"), Json::okObject);
    }

    public static ApiCall<JsonNode> clock() {
        return new ApiCall<>(Request.get("/v1/clock"), Json::okObject);
    }

    public ApiCall<JsonNode> raffle() {
        return new ApiCall<>(Request.get(root + "/raffle"), Json::okObject);
    }

    public String eventsPath() {
        return root + "/events";
    }

    public String lookupPath(String item) {
        return root + "/items/" + Request.encode(item);
    }

    public String ordersPath() {
        return root + "/orders";
    }

    /**
     * Reads as empty when there is no such store.
     *
     * @param topic only its items, null for all
     * @param after the last name already seen, null to begin
     */
    public ApiCall<Optional<ItemPage>> items(@Nullable String topic, @Nullable String after) {
        String query = "?limit=" + PAGE_ITEMS
                + (topic == null ? "" : "&topic=" + Request.encode(topic))
                + (after == null ? "" : "&after=" + Request.encode(after));
        return new ApiCall<>(
                Request.get(root + "/items" + query),
                answer -> answer.status() == 404 ? Optional.empty() : Optional.of(readItems(answer)));
    }

    @Override
    public ApiCall<LookupResult> lookup(String item) {
        return new ApiCall<>(
                Request.get(lookupPath(item)),
                answer -> LookupResult.of(answer, found -> readItem(found, Json.okObject(found))));
    }

    @Override
    public ApiCall<OrderOutcome> order(OrderRequest wish) {
        return new ApiCall<>(Request.post(ordersPath(), orderJson(wish), wish.key()), CanonicalApi::readOrderAnswer);
    }

    public static String orderJson(OrderRequest wish) {
        return Json.object()
                .put("item", wish.item())
                .put("quantity", wish.quantity())
                .put("type", wish.type().wireName())
                .toString();
    }

    @Override
    public ApiCall<Optional<OrderView>> orderByNumber(long number) {
        return new ApiCall<>(
                Request.get(root + "/orders/" + number),
                answer -> answer.status() == 404
                        ? Optional.empty()
                        : Optional.of(readOrder(answer, Json.okObject(answer))));
    }

    private static OrderOutcome readOrderAnswer(Response answer) {
        switch (answer.status()) {
            case 200, 201 -> {
                OrderView order = readOrder(answer, Json.object(answer));
                return new OrderOutcome.Accepted(order.number(), order, answer.replayed());
            }
            case 404, 409 -> {
                return new OrderOutcome.Refused(Json.problem(answer), true);
            }
            case 400, 413, 415, 422 -> {
                return new OrderOutcome.Refused(answer.status() + ", " + Json.problem(answer), false);
            }
            default -> throw answer.bad(Json.problem(answer));
        }
    }

    private static ItemPage readItems(Response answer) {
        JsonNode page = Json.okObject(answer);
        List<ItemView> items = new ArrayList<>();
        for (JsonNode item : Json.array(answer, page, "items")) {
            items.add(readItem(answer, item));
        }
        JsonNode next = page.path("next");
        return new ItemPage(items, next.isTextual() ? next.textValue() : null);
    }

    private static ItemView readItem(Response answer, JsonNode item) {
        JsonNode topic = item.path("topic");
        return new ItemView(
                Json.text(answer, item, "name"),
                Json.money(answer, item, "price"),
                Json.whole(answer, item, "quantity"),
                topic.isTextual() ? topic.textValue() : null,
                item.hasNonNull("number") ? (Long) Json.whole(answer, item, "number") : null);
    }

    private static OrderView readOrder(Response answer, JsonNode order) {
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
