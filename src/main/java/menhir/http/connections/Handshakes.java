package menhir.http.connections;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Does the expensive steps of TLS handshakes, key exchanges and signatures, which take a millisecond or more each. They have
 * threads of their own, for no more than half of the processors, so that a flood of handshakes leaves the rest for requests.
 * Thread-safe.
 */
final class Handshakes {
    private static final int MOST_WAITING = 256;
    private static final int KEEP_SECONDS = 10;

    private final ThreadPoolExecutor threads;

    Handshakes() {
        int count = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        threads = new ThreadPoolExecutor(
                count, count, KEEP_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), step -> {
                    Thread thread = new Thread(step, "tls-handshake");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** Does a step soon. Returns false if as many wait as may. */
    boolean submit(Runnable step) {
        try {
            threads.execute(step);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }
}
