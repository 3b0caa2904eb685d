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
 * Limits how many responses of a kind are streamed at the same time. A request acquires its permit before the stream starts,
 * so that a burst cannot exceed the limit. The permit is released when the stream ends, or after a timeout if the stream does
 * not start: a client that disconnects before its response is ready never starts one. Thread-safe.
 */
public final class StreamLimiter {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(20);

    private final int limit;
    private final Duration startTimeout;
    private final AtomicInteger acquired = new AtomicInteger();

    public StreamLimiter(int limit) {
        this(limit, START_TIMEOUT);
    }

    /** @param startTimeout how long a permit waits for its stream to start */
    StreamLimiter(int limit, Duration startTimeout) {
        this.limit = limit;
        this.startTimeout = startTimeout;
    }

    /** Permits in use. */
    public int count() {
        return acquired.get();
    }

    public int limit() {
        return limit;
    }

    /** A permit, or null if all are in use. */
    @Nullable
    public Permit tryAcquire() {
        int before = acquired.getAndUpdate(count -> count < limit ? count + 1 : count);
        return before < limit ? new Permit() : null;
    }

    /** Allows one stream. */
    public final class Permit {
        private final AtomicBoolean startedOrReleased = new AtomicBoolean();

        private Permit() {
            CompletableFuture.delayedExecutor(startTimeout.toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
                    .execute(this::release);
        }

        /** Gives the permit back without a stream. Has no effect after the stream has started. */
        public void release() {
            if (startedOrReleased.compareAndSet(false, true)) {
                acquired.decrementAndGet();
            }
        }

        /** Releases the permit if the stage before the stream failed; for {@code CompletionStage.whenComplete}. */
        public void releaseIfFailed(@Nullable Object result, @Nullable Throwable failure) {
            if (failure != null) {
                release();
            }
        }

        /** The source, which holds this permit while it runs. It may run once. */
        public Source<ByteString, NotUsed> attachTo(Source<ByteString, NotUsed> source) {
            return Source.lazySource(() -> {
                        if (!startedOrReleased.compareAndSet(false, true)) {
                            // The start timeout has released the permit: the limit is exceeded by one.
                            acquired.incrementAndGet();
                        }
                        return source.watchTermination((ignored, done) -> {
                            done.whenComplete((end, failure) -> acquired.decrementAndGet());
                            return NotUsed.getInstance();
                        });
                    })
                    .mapMaterializedValue(ignored -> NotUsed.getInstance());
        }
    }
}
