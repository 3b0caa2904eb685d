package menhir.client.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import menhir.client.http.ApiCall;
import menhir.client.http.Json;
import menhir.client.http.Request;
import org.jspecify.annotations.Nullable;

/** What a seller does besides orders: holds, and cancellations. */
public final class SaleApi {
    private static final int PAGE_HOLDS = 500;

    private final String root;

    public SaleApi(String store) {
        root = "/v1/stores/" + Request.encode(store);
    }

    /**
     * Sets stock aside.
     *
     * @param customer whose it is; null for nobody's
     */
    public ApiCall<ChangeOutcome> hold(String item, int quantity, long seconds, @Nullable String customer, String key) {
        ObjectNode body = withLine(Json.object().put("seconds", seconds), item, quantity);
        if (customer != null) {
            body.put("customer", customer);
        }
        return change(Request.post(root + "/holds", body.toString(), key));
    }

    /** Makes a hold an order. */
    public ApiCall<ChangeOutcome> confirm(long hold, String key) {
        return change(Request.postEmpty(root + "/holds/" + hold + "/confirm", key));
    }

    /** Gives a hold back. */
    public ApiCall<ChangeOutcome> release(long hold, String key) {
        return change(Request.delete(root + "/holds/" + hold, key));
    }

    /**
     * Cancels an order.
     *
     * @param item what of it to cancel; null for all
     */
    public ApiCall<ChangeOutcome> cancel(long order, @Nullable String item, int quantity, String key) {
        String path = root + "/orders/" + order + "/cancel";
        return change(
                item == null
                        ? Request.postEmpty(path, key)
                        : Request.post(
                                path, withLine(Json.object(), item, quantity).toString(), key));
    }

    /**
     * A page of the active holds; the result is empty if there is no such store.
     *
     * @param customer null for those of all
     * @param after the {@code next} of the page before; 0 for the first page
     */
    public ApiCall<Optional<ObjectNode>> holds(@Nullable String customer, long after) {
        String query = "?limit=" + PAGE_HOLDS + "&after=" + after
                + (customer == null ? "" : "&customer=" + Request.encode(customer));
        return new ApiCall<>(
                Request.get(root + "/holds" + query),
                response ->
                        response.status() == 404 ? Optional.empty() : Optional.of(response.okJson(ObjectNode.class)));
    }

    private static ObjectNode withLine(ObjectNode body, String item, int quantity) {
        ArrayNode lines = body.putArray("lines");
        lines.addObject().put("item", item).put("quantity", quantity);
        return body;
    }

    private static ApiCall<ChangeOutcome> change(Request request) {
        return new ApiCall<>(request, ChangeOutcome::of);
    }
}
