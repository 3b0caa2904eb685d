package menhir.client.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import menhir.client.terminal.TerminalText;
import org.jspecify.annotations.Nullable;

/**
 * One exchange with one server, limited in time and size. Connections are kept alive and shared by all clients of a
 * pool. Thread-safe.
 */
public final class HttpCaller {

    /** The limit of a response body; a page of a thousand long item names fits. */
    static final int BODY_LIMIT_BYTES = 4 * 1024 * 1024;

    private final HttpClient http;
    private final ClientKey key;

    /** @param trusted what servers with https must show; null for what Java trusts */
    HttpCaller(long connectTimeoutMillis, ClientKey key, @Nullable SSLContext trusted) {
        this.key = key;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(Duration.ofMillis(connectTimeoutMillis));
        http = (trusted == null ? builder : builder.sslContext(trusted)).build();
    }

    /** What checks the certificates of servers with https. */
    public SSLContext tls() {
        return http.sslContext();
    }

    /**
     * Sends a request and waits for the whole response.
     *
     * @throws IOException if no whole response arrived in time; the server may have carried the request out or not. The
     *     message names the server.
     * @throws BadResponseException if the response is larger than the limit
     */
    Response call(ServerAddress server, Request request, long timeoutMillis) throws IOException, InterruptedException {
        try {
            HttpResponse<byte[]> response =
                    exchange(server, toHttp(server, request), () -> new BoundedBody(BODY_LIMIT_BYTES), timeoutMillis);
            return new Response(server, request, response.statusCode(), response.headers(), response.body());
        } catch (BoundedBody.TooLargeException tooLarge) {
            throw new BadResponseException(server + " answered to " + request + ": " + tooLarge.getMessage());
        }
    }

    /**
     * Sends a request with the client's key, and waits until its body is available, which for a streamed body is at its
     * beginning.
     *
     * @throws IOException if that did not happen in time; the message names the server
     */
    public <T> HttpResponse<T> exchange(
            ServerAddress server, HttpRequest.Builder request, Supplier<BodySubscriber<T>> body, long timeoutMillis)
            throws IOException, InterruptedException {
        key.addTo(request);
        CompletableFuture<HttpResponse<T>> exchange = http.sendAsync(request.build(), head -> body.get());
        try {
            // HttpRequest.timeout would not limit the body, which can trickle in endlessly.
            return exchange.get(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new IOException(server + " did not answer within " + timeoutMillis + " ms", late);
        } catch (ExecutionException failed) {
            throw tooLargeOr(describe(server, failed.getCause()), failed);
        } finally {
            exchange.cancel(true);
        }
    }

    private static IOException tooLargeOr(IOException other, Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof BoundedBody.TooLargeException tooLarge) {
                return tooLarge;
            }
        }
        return other;
    }

    private static HttpRequest.Builder toHttp(ServerAddress server, Request request) {
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
        return builder;
    }

    /** Whether a request that failed may have reached the server: not without a connection. */
    static boolean wasSent(IOException failed) {
        return !(failed.getCause() instanceof ConnectException
                || failed.getCause() instanceof HttpConnectTimeoutException
                || failed.getCause() instanceof SSLException);
    }

    /** The failure of a connection as a message for the user, with the server's address. */
    public static IOException describe(ServerAddress server, @Nullable Throwable cause) {
        if (cause instanceof HttpConnectTimeoutException) {
            return new IOException(server + " did not accept a connection in time", cause);
        }
        if (cause instanceof ConnectException) {
            return new IOException(server + " refused the connection or is unknown", cause);
        }
        if (cause instanceof SSLException) {
            return new IOException(
                    server + " speaks no https, or shows a certificate that is not trusted: "
                            + TerminalText.line(String.valueOf(cause.getMessage()), 200),
                    cause);
        }
        String why = cause == null ? "the connection broke" : String.valueOf(cause.getMessage());
        return new IOException(server + ": " + TerminalText.line(why, 200), cause);
    }
}
