package menhir.client.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import menhir.client.TerminalText;
import org.jspecify.annotations.Nullable;

/**
 * One exchange with one server, bounded in time and size. Connections are kept and shared by all clients of the program.
 * Thread-safe.
 */
public final class HttpCaller {

    /** A page of a thousand long item names fits. */
    public static final int BODY_LIMIT_BYTES = 4 * 1024 * 1024;

    private final HttpClient http;

    HttpCaller(long connectTimeoutMillis) {
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(Duration.ofMillis(connectTimeoutMillis))
                .build();
    }

    public HttpClient http() {
        return http;
    }

    /**
     * @throws IOException when no whole answer came in time; what was asked for may have been done or not. Its message
     *     names the server.
     * @throws BadResponseException when the answer is larger than allowed
     */
    Response call(ServerAddress server, Request request, long timeoutMillis) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> exchange =
                http.sendAsync(toHttp(server, request), info -> new BoundedBody(BODY_LIMIT_BYTES));
        try {
            // Not HttpRequest.timeout: that one stops counting at the head, and a body can trickle for ever.
            HttpResponse<byte[]> response = exchange.get(timeoutMillis, TimeUnit.MILLISECONDS);
            return new Response(server, request, response.statusCode(), response.headers(), response.body());
        } catch (TimeoutException late) {
            throw new IOException(server + " did not answer within " + timeoutMillis + " ms", late);
        } catch (ExecutionException failed) {
            throw explain(server, request, failed);
        } finally {
            exchange.cancel(true);
        }
    }

    private static HttpRequest toHttp(ServerAddress server, Request request) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(server.uri(request.path()));
        builder.header("Accept", "application/json, application/problem+json");
        if (request.json() == null) {
            builder.method(request.method(), HttpRequest.BodyPublishers.noBody());
        } else {
            builder.header("Content-Type", "application/json");
            builder.method(request.method(), HttpRequest.BodyPublishers.ofString(request.json()));
        }
        if (request.idempotencyKey() != null) {
            builder.header("Idempotency-Key", request.idempotencyKey());
        }
        return builder.build();
    }

    private static IOException explain(ServerAddress server, Request request, ExecutionException failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof BoundedBody.TooLargeException tooLarge) {
                throw new BadResponseException(server + " answered to " + request + ": " + tooLarge.getMessage());
            }
        }
        return describe(server, failed.getCause());
    }

    /** The failure in a user's words, with the server's address. */
    public static IOException describe(ServerAddress server, @Nullable Throwable cause) {
        if (cause instanceof HttpConnectTimeoutException) {
            return new IOException(server + " did not accept a connection in time", cause);
        }
        if (cause instanceof ConnectException) {
            return new IOException(server + " refused the connection or is unknown", cause);
        }
        String why = cause == null ? "the connection broke" : String.valueOf(cause.getMessage());
        return new IOException(server + ": " + TerminalText.line(why, 200), cause);
    }
}
