package menhir.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A server of the calls that the bench sends, with one item. */
final class StubServer implements AutoCloseable {
    private static final String ITEM = "{\"name\":\"Tux\",\"price\":1.00,\"quantity\":5,\"topic\":null,\"version\":1}";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicLong orders = new AtomicLong();
    private final long delayMillis;
    private final int lookupStatus;

    /**
     * Starts a server.
     *
     * @param delayMillis how long it takes for a lookup
     * @param lookupStatus how it answers a lookup
     */
    StubServer(long delayMillis, int lookupStatus) throws IOException {
        this.delayMillis = delayMillis;
        this.lookupStatus = lookupStatus;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The number of orders that it has accepted. */
    long orders() {
        return orders.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/v1/stores/stocks/items")) {
            send(exchange, 200, "{\"items\":[" + ITEM + "],\"next\":null}");
        } else if (path.equals("/v1/stores/stocks/items/Tux")) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(delayMillis));
            send(exchange, lookupStatus, ITEM);
        } else if (path.equals("/v1/stores/stocks/orders")) {
            send(exchange, 201, "{\"number\":" + orders.incrementAndGet() + "}");
        } else {
            long number = Long.parseLong(path.substring("/v1/stores/stocks/orders/".length()));
            send(exchange, number <= orders.get() ? 200 : 404, "{}");
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
