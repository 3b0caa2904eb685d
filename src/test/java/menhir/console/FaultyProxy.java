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
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * Between the browser and the node: it can lose the answers to orders that the node has done, and change what the node says
 * about the cluster, which one node alone cannot be brought to say.
 */
final class BadRoad implements AutoCloseable {
    /** What java.net.http sets itself, or refuses. */
    private static final Set<String> NOT_PASSED_ON =
            Set.of("connection", "host", "content-length", "transfer-encoding", "date", "upgrade", "expect");

    final int port;
    /** Of every order that came by. */
    final List<String> keys = new CopyOnWriteArrayList<>();

    private final AtomicInteger answersToLose = new AtomicInteger();
    private volatile UnaryOperator<String> cluster = UnaryOperator.identity();

    private final int nodePort;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    BadRoad(int nodePort) throws IOException {
        this.nodePort = nodePort;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::pass);
        server.start();
        port = server.getAddress().getPort();
    }

    void loseAnswers(int count) {
        answersToLose.set(count);
    }

    /** From now on. */
    void changeCluster(UnaryOperator<String> change) {
        cluster = change;
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            HttpResponse<InputStream> answer = client.send(request(exchange), BodyHandlers.ofInputStream());
            if (exchange.getRequestMethod().equals("POST")) {
                keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
                if (answersToLose.getAndUpdate(count -> Math.max(0, count - 1)) > 0) {
                    answer.body().close();
                    // The connection closes without an answer.
                    return;
                }
            }
            answer.headers().map().forEach((name, values) -> {
                if (!NOT_PASSED_ON.contains(name)) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            if (exchange.getRequestURI().getPath().equals("/v1/cluster")) {
                String view = new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
                byte[] changed = cluster.apply(view).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(answer.statusCode(), changed.length);
                exchange.getResponseBody().write(changed);
                return;
            }
            exchange.sendResponseHeaders(answer.statusCode(), answer.statusCode() == 304 ? -1 : 0);
            copy(answer.body(), exchange);
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
            if (!NOT_PASSED_ON.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    /** Each piece as it comes: an event stream has no end. */
    private static void copy(InputStream from, HttpExchange to) throws IOException {
        byte[] piece = new byte[8192];
        try (from) {
            for (int read = from.read(piece); read >= 0; read = from.read(piece)) {
                to.getResponseBody().write(piece, 0, read);
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
