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
 * An endless body, taken piece by piece with a limit on the wait for each. The next piece is asked of the network only
 * when the last one was taken, so that a fast server waits for us and not in our memory.
 */
final class EventBytes implements BodySubscriber<EventBytes>, AutoCloseable {

    private sealed interface Signal {
        record Piece(ByteBuffer bytes) implements Signal {}

        record End(@Nullable Throwable why) implements Signal {}
    }

    /** One piece that was asked for, and the end. */
    private final BlockingQueue<Signal> signals = new ArrayBlockingQueue<>(2);

    private volatile Flow.@Nullable Subscription subscription;

    @Override
    public CompletionStage<EventBytes> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        int size = buffers.stream().mapToInt(ByteBuffer::remaining).sum();
        ByteBuffer piece = ByteBuffer.allocate(size);
        buffers.forEach(piece::put);
        signal(new Signal.Piece(piece));
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
            throw new IllegalStateException("a piece came unasked");
        }
    }

    /**
     * The next piece, or null at the end.
     *
     * @throws IOException when the connection broke, or nothing came in time
     */
    byte @Nullable [] take(long timeoutMillis) throws IOException, InterruptedException {
        Signal signal = signals.poll(timeoutMillis, TimeUnit.MILLISECONDS);
        if (signal == null) {
            throw new IOException("nothing came for " + timeoutMillis + " ms");
        }
        if (signal instanceof Signal.Piece piece) {
            Flow.Subscription current = subscription;
            if (current != null) {
                current.request(1);
            }
            return piece.bytes().array();
        }
        Throwable why = ((Signal.End) signal).why();
        if (why != null) {
            throw new IOException(why.getMessage(), why);
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
