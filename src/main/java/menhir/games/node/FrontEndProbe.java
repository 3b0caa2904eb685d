package menhir.games.node;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Tells whether a front-end accepts connections. The cluster's failure detector needs seconds to notice that a process was
 * killed; its port refuses connections at once. Concurrent questions about one front-end share a connection, and its result
 * is used again for a moment. Thread-safe.
 */
public final class FrontEndProbe implements Function<String, CompletionStage<Boolean>> {
    private static final int CONNECT_MILLIS = 250;
    private static final long KEEP_NANOS = 250_000_000;

    private record Result(long since, CompletableFuture<Boolean> accepts) {}

    private final String self;
    private final Executor blocking;
    private final Map<String, Result> latest = new ConcurrentHashMap<>();

    /**
     * A probe for one node.
     *
     * @param self host:port of this node's own front-end, which need not be asked
     * @param blocking where to connect
     */
    public FrontEndProbe(String self, Executor blocking) {
        this.self = self;
        this.blocking = blocking;
    }

    /** @param frontEnd host:port */
    @Override
    public CompletionStage<Boolean> apply(String frontEnd) {
        if (frontEnd.equals(self)) {
            return CompletableFuture.completedFuture(true);
        }
        return latest.compute(
                        frontEnd, (address, before) -> before != null && isFresh(before) ? before : start(address))
                .accepts();
    }

    private static boolean isFresh(Result result) {
        return !result.accepts().isDone() || System.nanoTime() - result.since() < KEEP_NANOS;
    }

    private Result start(String address) {
        return new Result(System.nanoTime(), CompletableFuture.supplyAsync(() -> connects(address), blocking));
    }

    private static boolean connects(String address) {
        URI uri = URI.create("http://" + address);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
