package menhir.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The paths and JSON of the classical bookstore, below the store's name. Books go by their numbers here, one at a time, and
 * what was bought has no number of its own; orders are shown by the canonical API.
 */
final class BooksDialect implements StoreApi {

    private final String root;
    private final CanonicalApi canonical;

    BooksDialect(String store) {
        root = "/" + Request.encode(store);
        canonical = new CanonicalApi(store);
    }

    Call<List<ItemView>> search(String topic) {
        return new Call<>(Request.get(root + "/search?topic=" + Request.encode(topic)), answer -> {
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

    /** @param item a book's number */
    @Override
    public Call<Looked> lookup(String item) {
        return new Call<>(Request.get(root + "/search?lookupNum=" + Request.encode(item)), answer -> {
            if (answer.status() == 404) {
                return new Looked(null, Looked.kindOf(answer));
            }
            JsonNode book = Json.okObject(answer);
            ItemView found = new ItemView(
                    Json.text(answer, book, "book_name"),
                    Json.money(answer, book, "cost"),
                    Json.whole(answer, book, "stock"),
                    null,
                    null);
            return new Looked(found, Looked.kindOf(answer));
        });
    }

    /** @param wish for one copy of the book with the number that it names as its item */
    @Override
    public Call<OrderAnswer> order(Wish wish) {
        Request request = Request.postEmpty(root + "/buy?buyNum=" + Request.encode(wish.item()), wish.key());
        return new Call<>(request, answer -> switch (answer.status()) {
            case 200 -> new OrderAnswer.Accepted(OrderAnswer.UNNUMBERED, null, answer.replayed());
            case 404 -> new OrderAnswer.Refused("there is no book " + Printable.line(wish.item()), true);
            case 409 -> new OrderAnswer.Refused("none is left", true);
            case 400, 422 -> new OrderAnswer.Refused(answer.status() + ", " + Json.problem(answer), false);
            default -> throw answer.bad(Json.problem(answer));
        });
    }

    @Override
    public Call<Optional<OrderView>> orderByNumber(long number) {
        return canonical.orderByNumber(number);
    }
}
