package menhir.client.api;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import menhir.client.http.ApiCall;
import menhir.client.http.Json;
import menhir.client.http.Request;
import menhir.client.http.Response;
import org.jspecify.annotations.Nullable;

/** The API under {@code /v1}. */
public final class CanonicalApi implements StoreApi {

    private static final int PAGE_ITEMS = 500;

    /**
     * A page of the item list.
     *
     * @param next the name to continue after; null on the last page
     */
    public record ItemPage(
            List<ItemView> items,
            @JsonSetter(nulls = Nulls.SET) @Nullable String next) {
        public ItemPage {
            items = List.copyOf(items);
        }
    }

    /**
     * A page of placed orders.
     *
     * @param next the cursor of the next page; null on the last page
     */
    public record OrderPage(
            List<OrderView> orders,
            @JsonSetter(nulls = Nulls.SET) @Nullable Long next) {
        public OrderPage {
            orders = List.copyOf(orders);
        }
    }

    /** The body of an order for one item. */
    private record OrderBody(String item, int quantity, Trade type) {}

    private final String root;

    public CanonicalApi(String store) {
        root = "/v1/stores/" + Request.encode(store);
    }

    /** The nodes, and each store's leader and replicas. */
    public static ApiCall<ObjectNode> cluster() {
        return tree("/v1/cluster");
    }

    /** The nodes' clocks. */
    public static ApiCall<ObjectNode> clock() {
        return tree("/v1/clock");
    }

    /** The digests of the replicas' logs. */
    public ApiCall<ObjectNode> digest() {
        return tree(root + "/digest");
    }

    /** The raffle, as the server sees it. */
    public ApiCall<ObjectNode> raffle() {
        return tree(root + "/raffle");
    }

    private static ApiCall<ObjectNode> tree(String path) {
        return new ApiCall<>(Request.get(path), response -> response.okJson(ObjectNode.class));
    }

    /** The path of the event stream. */
    public String eventsPath() {
        return root + "/events";
    }

    public String lookupPath(String item) {
        return root + "/items/" + Request.encode(item);
    }

    public String ordersPath() {
        return root + "/orders";
    }

    /** The JSON body of an order. */
    public static String orderJson(OrderRequest order) {
        return Json.write(new OrderBody(order.item(), order.quantity(), order.type()));
    }

    /**
     * A page of the item list; the result is empty if there is no such store.
     *
     * @param topic only its items; null for all
     * @param after the last name of the page before; null for the first page
     */
    public ApiCall<Optional<ItemPage>> items(@Nullable String topic, @Nullable String after) {
        String query = "?limit=" + PAGE_ITEMS
                + (topic == null ? "" : "&topic=" + Request.encode(topic))
                + (after == null ? "" : "&after=" + Request.encode(after));
        return new ApiCall<>(
                Request.get(root + "/items" + query),
                response -> response.status() == 404 ? Optional.empty() : Optional.of(response.okJson(ItemPage.class)));
    }

    /**
     * A page of placed orders; the result is empty if there is no such store.
     *
     * @param cursor the {@code next} of the page before; null for the first page
     */
    public ApiCall<Optional<OrderPage>> orders(OrderListing listing, @Nullable Long cursor) {
        return new ApiCall<>(
                Request.get(ordersPath() + listing.query(cursor)),
                response ->
                        response.status() == 404 ? Optional.empty() : Optional.of(response.okJson(OrderPage.class)));
    }

    @Override
    public ApiCall<LookupResult> lookup(String item) {
        return new ApiCall<>(
                Request.get(lookupPath(item)),
                response -> LookupResult.of(response, found -> found.okJson(ItemView.class)));
    }

    @Override
    public ApiCall<OrderOutcome> order(OrderRequest order) {
        return new ApiCall<>(Request.post(ordersPath(), orderJson(order), order.key()), CanonicalApi::readOutcome);
    }

    private static OrderOutcome readOutcome(Response response) {
        switch (response.status()) {
            case 200, 201 -> {
                OrderView order = response.json(OrderView.class);
                return new OrderOutcome.Accepted(order.number(), order, response.replayed());
            }
            case 404, 409 -> {
                return new OrderOutcome.Rejected(response.problem(), true);
            }
            case 400, 413, 415, 422 -> {
                return new OrderOutcome.Rejected(response.status() + ", " + response.problem(), false);
            }
            default -> throw response.bad(response.problem());
        }
    }

    @Override
    public ApiCall<Optional<OrderView>> orderByNumber(long number) {
        return new ApiCall<>(
                Request.get(root + "/orders/" + number),
                response ->
                        response.status() == 404 ? Optional.empty() : Optional.of(response.okJson(OrderView.class)));
    }
}
