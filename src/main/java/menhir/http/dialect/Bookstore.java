package menhir.http.dialect;

import akka.NotUsed;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import akka.japi.Pair;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import menhir.http.api.JsonViews;
import menhir.http.server.Json;
import menhir.http.server.Method;
import menhir.http.server.Problem;
import menhir.http.server.ProblemType;
import menhir.http.server.QueryParameters;
import menhir.http.server.RequestContext;
import menhir.http.server.Route;
import menhir.http.server.WholeNumbers;
import menhir.service.StoreService;
import menhir.service.StoreService.ItemPage;
import menhir.service.StoreService.Lookup;
import menhir.service.StoreService.Outcome;
import menhir.store.Command.PlaceOrder;
import menhir.store.Item;
import menhir.store.Line;
import menhir.store.OrderType;
import menhir.store.Rejection;
import menhir.store.StoreKind;
import org.jspecify.annotations.Nullable;

/** The dialect of the bookstore: {@code /search} by topic or number, {@code /buy} by number. */
final class Bookstore implements Dialect {
    private static final int PAGE = 1_000;
    private static final Comparator<Item> BY_NUMBER =
            Comparator.comparing(Item::number, Comparator.nullsLast(Comparator.naturalOrder()));

    private final StoreService service;

    Bookstore(StoreService service) {
        this.service = service;
    }

    @Override
    public StoreKind kind() {
        return StoreKind.BOOKS;
    }

    @Override
    public List<Route> catalogRoutes(String prefix, String store) {
        return List.of(
                Route.dialect(Method.GET, prefix + "/search", call -> search(call, store)),
                Route.dialect(Method.POST, prefix + "/buy", call -> buy(call, store)));
    }

    @Override
    public List<Route> orderRoutes(String prefix, String store) {
        return List.of();
    }

    private CompletionStage<HttpResponse> search(RequestContext call, String store) {
        QueryParameters query = call.query();
        String topic = query.name("topic");
        long number = query.number("lookupNum", 1, WholeNumbers.MAX, -1);
        if ((topic == null) == (number < 0)) {
            throw Problem.of(
                            ProblemType.INVALID_PARAMETER,
                            "Give either the parameter topic or the parameter lookupNum.")
                    .exception();
        }
        return topic == null ? lookup(store, number) : topic(store, topic);
    }

    private CompletionStage<HttpResponse> lookup(String store, long number) {
        return service.lookupNumber(store, number).thenApply(lookup -> {
            Item book = lookup.item();
            if (book == null) {
                throw Problem.of(ProblemType.UNKNOWN_ITEM, "book not found").exception();
            }
            return Json.response(StatusCodes.OK, headers(lookup.hit()), out -> {
                out.writeStartObject();
                facts(out, book);
                out.writeEndObject();
            });
        });
    }

    private static void facts(JsonGenerator out, Item book) throws IOException {
        out.writeStringField("book_name", book.name());
        out.writeNumberField("stock", book.quantity());
        out.writeNumberField("cost", book.price());
    }

    private static List<HttpHeader> headers(boolean hit) {
        return List.of(hit ? JsonViews.HIT : JsonViews.MISS, JsonViews.REVALIDATE);
    }

    private CompletionStage<HttpResponse> topic(String store, String topic) {
        return service.topic(store, topic).thenApply(found -> {
            if (!found.complete()) {
                return large(store, topic);
            }
            List<Item> books = found.items().stream().sorted(BY_NUMBER).toList();
            return Json.response(StatusCodes.OK, headers(found.hit()), out -> {
                out.writeStartObject();
                out.writeArrayFieldStart("books");
                for (Item book : books) {
                    write(out, book);
                }
                out.writeEndArray();
                out.writeEndObject();
            });
        });
    }

    private static void write(JsonGenerator out, Item book) throws IOException {
        out.writeStartObject();
        out.writePOJOField("item_no", book.number());
        facts(out, book);
        out.writeStringField("topic", book.topic());
        out.writeEndObject();
    }

    /** A topic that is too large for one piece comes by name, page by page, as the client takes it. */
    private HttpResponse large(String store, String topic) {
        Source<ByteString, NotUsed> books = Source.unfoldAsync(
                        Optional.of(""),
                        after -> after.isEmpty()
                                ? CompletableFuture.completedFuture(Optional.<Pair<Optional<String>, ItemPage>>empty())
                                : service.items(store, topic, nameOf(after.get()), PAGE)
                                        .thenApply(page ->
                                                Optional.of(Pair.create(Optional.ofNullable(page.next()), page))))
                .mapConcat(ItemPage::items)
                .map(book -> Json.bytes(out -> write(out, book)))
                .intersperse(
                        ByteString.fromString("{\"books\":["), ByteString.fromString(","), ByteString.fromString("]}"));
        return HttpResponse.create()
                .withHeaders(headers(false))
                .withEntity(HttpEntities.createChunked(
                        ContentTypes.APPLICATION_JSON, books.grouped(PAGE).map(pieces -> pieces.stream()
                                .reduce(ByteString.emptyByteString(), ByteString::concat))));
    }

    private static @Nullable String nameOf(String after) {
        return after.isEmpty() ? null : after;
    }

    private CompletionStage<HttpResponse> buy(RequestContext call, String store) {
        String key = call.idempotencyKey(service::newKey);
        long number = call.query().number("buyNum", 1, WholeNumbers.MAX, -1);
        if (number < 0) {
            throw Problem.of(ProblemType.INVALID_PARAMETER, "The parameter buyNum is missing: give a book's number.")
                    .exception();
        }
        return call.whole()
                .thenCompose(whole -> service.lookupNumber(store, number))
                .thenCompose(lookup -> buy(call, store, key, lookup));
    }

    /** A number's name never changes, so that there is no hurry between the two. */
    private CompletionStage<HttpResponse> buy(RequestContext call, String store, String key, Lookup lookup) {
        Item book = lookup.item();
        if (book == null) {
            return CompletableFuture.completedFuture(text(StatusCodes.NOT_FOUND, "Failed", List.of()));
        }
        call.submitting(key);
        return service.submit(store, new PlaceOrder(key, OrderType.BUY, List.of(new Line(book.name(), 1))))
                .thenApply(outcome -> bought(store, outcome));
    }

    /** The old answer has no room for the order's number: the header says where the order is. */
    private static HttpResponse bought(String store, Outcome outcome) {
        if (outcome instanceof Outcome.OrderStands stands) {
            HttpHeader location = JsonViews.location(store, stands.order());
            return text(
                    StatusCodes.OK,
                    "Success",
                    stands.replayed() ? List.of(location, JsonViews.REPLAYED) : List.of(location));
        } else if (outcome instanceof Outcome.Refused refused && refused.why() instanceof Rejection.NotEnough) {
            return text(StatusCodes.CONFLICT, "Failed", refused.replayed() ? List.of(JsonViews.REPLAYED) : List.of());
        } else if (outcome instanceof Outcome.Refused refused) {
            throw Problem.of(refused).exception();
        }
        throw new IllegalStateException("an order came out as " + outcome);
    }

    private static HttpResponse text(StatusCode status, String text, List<HttpHeader> headers) {
        return HttpResponse.create()
                .withStatus(status)
                .withHeaders(headers)
                .withEntity(HttpEntities.create(ContentTypes.TEXT_PLAIN_UTF8, text));
    }
}
