package menhir.http.api;

import akka.NotUsed;
import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.japi.Pair;
import akka.stream.SharedKillSwitch;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import menhir.http.problem.Problem;
import menhir.http.problem.ProblemType;
import menhir.http.server.HttpLimits;
import menhir.http.server.StreamLimiter;
import menhir.service.StoreService;
import menhir.service.StoreService.LogEvents;

/**
 * Streams of server-sent events, at most a fixed number at a time. A stream reads the next entries only after its client has
 * taken the previous ones, so a slow client holds at most a page of events here. A stream ends when the client disconnects, the
 * server stops, or the store cannot answer.
 */
public final class EventStreams {
    private static final ContentType EVENT_STREAM = MediaTypes.TEXT_EVENT_STREAM.toContentType();
    private static final ByteString START = ByteString.fromString(": connected\nretry: 2000\n\n");
    private static final ByteString HEARTBEAT = ByteString.fromString(": heartbeat\n\n");

    private final StoreService service;
    private final Duration heartbeat;
    private final SharedKillSwitch stop;
    private final StreamLimiter listeners;

    /** What a stream sends; empty frames are replaced by a heartbeat. */
    public interface Frames {
        /** Frames before the first page; if it fails, so does the request. */
        CompletionStage<ByteString> first();

        /** Frames of a page of released entries. */
        CompletionStage<ByteString> of(LogEvents page);
    }

    /** @param stop ends all streams */
    public EventStreams(StoreService service, HttpLimits limits, SharedKillSwitch stop, MeterRegistry registry) {
        this.service = service;
        this.listeners = new StreamLimiter(limits.maxEventListeners());
        this.heartbeat = limits.eventHeartbeat();
        this.stop = stop;
        Gauge.builder("menhir.http.event.listeners", listeners, StreamLimiter::count)
                .description("Open event streams")
                .register(registry);
    }

    /**
     * The response with a stream, or a {@link menhir.http.server.ProblemException} if there are too many.
     *
     * @param start supplies the index after which the stream begins; read before the first frames
     */
    public CompletionStage<HttpResponse> open(String store, Supplier<CompletionStage<Long>> start, Frames frames) {
        StreamLimiter.Permit permit = listeners.tryAcquire();
        if (permit == null) {
            throw Problem.of(
                            ProblemType.OVERLOADED,
                            "This node has " + listeners.limit()
                                    + " event streams, which is its limit: try again later, or use another node.")
                    .retryAfterSeconds(10)
                    .exception();
        }
        return start.get()
                .thenCompose(
                        after -> frames.first().thenApply(first -> stream(store, after, START.concat(first), frames)))
                .whenComplete(permit::releaseIfFailed)
                .thenApply(stream -> HttpResponse.create()
                        .addHeader(RawHeader.create("Cache-Control", "no-store"))
                        .withEntity(HttpEntities.createChunked(EVENT_STREAM, permit.attachTo(stream))));
    }

    private Source<ByteString, NotUsed> stream(String store, long after, ByteString first, Frames frames) {
        Source<ByteString, NotUsed> events = Source.unfoldAsync(after, last -> service.events(
                                store, last, HttpLimits.DEFAULT_PAGE, heartbeat)
                        .thenCompose(page -> frames.of(page)
                                .thenApply(found -> Optional.of(Pair.create(
                                        Math.max(last, page.lastIndex()), found.isEmpty() ? HEARTBEAT : found)))))
                // Ends the stream without an error: the client reconnects.
                .recoverWithRetries(1, RuntimeException.class, Source::empty);
        return Source.single(first).concat(events).via(stop.flow());
    }
}
