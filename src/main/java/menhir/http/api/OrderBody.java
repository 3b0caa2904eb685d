package menhir.http.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import menhir.http.server.Fields;
import menhir.http.server.QueryParameters;
import menhir.store.Command.PlaceOrder;
import menhir.store.HoldCommand.PlaceHold;
import menhir.store.Limits;
import menhir.store.Line;
import menhir.store.OrderType;

/** The JSON forms of orders and holds. */
public final class OrderBody {
    private static final List<String> TYPES = List.of("buy", "sell");
    private static final String CUSTOMER = "customer";
    private static final List<String> BUY_ONLY = List.of("buy");

    private OrderBody() {}

    /**
     * {@code {"type","lines":[{"item","quantity"}],"customer"}}, or, for one line, {@code {"type","item","quantity","customer"}}; a
     * customer need not be given.
     */
    static PlaceOrder canonical(Fields body, String key) {
        if (!body.has("lines")) {
            body.only("type", "item", "quantity", "lines", CUSTOMER);
            return new PlaceOrder(key, type(body), List.of(line(body, "item")), body.optionalName(CUSTOMER));
        }
        body.only("type", "lines", CUSTOMER);
        OrderType type = type(body);
        return new PlaceOrder(key, type, lines(body), body.optionalName(CUSTOMER));
    }

    /** {@code {"lines":[{"item","quantity"}],"seconds","customer"}}; a customer need not be given. */
    static PlaceHold hold(Fields body, String key) {
        body.only("lines", "seconds", CUSTOMER);
        return new PlaceHold(
                key, lines(body), body.wholeNumber("seconds", 1, Limits.HOLD_SECONDS), body.optionalName(CUSTOMER));
    }

    /** {@code {"lines":[{"item","quantity"}]}}, or nothing for all lines of the order, which the result says by being empty. */
    static List<Line> cancelled(Fields body) {
        body.only("lines");
        return body.has("lines") ? lines(body) : List.of();
    }

    private static List<Line> lines(Fields body) {
        List<Line> lines = new ArrayList<>();
        for (Fields element : body.objects("lines", Limits.ORDER_LINES)) {
            lines.add(line(element.only("item", "quantity"), "item"));
        }
        return lines;
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
