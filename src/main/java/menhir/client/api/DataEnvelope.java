package menhir.client.api;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import menhir.client.http.Response;
import org.jspecify.annotations.Nullable;

/** Reads items and orders of the classical stock bazaar and the classical toy store: everything is under {@code data}. */
final class DataEnvelope {

    private record ItemResponse(Item data) {}

    private record Item(String name, BigDecimal price, long quantity) {}

    private record OrderResponse(Order data) {}

    /** The type is missing in a toy store, which only sells to its customers. */
    private record Order(
            long number,
            String name,
            @JsonSetter(nulls = Nulls.SET) @Nullable String type,
            long quantity) {}

    private DataEnvelope() {}

    static LookupResult lookup(Response response) {
        return LookupResult.of(response, found -> {
            Item item = found.okJson(ItemResponse.class).data();
            return new ItemView(item.name(), item.price(), item.quantity(), null, null);
        });
    }

    /** An order; empty if there is none. The response must have the order's type. */
    static Optional<OrderView> order(Response response) {
        return order(response, null);
    }

    /**
     * An order; empty if there is none.
     *
     * @param onlyType the type of all orders of a store whose responses have none; null if they must have one
     */
    static Optional<OrderView> order(Response response, @Nullable Trade onlyType) {
        if (response.status() == 404) {
            return Optional.empty();
        }
        Order order = response.okJson(OrderResponse.class).data();
        String type = onlyType != null ? onlyType.wireName() : order.type();
        if (type == null) {
            throw response.bad("field 'data.type' is missing or not a string");
        }
        OrderView.Line line = new OrderView.Line(order.name(), order.quantity(), null);
        return Optional.of(new OrderView(order.number(), type, List.of(line), null, null));
    }
}
