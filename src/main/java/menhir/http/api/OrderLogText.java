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
import menhir.http.problem.Problem;
import menhir.http.problem.ProblemType;
import menhir.http.server.HttpLimits;
import menhir.http.server.ResponseHeaders;
import menhir.http.server.StreamLimiter;
import menhir.service.StoreService;
import menhir.service.StoreService.LogEvent;
import menhir.store.Entry;
import menhir.store.KeyWindow;
import menhir.store.Line;
import menhir.store.OrderType;
import menhir.store.PricedLine;

/**
 * The whole order log of a store as text, with one line for each line of an order: number, item and quantity, separated by
 * spaces. Rejected orders have the number -1; a sell has a negative quantity. An item's name may contain spaces.
 *
 * <p>The text ends with the last entry that was released when the request arrived. It is read page by page as the client takes
 * it, so that a response holds one page however long the log is. If the rest of the log becomes unavailable, the connection
 * breaks: a log that only looks complete would be worse.
 */
public final class OrderLogText {
    /** Exports at the same time; more would slow down the replicas' disks. */
    private static final int MAX_EXPORTS = 8;

    private final StoreService service;
    private final StreamLimiter exports = new StreamLimiter(MAX_EXPORTS);

    public OrderLogText(StoreService service) {
        this.service = service;
    }

    public CompletionStage<HttpResponse> export(String store) {
        StreamLimiter.Permit permit = exports.tryAcquire();
        if (permit == null) {
            throw Problem.of(
                            ProblemType.OVERLOADED,
                            "This node sends " + exports.limit()
                                    + " order logs, which is its limit: try again later, or use another node.")
                    .retryAfterSeconds(5)
                    .exception();
        }
        return service.released(store).whenComplete(permit::releaseIfFailed).thenApply(last -> HttpResponse.create()
                .addHeader(ResponseHeaders.REVALIDATE)
                .withEntity(
                        HttpEntities.createChunked(ContentTypes.TEXT_PLAIN_UTF8, permit.attachTo(text(store, last)))));
    }

    private Source<ByteString, NotUsed> text(String store, long last) {
        return Source.unfoldAsync(0L, after -> after >= last ? end() : page(store, after, last))
                .filter(ByteString::nonEmpty);
    }

    private static CompletionStage<Optional<Pair<Long, ByteString>>> end() {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    private CompletionStage<Optional<Pair<Long, ByteString>>> page(String store, long after, long last) {
        int limit = (int) Math.min(HttpLimits.MAX_PAGE, last - after);
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
