package menhir.http.api;

import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import menhir.http.server.Json;
import menhir.http.server.RequestContext;
import menhir.store.Item;
import menhir.store.Order;
import menhir.store.OrderType;
import menhir.store.PricedLine;
import org.jspecify.annotations.Nullable;

/** Items and orders as the canonical API shows them, and the headers that go with them. */
public final class JsonViews {
    public static final HttpHeader HIT = RawHeader.create("Cache-Status", "menhir; hit");
    public static final HttpHeader MISS = RawHeader.create("Cache-Status", "menhir; fwd=uri-miss");
    public static final HttpHeader REPLAYED = RawHeader.create("Idempotent-Replayed", "true");
    /** May be kept, but asked about each time: a quantity may have changed. */
    public static final HttpHeader REVALIDATE = RawHeader.create("Cache-Control", "no-cache");
    /** An order never changes. */
    public static final HttpHeader FOREVER = RawHeader.create("Cache-Control", "public, max-age=31536000, immutable");

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

    public static String type(OrderType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    /** ISO 8601 in UTC. */
    static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    static String etag(long version) {
        return "\"" + version + "\"";
    }

    /** Whether an If-None-Match header names this tag. */
    public static boolean isUnchanged(@Nullable String ifNoneMatch, String etag) {
        if (ifNoneMatch == null) {
            return false;
        }
        for (String candidate : ifNoneMatch.split(",", -1)) {
            String tag = candidate.trim();
            if (tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag)) {
                return true;
            }
        }
        return false;
    }

    /** The answer to a GET of something with an ETag; without a body if the client has it. */
    static HttpResponse tagged(RequestContext call, String etag, List<HttpHeader> headers, Json.Content content) {
        return isUnchanged(call.header("if-none-match"), etag)
                ? HttpResponse.create()
                        .withStatus(StatusCodes.NOT_MODIFIED)
                        .withHeaders(headers)
                        .withEntity(HttpEntities.EMPTY)
                : Json.response(StatusCodes.OK, headers, content);
    }

    /** Where an order is for as long as there is its store. */
    public static HttpHeader location(String store, Order order) {
        return RawHeader.create("Location", "/v1/stores/" + store + "/orders/" + order.number());
    }

    /** A name as a segment of a path. */
    public static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
