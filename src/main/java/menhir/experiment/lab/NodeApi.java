package menhir.experiment.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A client of a node's HTTP API. Thread-safe. */
public final class NodeApi {

    /** A response; {@code body} is a missing node if it is not JSON. */
    public record Reply(int status, HttpHeaders headers, JsonNode body, String text) {
        /** The value of a header; empty if it is missing. */
        public String header(String name) {
            return headers.firstValue(name).orElse("");
        }
    }

    static final JsonMapper MAPPER = new JsonMapper();

    private static final long POLL_MILLIS = 20;

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final String root;

    /**
     * A client of a node.
     *
     * @param address the node's host and HTTP port, separated by a colon
     */
    public NodeApi(String address) {
        this.root = "http://" + address;
    }

    /** A client of a node on the loopback address. */
    public NodeApi(int port) {
        this("127.0.0.1:" + port);
    }

    /**
     * Sends GET, and returns the response whatever its status.
     *
     * @throws IOException if there was no response before the timeout
     */
    public Reply get(String path, Duration timeout) throws IOException, InterruptedException {
        return call(request(path).GET().build(), timeout);
    }

    /** The JSON document at a path; any status other than 200 is an {@link IOException}. */
    public JsonNode json(String path) throws IOException, InterruptedException {
        Reply reply = get(path, Duration.ofSeconds(10));
        if (reply.status() != 200) {
            throw new IOException(root + path + " answered " + reply.status() + " " + reply.body());
        }
        return reply.body();
    }

    /** The node's view of the cluster, for which leaders and replicas were asked after this call began. */
    public JsonNode cluster() throws IOException, InterruptedException {
        long startNanos = System.nanoTime();
        while (true) {
            JsonNode view = json("/v1/cluster");
            long elapsedMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
            boolean isNew = true;
            for (JsonNode store : view.path("stores")) {
                isNew &= store.path("ageMillis").asLong() <= elapsedMillis;
            }
            if (isNew) {
                return view;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    /** Whether a node in the {@link #cluster} view is a member, reachable or not. */
    public static boolean isMember(JsonNode node) {
        return !node.path("status").asText().equals("gone");
    }

    /** Whether all replicas of a store in the {@link #cluster} view are members and lack nothing. */
    public static boolean haveCaughtUp(JsonNode store) {
        boolean all = true;
        for (JsonNode replica : store.path("replicas")) {
            all &= hasCaughtUp(replica);
        }
        return all;
    }

    /** Whether a replica of such a store is a member and lacks nothing. */
    public static boolean hasCaughtUp(JsonNode replica) {
        JsonNode lag = replica.path("lag");
        return replica.path("state").asText().equals("member") && lag.isNumber() && lag.asLong() == 0;
    }

    /** Sends POST with an idempotency key and without a body, as clients of the original systems do. */
    public Reply post(String path, String key, Duration timeout) throws IOException, InterruptedException {
        HttpRequest request = request(path)
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        return call(request, timeout);
    }

    /** Sends GET with an idempotency key, as old clients change something. */
    public Reply get(String path, String key, Duration timeout) throws IOException, InterruptedException {
        return call(request(path).header("Idempotency-Key", key).GET().build(), timeout);
    }

    /** Sends PUT with a JSON document as an administrator. */
    public Reply put(String path, String json, String adminToken, Duration timeout)
            throws IOException, InterruptedException {
        HttpRequest request = request(path)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + adminToken)
                .PUT(HttpRequest.BodyPublishers.ofString(json))
                .build();
        return call(request, timeout);
    }

    /** Encodes a name as a path segment or query value. */
    public static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Places an order as it is written: {@code json} has its type and its lines. */
    public Reply order(String store, String key, String json, Duration timeout)
            throws IOException, InterruptedException {
        HttpRequest request = request("/v1/stores/" + store + "/orders")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        return call(request, timeout);
    }

    /** Looks up an item. */
    public Reply lookup(String store, String item, Duration timeout) throws IOException, InterruptedException {
        return get("/v1/stores/" + store + "/items/" + segment(item), timeout);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(root + path)).header("Accept", "*/*");
    }

    /** The lines of an event stream, for as long as the caller reads it. */
    HttpResponse<Stream<String>> lines(String path, Duration timeout) throws IOException, InterruptedException {
        return await(HTTP.sendAsync(request(path).GET().build(), BodyHandlers.ofLines()), timeout);
    }

    private static Reply call(HttpRequest request, Duration timeout) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = await(HTTP.sendAsync(request, BodyHandlers.ofByteArray()), timeout);
        String text = new String(response.body(), StandardCharsets.UTF_8);
        return new Reply(response.statusCode(), response.headers(), json(response), text);
    }

    private static JsonNode json(HttpResponse<byte[]> response) throws IOException {
        boolean json = response.headers().firstValue("Content-Type").orElse("").contains("json");
        return json ? MAPPER.readTree(response.body()) : MissingNode.getInstance();
    }

    /** Waits for a response; {@code HttpRequest.timeout} would only cover its header. */
    private static <T> T await(CompletableFuture<T> exchange, Duration timeout)
            throws IOException, InterruptedException {
        try {
            return exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no response within " + timeout.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e);
        } finally {
            exchange.cancel(true);
        }
    }

    @Override
    public String toString() {
        return root;
    }
}
