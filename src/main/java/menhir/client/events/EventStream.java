package menhir.client.events;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An endless response body, read in chunks with a timeout for each. The next chunk is requested only when the last one
 * was taken (back-pressure), so that a fast server cannot fill our memory.
 */
final class EventStream implements BodySubscriber<EventStream>, AutoCloseable {

    private sealed interface Signal {
        record Chunk(ByteBuffer bytes) implements Signal {}

        record End(@Nullable Throwable failure) implements Signal {}
    }

    /** Holds the one requested chunk and the end. */
    private final BlockingQueue<Signal> signals = new ArrayBlockingQueue<>(2);

    private volatile Flow.@Nullable Subscription subscription;

    @Override
    public CompletionStage<EventStream> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        subscription = newSubscription;
        newSubscription.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        int size = buffers.stream().mapToInt(ByteBuffer::remaining).sum();
        ByteBuffer chunk = ByteBuffer.allocate(size);
        buffers.forEach(chunk::put);
        signal(new Signal.Chunk(chunk));
    }

    @Override
    public void onError(Throwable failure) {
        signal(new Signal.End(failure));
    }

    @Override
    public void onComplete() {
        signal(new Signal.End(null));
    }

    private void signal(Signal signal) {
        if (!signals.offer(signal)) {
            throw new IllegalStateException("a chunk arrived that was not requested");
        }
    }

    /**
     * Waits for the next chunk; null at the end of the stream.
     *
     * @throws IOException if the connection broke, or nothing arrived in time
     */
    byte @Nullable [] take(long timeoutMillis) throws IOException, InterruptedException {
        Signal signal = signals.poll(timeoutMillis, TimeUnit.MILLISECONDS);
        if (signal == null) {
            throw new IOException("nothing arrived for " + timeoutMillis + " ms");
        }
        if (signal instanceof Signal.Chunk chunk) {
            Flow.Subscription current = subscription;
            if (current != null) {
                current.request(1);
            }
            return chunk.bytes().array();
        }
        Throwable failure = ((Signal.End) signal).failure();
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
        return null;
    }

    @Override
    public void close() {
        Flow.Subscription current = subscription;
        if (current != null) {
            current.cancel();
        }
    }
}
