package menhir.http;

import akka.NotUsed;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.util.concurrent.atomic.AtomicInteger;

/** How many answers of a kind are being streamed now. */
final class OpenStreams {
    private final AtomicInteger open = new AtomicInteger();

    int count() {
        return open.get();
    }

    /** Counted from when the stream starts, not from the request, so that a client that left before cannot stay counted. */
    Source<ByteString, NotUsed> counted(Source<ByteString, NotUsed> source) {
        return Source.lazySource(() -> {
                    open.incrementAndGet();
                    return source.watchTermination((ignored, done) -> {
                        done.whenComplete((end, failure) -> open.decrementAndGet());
                        return NotUsed.getInstance();
                    });
                })
                .mapMaterializedValue(ignored -> NotUsed.getInstance());
    }
}
