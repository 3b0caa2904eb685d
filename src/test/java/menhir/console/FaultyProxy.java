package menhir.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * A proxy between the browser and the node. It can drop responses to orders that the node has done, and change what it
 * tells of the cluster to what a single node cannot tell.
 */
final class FaultyProxy implements AutoCloseable {
    /** Headers that java.net.http sets itself or rejects; and what is compressed could not be changed. */
    private static final Set<String> OWN_HEADERS = Set.of(
            "connection",
            "host",
            "content-length",
            "transfer-encoding",
            "date",
            "upgrade",
            "expect",
            "accept-encoding");

    final int port;
    /** The idempotency keys of all orders. */
    final List<String> keys = new CopyOnWriteArrayList<>();

    private final AtomicInteger responsesToDrop = new AtomicInteger();
    private final Map<String, UnaryOperator<String>> changes = new ConcurrentHashMap<>();

    private final int nodePort;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    FaultyProxy(int nodePort) throws IOException {
        this.nodePort = nodePort;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::forward);
        server.start();
        port = server.getAddress().getPort();
    }

    void dropResponses(int count) {
        responsesToDrop.set(count);
    }

    /** Changes the bodies of all later responses on a path. */
    void change(String path, UnaryOperator<String> change) {
        changes.put(path, change);
    }

    /** Drops and changes nothing any more. */
    void passAll() {
        changes.clear();
        responsesToDrop.set(0);
    }

    private void forward(HttpExchange exchange) throws IOException {
        try (exchange) {
            HttpResponse<InputStream> response = client.send(request(exchange), BodyHandlers.ofInputStream());
            if (exchange.getRequestMethod().equals("POST")) {
                keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
                if (responsesToDrop.getAndUpdate(count -> Math.max(0, count - 1)) > 0) {
                    response.body().close();
                    // The connection closes without a response.
                    return;
                }
            }
            response.headers().map().forEach((name, values) -> {
                if (!OWN_HEADERS.contains(name)) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            UnaryOperator<String> change = changes.get(exchange.getRequestURI().getPath());
            if (change != null && response.statusCode() == 200) {
                String view = new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
                byte[] changed = change.apply(view).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(response.statusCode(), changed.length);
                exchange.getResponseBody().write(changed);
                return;
            }
            exchange.sendResponseHeaders(response.statusCode(), response.statusCode() == 304 ? -1 : 0);
            copy(response.body(), exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest request(HttpExchange exchange) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + nodePort + exchange.getRequestURI()))
                .method(
                        exchange.getRequestMethod(),
                        BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    /** Copies each part as it arrives, because an event stream has no end. */
    private static void copy(InputStream from, HttpExchange to) throws IOException {
        byte[] part = new byte[8192];
        try (from) {
            for (int read = from.read(part); read >= 0; read = from.read(part)) {
                to.getResponseBody().write(part, 0, read);
                to.getResponseBody().flush();
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
