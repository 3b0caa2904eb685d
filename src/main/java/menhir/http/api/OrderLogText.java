package menhir.http.api;

import akka.NotUsed;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.japi.Pair;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import menhir.http.server.Problem;
import menhir.http.server.ProblemType;
import menhir.http.server.StreamLimiter;
import menhir.service.StoreService;
import menhir.service.StoreService.LogEvent;
import menhir.store.Entry;
import menhir.store.KeyWindow;
import menhir.store.Line;
import menhir.store.OrderType;
import menhir.store.PricedLine;

/**
 * A store's whole order log as text, one line for each line of an order: number, item, quantity, with spaces between them;
 * -1 stands for the number of an order that was refused, and what was sold to the store has a quantity below zero. An item's
 * name may have spaces itself.
 *
 * <p>Complete up to what was released when it was asked for. It is read page by page as the client takes it, so that one
 * page is held at a time however long the log is; when the rest cannot be had the connection breaks, for a log that only
 * looks complete would be worse.
 */
public final class OrderLogText {
    /** More at a time would keep the replicas' disks from their work. */
    static final int MAX_EXPORTS = 8;

    private static final int PAGE = 1_000;

    private final StoreService service;
    private final StreamLimiter exports = new StreamLimiter(MAX_EXPORTS);

    public OrderLogText(StoreService service) {
        this.service = service;
    }

    public CompletionStage<HttpResponse> export(String store) {
        StreamLimiter.Permit place = exports.tryAcquire();
        if (place == null) {
            throw Problem.of(
                            ProblemType.OVERLOADED,
                            "Others read order logs here now: try again later, or another node.")
                    .retryAfterSeconds(5)
                    .exception();
        }
        return service.released(store).whenComplete(place::releaseIfFailed).thenApply(last -> HttpResponse.create()
                .addHeader(JsonViews.REVALIDATE)
                .withEntity(HttpEntities.createChunked(ContentTypes.TEXT_PLAIN_UTF8, place.hold(text(store, last)))));
    }

    private Source<ByteString, NotUsed> text(String store, long last) {
        return Source.unfoldAsync(0L, after -> after >= last ? end() : page(store, after, last))
                .filter(ByteString::nonEmpty);
    }

    private static CompletionStage<Optional<Pair<Long, ByteString>>> end() {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    private CompletionStage<Optional<Pair<Long, ByteString>>> page(String store, long after, long last) {
        int limit = (int) Math.min(PAGE, last - after);
        return service.entries(store, after, limit)
                .thenApply(page -> Optional.of(Pair.create(page.lastIndex(), lines(page.events()))));
    }

    private static ByteString lines(List<LogEvent> events) {
        StringBuilder text = new StringBuilder();
        for (LogEvent event : events) {
            if (event.entry() instanceof Entry.OrderPlaced placed) {
                for (PricedLine line : placed.lines()) {
                    append(text, placed.number(), line.item(), placed.type(), line.quantity());
                }
            } else if (event.entry() instanceof Entry.OrderRejected rejected) {
                for (Line line : rejected.lines()) {
                    append(text, KeyWindow.REJECTED, line.item(), rejected.type(), line.quantity());
                }
            }
        }
        return ByteString.fromString(text.toString());
    }

    private static void append(StringBuilder text, long number, String item, OrderType type, long quantity) {
        text.append(number).append(' ').append(item).append(' ');
        text.append(type == OrderType.SELL ? -quantity : quantity).append('\n');
    }
}
