package menhir.http;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import menhir.http.api.ScoreAuthorization;
import menhir.http.server.HttpSettings;

/** A running front door on a free loopback port, and clients for it. */
final class TestDoor implements AutoCloseable {
    static final String TOKEN = "token-of-the-tests";

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(com.fasterxml.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(com.fasterxml.jackson.databind.cfg.JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    static final String AUTH_ID = "id-of-the-tests";

    final MemoryStores stores = new MemoryStores();
    final MemoryGames games = new MemoryGames();
    final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    final HttpServer http;
    final int port;
    private final ActorSystem<Void> system;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    TestDoor(HttpSettings settings) throws Exception {
        system = ActorSystem.create(
                Behaviors.empty(), "door", ConfigFactory.parseString("""
                                akka.actor.provider = local
                                akka.loglevel = WARNING
                                akka.log-dead-letters = off
                                akka.jvm-shutdown-hooks = off
                                akka.coordinated-shutdown.run-by-jvm-shutdown-hook = off
                                """).withFallback(ConfigFactory.load()));
        try {
            http = HttpServer.start(system, settings, stores, new ScoreAuthorization(games, AUTH_ID), registry)
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
        } catch (IllegalArgumentException e) {
            system.terminate();
            throw e;
        }
        port = http.localAddress().getPort();
    }

    /** With the administrator's calls on, and times short enough to see them pass. */
    static TestDoor open() throws Exception {
        return new TestDoor(settings(Optional.of(TOKEN), Duration.ofSeconds(2), 3));
    }

    static HttpSettings settings(Optional<String> token, Duration requestTimeout, int listeners) {
        return new HttpSettings(
                "127.0.0.1",
                0,
                token,
                "stocks",
                65_536,
                requestTimeout,
                Duration.ofSeconds(30),
                256,
                listeners,
                Duration.ofMillis(200),
                "1.2.3");
    }

    /** An answer with its body read as JSON when it is. */
    record Reply(int status, java.net.http.HttpHeaders headers, String text) {
        JsonNode json() {
            try {
                return MAPPER.readTree(text);
            } catch (IOException e) {
                throw new AssertionError("not JSON: " + text, e);
            }
        }

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        String problem() {
            return json().path("type").asText().replace("urn:menhir:problem:", "");
        }
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    Reply get(String path, String... headers) throws Exception {
        return send("GET", path, null, headers);
    }

    Reply post(String path, String body, String... headers) throws Exception {
        return send("POST", path, body, headers);
    }

    /** Bodies go as application/json unless a header says otherwise. */
    Reply send(String method, String path, @org.jspecify.annotations.Nullable String body, String... headers)
            throws Exception {
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
        return new Reply(response.statusCode(), response.headers(), response.body());
    }

    HttpResponse<InputStream> stream(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), BodyHandlers.ofInputStream());
    }

    Socket socket() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** Sends bytes as they are and reads until the server closes, or until its answer seems whole. */
    String raw(String bytes) throws IOException {
        return raw(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    String raw(byte[] bytes) throws IOException {
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
