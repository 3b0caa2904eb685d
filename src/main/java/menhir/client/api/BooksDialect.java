package menhir.client.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import menhir.client.TerminalText;
import menhir.client.http.Request;
import menhir.client.http.Response;
import menhir.client.run.Session;

/**
 * The paths and JSON of the classical bookstore, below the store's name. Books go by their numbers here, one at a time. The
 * answer to an order is one word; where the order is, a header says, and it is shown by the canonical API. For one thread.
 */
public final class BooksDialect implements StoreApi {

    private final String root;
    private final CanonicalApi canonical;
    private final Map<String, String> numberOfName = new HashMap<>();

    public BooksDialect(String store) {
        root = "/" + Request.encode(store);
        canonical = new CanonicalApi(store);
    }

    public ApiCall<List<ItemView>> search(String topic) {
        return new ApiCall<>(Request.get(root + "/search?topic=" + Request.encode(topic)), answer -> {
            List<ItemView> books = new ArrayList<>();
            for (JsonNode book : Json.array(answer, Json.okObject(answer), "books")) {
                books.add(new ItemView(
                        Json.text(answer, book, "book_name"),
                        Json.money(answer, book, "cost"),
                        Json.whole(answer, book, "stock"),
                        Json.text(answer, book, "topic"),
                        Json.whole(answer, book, "item_no")));
            }
            return books;
        });
    }

    /**
     * TODO summary.
     *
     * @param item a book's number
     */
    @Override
    public ApiCall<LookupResult> lookup(String item) {
        return new ApiCall<>(
                Request.get(root + "/search?lookupNum=" + Request.encode(item)),
                answer -> LookupResult.of(answer, BooksDialect::book));
    }

    private static ItemView book(Response answer) {
        JsonNode book = Json.okObject(answer);
        return new ItemView(
                Json.text(answer, book, "book_name"),
                Json.money(answer, book, "cost"),
                Json.whole(answer, book, "stock"),
                null,
                null);
    }

    /**
     * TODO summary.
     *
     * @param wish for one copy of the book with the number that it names as its item
     */
    @Override
    public ApiCall<OrderOutcome> order(OrderRequest wish) {
        Request request = Request.postEmpty(root + "/buy?buyNum=" + Request.encode(wish.item()), wish.key());
        return new ApiCall<>(request, answer -> switch (answer.status()) {
            case 200 -> new OrderOutcome.Accepted(orderNumber(answer), null, answer.replayed());
            case 404 -> new OrderOutcome.Refused("there is no book " + TerminalText.line(wish.item()), true);
            case 409 -> new OrderOutcome.Refused("none is left", true);
            case 400, 422 -> new OrderOutcome.Refused(answer.status() + ", " + Json.problem(answer), false);
            default -> throw answer.bad(Json.problem(answer));
        });
    }

    private static long orderNumber(Response answer) {
        String location = answer.headers().firstValue("Location").orElse("");
        String number = location.substring(location.lastIndexOf('/') + 1);
        return number.matches("[1-9][0-9]{0,17}") ? Long.parseLong(number) : OrderOutcome.UNNUMBERED;
    }

    /** An order with its books' numbers in place of their names, as wishes have them. */
    @Override
    public OrderView asWished(OrderView order, Session session) throws InterruptedException {
        List<OrderView.Line> lines = new ArrayList<>();
        for (OrderView.Line line : order.lines()) {
            String number = numberOfName.get(line.item());
            if (number == null) {
                ItemView book =
                        session.unmeasured(canonical.lookup(line.item())).item();
                number = book == null || book.number() == null
                        ? line.item()
                        : book.number().toString();
                numberOfName.put(line.item(), number);
            }
            lines.add(new OrderView.Line(number, line.quantity(), line.price()));
        }
        return new OrderView(order.number(), order.type(), lines, order.total(), order.time());
    }

    @Override
    public ApiCall<Optional<OrderView>> orderByNumber(long number) {
        return canonical.orderByNumber(number);
    }
}
