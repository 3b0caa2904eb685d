package menhir.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import menhir.http.server.PathSegments;
import menhir.store.Cancellation;
import menhir.store.Hold;
import menhir.store.Item;
import menhir.store.LeaderPlacement;
import menhir.store.Line;
import menhir.store.Order;
import menhir.store.OrderType;
import menhir.store.PricedLine;
import menhir.store.Terms;
import org.jspecify.annotations.Nullable;

/** Items, orders and holds in the JSON of the canonical API, and their paths. */
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
        if (item.held() > 0) {
            out.writeNumberField("held", item.held());
        }
        Terms terms = item.terms();
        if (terms != null) {
            terms(out, terms.limitPerCustomer(), terms.onSaleFrom(), terms.onSaleUntil());
        }
        if (item.retired()) {
            out.writeBooleanField("retired", true);
        }
        out.writeNumberField("version", item.version());
        out.writeEndObject();
    }

    /** The terms that there are, as fields of an object. */
    static void terms(JsonGenerator out, @Nullable Long limit, @Nullable Long fromMillis, @Nullable Long untilMillis)
            throws IOException {
        if (limit != null) {
            out.writeNumberField("limitPerCustomer", limit);
        }
        if (fromMillis != null) {
            out.writeStringField("onSaleFrom", time(fromMillis));
        }
        if (untilMillis != null) {
            out.writeStringField("onSaleUntil", time(untilMillis));
        }
    }

    /** A field: the slot where a store's leader is to run; null for the store's home. */
    static void slotOfLeader(JsonGenerator out, int slot) throws IOException {
        if (slot == 0) {
            out.writeNullField("slot");
        } else {
            out.writeNumberField("slot", slot);
        }
    }

    static void placement(JsonGenerator out, LeaderPlacement placement) throws IOException {
        out.writeStartObject();
        slotOfLeader(out, placement.slot());
        out.writeEndObject();
    }

    static void hold(JsonGenerator out, Hold hold) throws IOException {
        out.writeStartObject();
        out.writeNumberField("id", hold.id());
        out.writeStringField("state", hold.state().name().toLowerCase(Locale.ROOT));
        if (hold.isActive()) {
            pricedLines(out, hold.orderLines());
            out.writeNumberField("total", PricedLine.total(hold.orderLines()));
        }
        out.writeStringField("customer", hold.customer());
        out.writeStringField("placed", time(hold.placedMillis()));
        out.writeStringField("expires", time(hold.expiresMillis()));
        if (hold.order() != null) {
            out.writeNumberField("order", hold.order());
        }
        out.writeEndObject();
    }

    /** The field {@code lines} of an order without prices. */
    static void lines(JsonGenerator out, List<Line> lines) throws IOException {
        out.writeArrayFieldStart("lines");
        for (Line line : lines) {
            out.writeStartObject();
            out.writeStringField("item", line.item());
            out.writeNumberField("quantity", line.quantity());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /** The field {@code lines} of an order. */
    static void pricedLines(JsonGenerator out, List<PricedLine> lines) throws IOException {
        out.writeArrayFieldStart("lines");
        for (PricedLine line : lines) {
            out.writeStartObject();
            out.writeStringField("item", line.item());
            out.writeNumberField("quantity", line.quantity());
            out.writeNumberField("price", line.price());
            out.writeNumberField("amount", line.amount());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /** An order, with what was cancelled of it. */
    static void order(JsonGenerator out, Order order, @Nullable Cancellation cancellation) throws IOException {
        out.writeStartObject();
        orderFields(out, order);
        if (cancellation != null) {
            out.writeObjectFieldStart("cancellation");
            cancellation(out, cancellation);
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    /** What was cancelled, as fields of an object. */
    static void cancellation(JsonGenerator out, Cancellation cancellation) throws IOException {
        out.writeNumberField("index", cancellation.index());
        pricedLines(out, cancellation.lines());
        out.writeNumberField("total", cancellation.total());
        out.writeStringField("time", time(cancellation.timeMillis()));
    }

    /**
     * An order in a list.
     *
     * @param cancelled index of the log entry by which it was cancelled; null if it was not
     */
    static void listedOrder(JsonGenerator out, Order order, @Nullable Long cancelled) throws IOException {
        out.writeStartObject();
        orderFields(out, order);
        if (cancelled != null) {
            out.writeObjectFieldStart("cancellation");
            out.writeNumberField("index", cancelled);
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    private static void orderFields(JsonGenerator out, Order order) throws IOException {
        out.writeNumberField("number", order.number());
        out.writeStringField("type", type(order.type()));
        pricedLines(out, order.lines());
        out.writeNumberField("total", order.total());
        if (order.customer() != null) {
            out.writeStringField("customer", order.customer());
        }
        if (order.hold() != null) {
            out.writeNumberField("hold", order.hold());
        }
        out.writeStringField("time", time(order.timeMillis()));
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

    /** The path of a hold. */
    static String holdPath(String store, Hold hold) {
        return "/v1/stores/" + store + "/holds/" + hold.id();
    }

    /** The path of an item. */
    static String itemPath(String store, Item item) {
        return "/v1/stores/" + store + "/items/" + PathSegments.encoded(item.name());
    }
}
