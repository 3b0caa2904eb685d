package menhir.http;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.stream.KillSwitches;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.typesafe.config.ConfigFactory;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import menhir.games.MemoryGames;
import menhir.http.access.ApiKey;
import menhir.http.problem.ProblemType;
import menhir.http.server.HttpLimits;
import menhir.http.server.Route;
import menhir.service.MemoryStoreService;
import menhir.service.StoreService.StoreInfo;
import menhir.stats.NodeStats;
import org.jspecify.annotations.Nullable;

/** A running HTTP server on a free loopback port over stores in memory, and clients for it. */
public final class TestServer implements AutoCloseable {
    /** The administrator's token. */
    public static final String TOKEN = "token-of-the-tests";

    /** The id that may change scores. */
    public static final String AUTH_ID = "id-of-the-tests";

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    public final MemoryStoreService stores = new MemoryStoreService();
    public final MemoryGames games = new MemoryGames();
    public final NodeStats stats =
            new NodeStats(stores.stores().stream().map(StoreInfo::name).toList(), 0, 0);
    public final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    public final HttpServer http;
    public final int port;
    private final ActorSystem<Void> system;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    /** Starts a server with these settings. */
    public TestServer(HttpSettings settings) throws Exception {
        system = ActorSystem.create(
                Behaviors.empty(), "http", ConfigFactory.parseString("""
                                akka.actor.provider = local
                                akka.loglevel = WARNING
                                akka.log-dead-letters = off
                                akka.jvm-shutdown-hooks = off
                                akka.coordinated-shutdown.run-by-jvm-shutdown-hook = off
                                """).withFallback(ConfigFactory.load()));
        try {
            http = HttpServer.start(system, settings, stores, games, stats, registry)
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
        } catch (IllegalArgumentException e) {
            system.terminate();
            throw e;
        }
        port = http.localAddress().getPort();
    }

    /** A server with {@link #settings()}. */
    public static TestServer start() throws Exception {
        return new TestServer(settings());
    }

    /** The routes of a server. */
    static List<Route> routes() {
        return HttpServer.routes(
                HttpSettings.defaults("127.0.0.1", 0, "stocks", "1"),
                new MemoryStoreService(),
                new MemoryGames(),
                new NodeStats(List.of(), 0, 0),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                KillSwitches.shared("test"));
    }

    /** Administrative requests and changes of scores are on; timeouts are short, and three clients may listen to events. */
    public static HttpSettings settings() {
        return HttpSettings.defaults("127.0.0.1", 0, "stocks", "1.2.3")
                .withKeys(List.of(ApiKey.administrator(TOKEN)))
                .withAuthId(AUTH_ID)
                .withLimits(new HttpLimits(
                        HttpLimits.STANDARD.maxBodyBytes(),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(30),
                        HttpLimits.STANDARD.headTimeout(),
                        256,
                        3,
                        Duration.ofMillis(200)));
    }

    /** A response with its whole body, JSON without its line end. */
    public record Reply(int status, java.net.http.HttpHeaders headers, String text) {
        public JsonNode json() {
            try {
                return MAPPER.readTree(text);
            } catch (IOException e) {
                throw new AssertionError("not JSON: " + text, e);
            }
        }

        public String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        /** The name of the problem type. */
        public String problem() {
            return json().path("type").asText().replace(ProblemType.URI_PREFIX, "");
        }
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    public Reply get(String path, String... headers) throws Exception {
        return send("GET", path, null, headers);
    }

    public Reply post(String path, String body, String... headers) throws Exception {
        return send("POST", path, body, headers);
    }

    /** Sends a request; a body is application/json unless a header says otherwise. */
    public Reply send(String method, String path, @Nullable String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(30))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.setHeader("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
        return new Reply(response.statusCode(), response.headers(), withoutLineEnd(response));
    }

    /** JSON ends a line, whatever it says: people read it on terminals. */
    private static String withoutLineEnd(HttpResponse<String> response) {
        String body = response.body();
        boolean json =
                response.headers().firstValue("Content-Type").orElse("").matches("application/(problem\\+)?json");
        if (!json || body.isEmpty()) {
            return body;
        }
        if (!body.endsWith("}\n")) {
            throw new AssertionError("no end of line: " + body);
        }
        return body.substring(0, body.length() - 1);
    }

    public HttpResponse<InputStream> stream(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), BodyHandlers.ofInputStream());
    }

    /** Sends a request, and returns when the head of its response has come. */
    HttpResponse<InputStream> open(String method, String path, @Nullable String body, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(30))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), BodyHandlers.ofInputStream());
    }

    public Socket socket() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** Sends text as ISO 8859-1 on a connection of its own, and reads until the server closes it. */
    public String raw(String bytes) throws IOException {
        return raw(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends bytes on a connection of its own, and reads until the server closes it. */
    public String raw(byte[] bytes) throws IOException {
        try (Socket socket = socket()) {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        http.stop(Duration.ofSeconds(5))
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
        system.terminate();
        system.getWhenTerminated()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }
}
