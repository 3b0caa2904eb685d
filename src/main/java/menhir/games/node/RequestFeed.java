package menhir.games.node;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Client requests on their way from HTTP to the node's {@link RaffleMember}. Bounded: when the multicast is slower than the
 * clients, further requests are answered but do not take part, which is counted here. Such a request has a place in the
 * order nowhere, so that the front-ends still agree. Thread-safe, and never blocks.
 */
public final class RequestFeed {
    static final int CAPACITY = 10_000;

    private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicLong left = new AtomicLong();
    private final AtomicBoolean asleep = new AtomicBoolean();
    private volatile Runnable wake = () -> {};

    /** A request for the order; left out if too many wait. */
    public void offer(String text) {
        if (!waiting.offer(text)) {
            left.incrementAndGet();
        }
        if (asleep.get() && asleep.compareAndSet(true, false)) {
            wake.run();
        }
    }

    /** How many requests were left out. */
    public long leftOut() {
        return left.get();
    }

    /** Has {@code awaken} run once: when the next request comes, or now if one waits. */
    void sleep(Runnable awaken) {
        wake = awaken;
        asleep.set(true);
        if (!waiting.isEmpty() && asleep.compareAndSet(true, false)) {
            awaken.run();
        }
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    @Nullable
    String poll() {
        return waiting.poll();
    }
}
