package menhir.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import menhir.store.Item;
import menhir.store.Order;
import menhir.store.OrderType;
import menhir.store.PricedLine;

/** Items and orders in the JSON of the canonical API, and their paths. */
public final class JsonViews {
    private JsonViews() {}

    static void item(JsonGenerator out, Item item) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", item.name());
        out.writeNumberField("price", item.price());
        out.writeNumberField("quantity", item.quantity());
        out.writeStringField("topic", item.topic());
        if (item.number() != null) {
            out.writeNumberField("number", item.number());
        }
        out.writeNumberField("version", item.version());
        out.writeEndObject();
    }

    static void order(JsonGenerator out, Order order) throws IOException {
        out.writeStartObject();
        out.writeNumberField("number", order.number());
        out.writeStringField("type", type(order.type()));
        out.writeArrayFieldStart("lines");
        for (PricedLine line : order.lines()) {
            out.writeStartObject();
            out.writeStringField("item", line.item());
            out.writeNumberField("quantity", line.quantity());
            out.writeNumberField("price", line.price());
            out.writeNumberField("amount", line.amount());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeNumberField("total", order.total());
        out.writeStringField("time", time(order.timeMillis()));
        out.writeEndObject();
    }

    /** An order's type as clients write it: buy or sell. */
    public static String type(OrderType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    /** A time in ISO 8601, in UTC. */
    static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    /** The path of an order, which is valid as long as its store exists. */
    public static String orderPath(String store, Order order) {
        return "/v1/stores/" + store + "/orders/" + order.number();
    }

    /** The path of an item. */
    static String itemPath(String store, Item item) {
        return "/v1/stores/" + store + "/items/" + segment(item.name());
    }

    /** A name as a segment of a path. */
    static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
