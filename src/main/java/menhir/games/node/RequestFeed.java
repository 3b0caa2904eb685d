package menhir.games.node;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The queue of client requests from HTTP to the node's {@link RaffleMember}. Bounded: when clients are faster than the
 * multicast, further requests are answered but not counted for the raffle. Such a request has no position in the order, so
 * the front-ends still agree. Thread-safe; never blocks.
 */
public final class RequestFeed {
    static final int CAPACITY = 10_000;

    private final BlockingQueue<String> requests = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicBoolean callbackDue = new AtomicBoolean();
    private volatile Runnable callback = () -> {};

    /** Adds an encoded request, or drops it if the queue is full. */
    void offer(String request) {
        if (!requests.offer(request)) {
            dropped.incrementAndGet();
        }
        runCallback();
    }

    /** Number of requests that were dropped. */
    long dropped() {
        return dropped.get();
    }

    /** Runs a callback once, from any thread: when the next request arrives, or now if there is one. */
    void onNextRequest(Runnable newCallback) {
        callback = newCallback;
        callbackDue.set(true);
        if (!requests.isEmpty()) {
            runCallback();
        }
    }

    private void runCallback() {
        if (callbackDue.get() && callbackDue.compareAndSet(true, false)) {
            callback.run();
        }
    }

    boolean isEmpty() {
        return requests.isEmpty();
    }

    /** Takes the oldest request; null if there is none. */
    @Nullable
    String poll() {
        return requests.poll();
    }
}
