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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import menhir.http.api.JsonViews;
import menhir.http.api.Outcomes;
import menhir.http.api.RejectionProblems;
import menhir.http.problem.Problem;
import menhir.http.problem.ProblemType;
import menhir.http.server.HttpLimits;
import menhir.http.server.Json;
import menhir.http.server.Method;
import menhir.http.server.QueryParameters;
import menhir.http.server.RequestContext;
import menhir.http.server.ResponseHeaders;
import menhir.http.server.Route;
import menhir.http.server.WholeNumbers;
import menhir.service.StoreService;
import menhir.service.StoreService.ItemPage;
import menhir.service.StoreService.Lookup;
import menhir.service.StoreService.Outcome;
import menhir.service.StoreService.Topic;
import menhir.store.Command.PlaceOrder;
import menhir.store.Item;
import menhir.store.Line;
import menhir.store.OrderType;
import menhir.store.StoreKind;
import org.jspecify.annotations.Nullable;

/** The dialect of the bookstore: {@code /search} by topic or number, {@code /buy} by number. */
final class Bookstore implements Dialect {
    private static final Comparator<Item> BY_NUMBER =
            Comparator.comparing(Item::number, Comparator.nullsLast(Comparator.naturalOrder()));

    /** The topics of the original system by their long names. */
    private static final Map<String, String> SHORT_NAMES = Map.of("distributed systems", "DS", "graduate school", "GS");

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
                Route.dialect(Method.GET, prefix + "/search", request -> search(request, store)),
                Route.dialect(Method.POST, prefix + "/buy", request -> buy(request, store)));
    }

    /** The original system had no orders to look up. */
    @Override
    public List<Route> orderRoutes(String prefix, String store) {
        return List.of();
    }

    private CompletionStage<HttpResponse> search(RequestContext request, String store) {
        QueryParameters query = request.query();
        String topic = query.name("topic");
        long number = query.wholeNumber("lookupNum", 1, WholeNumbers.MAX, -1);
        if ((topic == null) == (number < 0)) {
            throw Problem.of(
                            ProblemType.INVALID_PARAMETER,
                            "Send either the parameter topic or the parameter lookupNum.")
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
            return Json.written(headers(lookup.hit()), out -> {
                out.writeStartObject();
                titleStockAndCost(out, book);
                out.writeEndObject();
            });
        });
    }

    private static void titleStockAndCost(JsonGenerator out, Item book) throws IOException {
        out.writeStringField("book_name", book.name());
        out.writeNumberField("stock", book.quantity());
        out.writeNumberField("cost", book.price());
    }

    private static List<HttpHeader> headers(boolean hit) {
        return List.of(ResponseHeaders.cacheStatus(hit), ResponseHeaders.REVALIDATE);
    }

    /** A topic by its name, or, if no book has it, by its long name in any case. */
    private CompletionStage<HttpResponse> topic(String store, String topic) {
        String shortName = SHORT_NAMES.get(topic.toLowerCase(Locale.ROOT));
        return service.topic(store, topic)
                .thenCompose(found ->
                        shortName != null && found.complete() && found.items().isEmpty()
                                ? response(store, shortName, service.topic(store, shortName))
                                : response(store, topic, CompletableFuture.completedFuture(found)));
    }

    private CompletionStage<HttpResponse> response(String store, String topic, CompletionStage<Topic> result) {
        return result.thenApply(found -> {
            if (!found.complete()) {
                return largeTopic(store, topic);
            }
            List<Item> books = found.items().stream().sorted(BY_NUMBER).toList();
            return Json.written(headers(found.hit()), out -> {
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
        titleStockAndCost(out, book);
        out.writeStringField("topic", book.topic());
        out.writeEndObject();
    }

    /** Streams a topic that is too large for one result, in the order of names, page by page as the client takes it. */
    private HttpResponse largeTopic(String store, String topic) {
        Source<ByteString, NotUsed> books = Source.unfoldAsync(
                        Optional.of(""),
                        after -> after.isEmpty()
                                ? CompletableFuture.completedFuture(Optional.<Pair<Optional<String>, ItemPage>>empty())
                                : service.items(store, topic, emptyToNull(after.get()), HttpLimits.MAX_PAGE)
                                        .thenApply(page ->
                                                Optional.of(Pair.create(Optional.ofNullable(page.next()), page))))
                .mapConcat(ItemPage::items)
                .map(book -> Json.bytes(out -> write(out, book)))
                .intersperse(
                        ByteString.fromString("{\"books\":["),
                        ByteString.fromString(","),
                        ByteString.fromString("]}\n"));
        return HttpResponse.create()
                .withHeaders(headers(false))
                .withEntity(HttpEntities.createChunked(
                        ContentTypes.APPLICATION_JSON,
                        books.grouped(HttpLimits.MAX_PAGE).map(parts -> parts.stream()
                                .reduce(ByteString.emptyByteString(), ByteString::concat))));
    }

    private static @Nullable String emptyToNull(String after) {
        return after.isEmpty() ? null : after;
    }

    private CompletionStage<HttpResponse> buy(RequestContext request, String store) {
        String key = request.idempotencyKey(service::newKey);
        Long number = request.query().lenientNumber("buyNum");
        if (number == null) {
            throw Problem.of(
                            ProblemType.INVALID_PARAMETER,
                            "The parameter buyNum is missing: send the number of a book.")
                    .exception();
        }
        return request.complete()
                .thenCompose(complete -> number < 1
                        ? CompletableFuture.completedFuture(noSuchBook())
                        : service.lookupNumber(store, number).thenCompose(lookup -> buy(request, store, key, lookup)));
    }

    private static HttpResponse noSuchBook() {
        return text(StatusCodes.NOT_FOUND, "Failed", List.of());
    }

    /** The name of a number never changes, so the order can follow the lookup at any time. */
    private CompletionStage<HttpResponse> buy(RequestContext request, String store, String key, Lookup lookup) {
        Item book = lookup.item();
        if (book == null) {
            return CompletableFuture.completedFuture(noSuchBook());
        }
        request.submitting(key);
        return service.submit(store, new PlaceOrder(key, OrderType.BUY, List.of(new Line(book.name(), 1))))
                .thenApply(outcome -> bought(store, outcome));
    }

    /** The original response has no field for the order's number: the Location header has it. */
    private static HttpResponse bought(String store, Outcome outcome) {
        if (outcome instanceof Outcome.Rejected rejected) {
            Problem problem = RejectionProblems.CANONICAL.of(rejected);
            if (problem.type() == ProblemType.NOT_ENOUGH_STOCK) {
                return text(problem.status(), "Failed", problem.headers());
            }
        }
        Outcome.OrderPlaced placed = Outcomes.expect(Outcome.OrderPlaced.class, outcome, RejectionProblems.CANONICAL);
        HttpHeader location = ResponseHeaders.location(JsonViews.orderPath(store, placed.order()));
        return text(
                StatusCodes.OK,
                "Success",
                placed.replayed() ? List.of(location, ResponseHeaders.REPLAYED) : List.of(location));
    }

    private static HttpResponse text(StatusCode status, String text, List<HttpHeader> headers) {
        return HttpResponse.create()
                .withStatus(status)
                .withHeaders(headers)
                .withEntity(HttpEntities.create(ContentTypes.TEXT_PLAIN_UTF8, text));
    }
}
