package menhir.http.server;

import akka.NotUsed;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Answers of a kind that are being streamed now, so many at once at most. A place is taken when the request comes, so that a
 * burst of them cannot pass the limit, and given back when the stream ends, or if it does not begin: a client that left
 * before its answer was ready never starts one. Thread-safe.
 */
public final class StreamLimiter {
    private static final Duration UNTIL_BEGUN = Duration.ofSeconds(20);

    private final int limit;
    private final Duration untilBegun;
    private final AtomicInteger taken = new AtomicInteger();

    public StreamLimiter(int limit) {
        this(limit, UNTIL_BEGUN);
    }

    /**
     * TODO summary.
     *
     * @param untilBegun how long a place is kept for a stream that has not begun
     */
    public StreamLimiter(int limit, Duration untilBegun) {
        this.limit = limit;
        this.untilBegun = untilBegun;
    }

    public int count() {
        return taken.get();
    }

    public int limit() {
        return limit;
    }

    /** A place for one more, or null if there is none. */
    @Nullable
    public Permit tryAcquire() {
        int before = taken.getAndUpdate(count -> count < limit ? count + 1 : count);
        return before < limit ? new Permit() : null;
    }

    /** One stream's. */
    public final class Permit {
        private final AtomicBoolean decided = new AtomicBoolean();

        private Permit() {
            CompletableFuture.delayedExecutor(untilBegun.toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
                    .execute(this::release);
        }

        /** There will be no stream. Does nothing once there is one. */
        public void release() {
            if (decided.compareAndSet(false, true)) {
                taken.decrementAndGet();
            }
        }

        /** There will be no stream if what comes before it has failed; a callback of a {@code CompletionStage}. */
        public void releaseIfFailed(@Nullable Object found, @Nullable Throwable failure) {
            if (failure != null) {
                release();
            }
        }

        /** The stream that has this place; it is for one client. */
        public Source<ByteString, NotUsed> hold(Source<ByteString, NotUsed> source) {
            return Source.lazySource(() -> {
                        if (!decided.compareAndSet(false, true)) {
                            // So late that the place was given back: it is one more than there should be.
                            taken.incrementAndGet();
                        }
                        return source.watchTermination((ignored, done) -> {
                            done.whenComplete((end, failure) -> taken.decrementAndGet());
                            return NotUsed.getInstance();
                        });
                    })
                    .mapMaterializedValue(ignored -> NotUsed.getInstance());
        }
    }
}
