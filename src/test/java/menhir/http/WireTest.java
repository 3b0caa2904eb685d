package menhir.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import menhir.http.TestServer.Reply;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** HTTP on the connection, below the API. */
class WireTest extends HttpTest {
    private static final String ITEM = "/v1/stores/stocks/items/CarCo";

    @Test
    void shouldSendHeadAndBodyInOneWrite() throws Exception {
        try (Socket socket = server.socket()) {
            byte[] buffer = new byte[65_536];
            for (int i = 0; i < 20; i++) {
                send(socket, "GET " + ITEM + " HTTP/1.1\r\nHost: h\r\n\r\n");
                // One read returns what one write sent: a body in its own write would need another read.
                int read = socket.getInputStream().read(buffer);
                String first = new String(buffer, 0, read, StandardCharsets.UTF_8);
                assertThat(first).startsWith("HTTP/1.1 200 ").endsWith("\"version\":8}\n");
            }
        }
    }

    @Test
    void shouldRespondToHeadLikeGetWithoutTheBody() throws Exception {
        for (String path : new String[] {ITEM, "/v1/stores", "/metrics", "/", "/stocks/CarCo"}) {
            String get = server.raw("GET " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
            String head = server.raw("HEAD " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
            assertThat(head).as(path).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n");
            assertThat(get.indexOf("\r\n\r\n") + 4).isLessThan(get.length());
        }
        assertThat(server.raw("HEAD " + ITEM + "x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404 ")
                .endsWith("\r\n\r\n");
        assertThat(server.raw("HEAD /v1/stores/stocks/events HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ")
                .endsWith("\r\n\r\n");
    }

    @Test
    void shouldAnswerWithTheIdOfTheRequest() throws Exception {
        assertThat(server.get(ITEM, "X-Request-Id", "shop-7").header("X-Request-Id"))
                .isEqualTo("shop-7");
        Reply problem = server.get(ITEM + "x", "X-Request-Id", "shop-8");
        assertThat(problem.header("X-Request-Id")).isEqualTo("shop-8");
        assertThat(problem.json().path("instance").asText()).isEqualTo("urn:menhir:request:shop-8");
    }

    @Test
    void shouldMakeAnIdForARequestWithoutOneThatItCouldLog() throws Exception {
        String first = server.get(ITEM).header("X-Request-Id");
        String second = server.get("/nothing").header("X-Request-Id");
        assertThat(first).matches("[0-9a-f]{8}-[0-9a-z]+").isNotEqualTo(second);
        assertThat(second).matches("[0-9a-f]{8}-[0-9a-z]+");
        for (String given : new String[] {"two words", "x".repeat(65), "\u001b[31m"}) {
            assertThat(server.raw("GET " + ITEM + " HTTP/1.1\r\nHost: h\r\nX-Request-Id: " + given
                            + "\r\nConnection: close\r\n\r\n"))
                    .doesNotContain("X-Request-Id: " + given);
        }
    }

    @Test
    void shouldListTheMethodsOfAPath() throws Exception {
        assertAllow(ITEM, "GET, HEAD, PUT, DELETE, OPTIONS");
        assertAllow("/v1/stores/stocks/orders", "GET, HEAD, POST, OPTIONS");
        assertAllow("/orders", "POST, OPTIONS");
        assertAllow("/", "GET, HEAD, POST, OPTIONS");
        assertThat(server.send("OPTIONS", "/nothing", null).status()).isEqualTo(404);
    }

    private void assertAllow(String path, String allow) throws Exception {
        Reply reply = server.send("OPTIONS", path, null);
        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.header("Allow")).isEqualTo(allow);
    }

    @Test
    void shouldKeepAConnectionUsableAfterAnUnreadBody() throws Exception {
        try (Socket socket = server.socket()) {
            String chunked = "Host: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
            for (String line : new String[] {"GET " + ITEM, "DELETE " + ITEM, "GET /nothing", "OPTIONS " + ITEM}) {
                send(socket, line + " HTTP/1.1\r\n" + chunked);
                assertThat(readReply(socket)).startsWith("HTTP/1.1 ");
                send(socket, "GET /alive HTTP/1.1\r\nHost: h\r\n\r\n");
                assertThat(readReply(socket)).startsWith("HTTP/1.1 200 ").endsWith("{\"alive\":true}\n");
            }
        }
    }

    @Test
    void shouldAcceptChunkedBodiesAndExpectContinue() throws Exception {
        String body = "{\"type\":\"buy\",\"item\":\"CarCo\",\"quantity\":1}";
        String head = "POST /v1/stores/stocks/orders HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n";
        try (Socket socket = server.socket()) {
            send(socket, head + "Transfer-Encoding: chunked\r\n\r\n");
            for (String piece : body.split("(?<=,)", -1)) {
                send(socket, Integer.toHexString(piece.length()) + "\r\n" + piece + "\r\n");
            }
            send(socket, "0\r\n\r\n");
            assertThat(readReply(socket)).startsWith("HTTP/1.1 201 ");
            send(socket, head + "Expect: 100-continue\r\nContent-Length: " + body.length() + "\r\n\r\n");
            assertThat(readReply(socket)).startsWith("HTTP/1.1 100 ");
            send(socket, body);
            assertThat(readReply(socket)).startsWith("HTTP/1.1 201 ");
        }
    }

    @Test
    void shouldAcceptHttp10WithoutAHostHeader() throws Exception {
        assertThat(server.raw("GET /alive HTTP/1.0\r\n\r\n")).matches("(?s)HTTP/1\\.[01] 200 .*\\{\"alive\":true}\n");
    }

    @Test
    void shouldMeasureRequestsByRouteAndStatusClass() throws Exception {
        server.get(ITEM);
        server.get(ITEM + "x");
        server.get("/nothing/at/all");
        Reply metrics = server.get("/metrics");
        assertThat(metrics.header("Content-Type")).startsWith("text/plain");
        String route =
                "menhir_http_requests_seconds_count{method=\"GET\",route=\"/v1/stores/{store}/items/{item}\",status=";
        assertThat(metrics.text())
                .contains(route + "\"2xx\"} 1")
                .contains(route + "\"4xx\"} 1")
                .contains("menhir_http_requests_seconds_count{method=\"other\",route=\"none\",status=\"4xx\"} 1")
                .doesNotContain("/nothing", "CarCo");
    }

    @Test
    void shouldServeVersionIndexAndDescription() throws Exception {
        assertThat(server.get("/version").text()).isEqualTo("{\"name\":\"Menhir\",\"version\":\"1.2.3\"}");
        assertThat(server.get("/").text()).contains("/openapi.yaml", "/v1/stores", "Menhir 1.2.3");
        assertThat(server.get("/openapi.yaml").text()).startsWith("openapi: 3.1.0");
    }

    @Test
    void shouldListenOnTheConfiguredAddressOnly() {
        assertThat(server.http.localAddress().getAddress().isLoopbackAddress()).isTrue();
        Assertions.assertThatThrownBy(() -> new Socket(InetAddress.getByName("127.0.0.2"), server.port).close())
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void shouldFinishRunningRequestsWhenItStops() throws Exception {
        server.stores.withholdOutcomes(true);
        try (Socket socket = server.socket()) {
            String body = "{\"type\":\"buy\",\"item\":\"CarCo\",\"quantity\":1}";
            long before = server.stores.lastIndex("stocks");
            send(
                    socket,
                    "POST /v1/stores/stocks/orders HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
                            + "Content-Length: " + body.length() + "\r\n\r\n" + body);
            org.awaitility.Awaitility.await().until(() -> server.stores.lastIndex("stocks") > before);
            var stopped = server.http.stop(Duration.ofSeconds(10)).toCompletableFuture();
            assertThat(readReply(socket)).contains("urn:menhir:problem:outcome-unknown");
            stopped.get(20, TimeUnit.SECONDS);
        }
    }

    private static void send(Socket socket, String text) throws Exception {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** Reads one response by its Content-Length. */
    private static String readReply(Socket socket) throws Exception {
        InputStream in = socket.getInputStream();
        StringBuilder reply = new StringBuilder();
        while (reply.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            assertThat(next).as("closed after " + reply).isNotNegative();
            reply.append((char) next);
        }
        String head = reply.toString();
        int at = head.indexOf("Content-Length: ");
        if (at < 0) {
            return head;
        }
        int length = Integer.parseInt(head.substring(at + 16, head.indexOf("\r\n", at)));
        return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
}
