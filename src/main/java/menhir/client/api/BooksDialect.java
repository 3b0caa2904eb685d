package menhir.client.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import menhir.client.http.ApiCall;
import menhir.client.http.ApiCaller;
import menhir.client.http.Request;
import menhir.client.http.Response;
import menhir.client.terminal.TerminalText;

/**
 * The API of the classical bookstore, below the store's name. Books go by their numbers and are bought one at a time. The
 * response to an order is one word; its Location header names the order, which only the canonical API can show. For one
 * thread.
 */
public final class BooksDialect implements StoreApi {

    /** A book by its number; the response to a search by topic has two fields more. */
    private record Book(@JsonProperty("book_name") String name, BigDecimal cost, long stock) {}

    private record FoundBook(
            @JsonProperty("item_no") long number,
            @JsonProperty("book_name") String name,
            BigDecimal cost,
            long stock,
            String topic) {}

    private record SearchResult(List<FoundBook> books) {}

    private final String root;
    private final CanonicalApi canonical;
    private final Map<String, String> numberOfName = new HashMap<>();

    public BooksDialect(String store) {
        root = "/" + Request.encode(store);
        canonical = new CanonicalApi(store);
    }

    /** The books of a topic. */
    public ApiCall<List<ItemView>> search(String topic) {
        return new ApiCall<>(
                Request.get(root + "/search?topic=" + Request.encode(topic)),
                response -> response.okJson(SearchResult.class).books().stream()
                        .map(book -> new ItemView(book.name(), book.cost(), book.stock(), book.topic(), book.number()))
                        .toList());
    }

    /**
     * Looks a book up.
     *
     * @param number the book's number
     */
    @Override
    public ApiCall<LookupResult> lookup(String number) {
        return new ApiCall<>(
                Request.get(root + "/search?lookupNum=" + Request.encode(number)),
                response -> LookupResult.of(response, found -> {
                    Book book = found.okJson(Book.class);
                    return new ItemView(book.name(), book.cost(), book.stock(), null, null);
                }));
    }

    /**
     * Buys one copy of a book.
     *
     * @param order whose item is the book's number
     */
    @Override
    public ApiCall<OrderOutcome> order(OrderRequest order) {
        Request request = Request.postEmpty(root + "/buy?buyNum=" + Request.encode(order.item()), order.key());
        return new ApiCall<>(request, response -> switch (response.status()) {
            case 200 -> new OrderOutcome.Accepted(orderNumber(response), null, response.replayed());
            case 404 -> new OrderOutcome.Rejected("there is no book " + TerminalText.line(order.item()), true);
            case 409 -> new OrderOutcome.Rejected("out of stock", true);
            case 400, 422 -> new OrderOutcome.Rejected(response.status() + ", " + response.problem(), false);
            default -> throw response.bad(response.problem());
        });
    }

    private static long orderNumber(Response response) {
        String location = response.headers().firstValue("Location").orElse("");
        String number = location.substring(location.lastIndexOf('/') + 1);
        return number.matches("[1-9][0-9]{0,17}") ? Long.parseLong(number) : OrderOutcome.UNNUMBERED;
    }

    @Override
    public ApiCall<Optional<OrderView>> orderByNumber(long number) {
        return canonical.orderByNumber(number);
    }

    /** The order with each book's number in place of its name. */
    @Override
    public OrderView inRequestTerms(OrderView order, ApiCaller caller) throws InterruptedException {
        List<OrderView.Line> lines = new ArrayList<>();
        for (OrderView.Line line : order.lines()) {
            String number = numberOfName.get(line.item());
            if (number == null) {
                ItemView book = caller.send(canonical.lookup(line.item())).item();
                number = book == null || book.number() == null
                        ? line.item()
                        : book.number().toString();
                numberOfName.put(line.item(), number);
            }
            lines.add(new OrderView.Line(number, line.quantity(), line.price()));
        }
        return new OrderView(order.number(), order.type(), lines, order.total(), order.time());
    }
}
