package menhir.http.dialect;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import menhir.http.api.OrderLookup;
import menhir.http.problem.Problem;
import menhir.http.problem.ProblemType;
import menhir.http.server.Json;
import menhir.http.server.RequestContext;
import menhir.http.server.ResponseHeaders;
import menhir.http.server.WholeNumbers;
import menhir.service.StoreService;
import menhir.service.StoreService.Lookup;
import menhir.store.Item;
import menhir.store.Order;
import menhir.store.PricedLine;

/** The responses of the stock bazaar and the toy store: {@code {"data":{...}}}. */
final class DataEnvelope {

    /** Writes the fields of an order. */
    interface OrderFields {
        void write(JsonGenerator out, Order order) throws IOException;
    }

    private DataEnvelope() {}

    static HttpResponse response(List<HttpHeader> headers, Json.Content fields) {
        return Json.written(headers, out -> {
            out.writeStartObject();
            out.writeObjectFieldStart("data");
            fields.writeTo(out);
            out.writeEndObject();
            out.writeEndObject();
        });
    }

    /** The response to the lookup of an item. */
    static HttpResponse item(Lookup lookup, String notFound) {
        Item item = lookup.item();
        if (item == null) {
            throw Problem.of(ProblemType.UNKNOWN_ITEM, notFound).exception();
        }
        return response(List.of(ResponseHeaders.cacheStatus(lookup.hit()), ResponseHeaders.REVALIDATE), out -> {
            out.writeStringField("name", item.name());
            out.writeNumberField("price", item.price());
            out.writeNumberField("quantity", item.quantity());
        });
    }

    /** The response to a placed order. */
    static HttpResponse placed(boolean replayed, Json.Content number) {
        return response(replayed ? List.of(ResponseHeaders.REPLAYED) : List.of(), number);
    }

    /** The order that the first path parameter names. Text that is not a number names no order. */
    static CompletionStage<HttpResponse> order(
            StoreService service, String store, RequestContext request, OrderFields fields) {
        return OrderLookup.find(service, store, WholeNumbers.parse(request.parameter(0)), "order number not found")
                .thenApply(order -> response(List.of(ResponseHeaders.IMMUTABLE), out -> {
                    fields.write(out, order);
                    lines(out, order);
                }));
    }

    /** The original systems' orders have one line. An order of several lines, from the canonical API, has them all as "lines". */
    private static void lines(JsonGenerator out, Order order) throws IOException {
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
