package menhir.http.dialect;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import menhir.http.server.Json;
import menhir.store.Item;
import menhir.store.Order;
import menhir.store.PricedLine;

/** The form {@code {"data":{...}}} in which the stock bazaar and the toy store answered. */
final class DataEnvelope {
    private DataEnvelope() {}

    static HttpResponse response(List<HttpHeader> headers, Json.Content fields) {
        return Json.response(StatusCodes.OK, headers, out -> {
            out.writeStartObject();
            out.writeObjectFieldStart("data");
            fields.writeTo(out);
            out.writeEndObject();
            out.writeEndObject();
        });
    }

    static void item(JsonGenerator out, Item item) throws IOException {
        out.writeStringField("name", item.name());
        out.writeNumberField("price", item.price());
        out.writeNumberField("quantity", item.quantity());
    }

    /** Their orders had one line. Of one of several, which the canonical API takes, all follow as "lines". */
    static void furtherLines(JsonGenerator out, Order order) throws IOException {
        if (order.lines().size() > 1) {
            out.writeArrayFieldStart("lines");
            for (PricedLine line : order.lines()) {
                out.writeStartObject();
                out.writeStringField("name", line.item());
                out.writeNumberField("quantity", line.quantity());
                out.writeEndObject();
            }
            out.writeEndArray();
        }
    }
}
