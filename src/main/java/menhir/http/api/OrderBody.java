package menhir.http.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import menhir.http.server.Fields;
import menhir.http.server.QueryParameters;
import menhir.store.Command.PlaceOrder;
import menhir.store.Limits;
import menhir.store.Line;
import menhir.store.OrderType;

/** The JSON forms of orders. */
public final class OrderBody {
    private static final List<String> TYPES = List.of("buy", "sell");
    private static final List<String> BUY_ONLY = List.of("buy");

    private OrderBody() {}

    /** {@code {"type","lines":[{"item","quantity"}]}}, or, for one line, {@code {"type","item","quantity"}}. */
    static PlaceOrder canonical(Fields body, String key) {
        if (!body.has("lines")) {
            body.only("type", "item", "quantity", "lines");
            return new PlaceOrder(key, type(body), List.of(line(body, "item")));
        }
        body.only("type", "lines");
        OrderType type = type(body);
        List<Line> lines = new ArrayList<>();
        for (Fields element : body.objects("lines", Limits.ORDER_LINES)) {
            lines.add(line(element.only("item", "quantity"), "item"));
        }
        return new PlaceOrder(key, type, lines);
    }

    /** {@code {"name","quantity","type"}}, as clients of the stock bazaar send it; other fields are ignored. */
    public static PlaceOrder stockBazaar(Fields body, String key) {
        return new PlaceOrder(key, type(body), List.of(line(body, "name")));
    }

    /** {@code {"name","quantity"}}, as clients of the toy store send it; a type must be "buy", other fields are ignored. */
    public static PlaceOrder toyStore(Fields body, String key) {
        if (body.has("type")) {
            body.word("type", BUY_ONLY);
        }
        return new PlaceOrder(key, OrderType.BUY, List.of(line(body, "name")));
    }

    /** {@code name=&quantity=}, as clients of the toy store send it; a type must be "buy", other fields are ignored. */
    public static PlaceOrder toyStore(QueryParameters form, String key) {
        form.optionalWord("type", BUY_ONLY);
        String name = form.requiredName("name");
        long quantity = form.requiredWholeNumber("quantity", 1, Limits.LINE_QUANTITY);
        return new PlaceOrder(key, OrderType.BUY, List.of(new Line(name, quantity)));
    }

    private static OrderType type(Fields body) {
        return OrderType.valueOf(body.word("type", TYPES).toUpperCase(Locale.ROOT));
    }

    private static Line line(Fields fields, String nameField) {
        return new Line(fields.name(nameField), fields.quantity("quantity", 1));
    }
}
