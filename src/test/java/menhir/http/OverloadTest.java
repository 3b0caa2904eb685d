package menhir.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import menhir.http.server.HttpLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** More connections than a server serves, and connections that are slow on purpose. */
class OverloadTest {
    /** So few that one client gets all of them. */
    private static final int CONNECTIONS = 4;

    private static final Duration HEAD_TIMEOUT = Duration.ofMillis(700);
    private static final String ITEM = "GET /v1/stores/stocks/items/CarCo HTTP/1.1\r\nHost: h\r\n\r\n";

    private final List<Socket> flood = new ArrayList<>();
    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        start(CONNECTIONS);
    }

    private void start(int connections) throws Exception {
        HttpLimits limits = HttpLimits.STANDARD;
        server = new TestServer(TestServer.settings()
                .withLimits(new HttpLimits(
                        limits.maxBodyBytes(),
                        Duration.ofSeconds(4),
                        limits.idleTimeout(),
                        HEAD_TIMEOUT,
                        connections,
                        2,
                        limits.eventHeartbeat())));
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : flood) {
            socket.close();
        }
        server.close();
    }

    @Test
    void shouldAnswer503BeyondTheLimit() throws Exception {
        fill();
        String reply = request(ITEM);
        assertThat(reply)
                .startsWith("HTTP/1.1 503 ")
                .contains("Retry-After: 1\r\n", "Connection: close\r\n", "application/problem+json")
                .contains("urn:menhir:problem:overloaded")
                .endsWith("}\n");
        assertThat(request("POST /orders HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\n{"))
                .startsWith("HTTP/1.1 503 ");
        // Those that have a place keep it.
        for (Socket socket : flood) {
            send(socket, ITEM);
            assertThat(readLine(socket)).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void shouldServeAnotherAddressWhenOneHasItsShare() throws Exception {
        server.close();
        start(10);
        fill(8);
        assertThat(request(ITEM)).startsWith("HTTP/1.1 503 ");
        try (Socket other = new Socket("127.0.0.1", server.port, InetAddress.getByName("127.0.0.2"), 0)) {
            send(other, ITEM);
            assertThat(readLine(other)).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void shouldServeAgainWhenConnectionsWereClosed() throws Exception {
        fill();
        assertThat(request(ITEM)).startsWith("HTTP/1.1 503 ");
        flood.remove(0).close();
        await().untilAsserted(() -> assertThat(closing(ITEM)).startsWith("HTTP/1.1 200 "));
    }

    @Test
    void shouldAnswerHealthChecksDuringAFloodOfSilentConnections() throws Exception {
        fill();
        for (int i = 0; i < 3 * HttpLimits.SPARE_CONNECTIONS; i++) {
            flood.add(server.socket());
        }
        for (String path : List.of("/alive", "/ready", "/metrics", "/alive?probe=1")) {
            assertThat(request("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ")
                    .contains("Connection: close\r\n");
        }
        assertThat(request("GET /version HTTP/1.1\r\nHost: h\r\n\r\n")).startsWith("HTTP/1.1 503 ");
    }

    @Test
    void shouldAnswer503ToASpareConnectionWithoutARequest() throws Exception {
        fill();
        assertThat(request(""))
                .startsWith("HTTP/1.1 503 ")
                .contains("Content-Length: ")
                .endsWith("}\n");
        assertThat(request("GET /alive HTTP/1.1\r\nHo")).startsWith("HTTP/1.1 503 ");
    }

    @Test
    void shouldCloseConnectionsWhoseHeadIsSlow() throws Exception {
        for (int i = 0; i < CONNECTIONS; i++) {
            flood.add(server.socket());
            send(flood.get(i), "GET /v1");
        }
        for (Socket slow : flood) {
            assertThat(readAll(slow)).startsWith("HTTP/1.1 408 ").contains("urn:menhir:problem:head-timeout");
        }
        await().untilAsserted(() -> assertThat(closing(ITEM)).startsWith("HTTP/1.1 200 "));
    }

    /** Each byte must not begin the time anew. */
    @Test
    void shouldCountAHeadFromItsFirstByte() throws Exception {
        try (Socket slow = server.socket()) {
            send(slow, "GET / HTTP/1.1\r\nX: ");
            int[] sent = {0};
            await().pollInterval(HEAD_TIMEOUT.dividedBy(5))
                    .until(() -> slow.getInputStream().available() > 0 || !trySend(slow) || ++sent[0] > 20);
            assertThat(sent[0]).isLessThan(20);
        }
    }

    @Test
    void shouldKeepAnIdleConnectionLongerThanAHeadMayTake() throws Exception {
        try (Socket idle = server.socket();
                Socket slow = server.socket()) {
            send(idle, ITEM);
            assertThat(readLine(idle)).startsWith("HTTP/1.1 200 ");
            send(slow, "GET");
            readAll(slow);
            send(idle, ITEM);
            await().until(() -> idle.getInputStream().available() > 0);
        }
    }

    /** The deadline of a body is half of that of a request. */
    @Test
    void shouldNotCountABodyAsAHead() throws Exception {
        try (Socket body = server.socket();
                Socket slow = server.socket()) {
            send(body, "POST /orders HTTP/1.1\r\nHost: h\r\nContent-Length: 46\r\n\r\n{\"name\":\"CarCo\",");
            send(slow, "GET");
            readAll(slow);
            send(body, "\"quantity\":1,\"type\":\"buy\"}    ");
            assertThat(readLine(body)).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void shouldCloseIdleConnectionsWhenItStops() throws Exception {
        try (Socket idle = server.socket()) {
            send(idle, ITEM);
            assertThat(readLine(idle)).startsWith("HTTP/1.1 200 ");
            server.http.stop(Duration.ofSeconds(60)).toCompletableFuture().join();
            readAll(idle);
        }
    }

    private void fill() throws Exception {
        fill(CONNECTIONS);
    }

    private void fill(int connections) throws Exception {
        for (int i = 0; i < connections; i++) {
            Socket socket = server.socket();
            flood.add(socket);
            send(socket, ITEM);
            assertThat(readLine(socket)).startsWith("HTTP/1.1 200 ");
            await().until(() -> socket.getInputStream().available() > 0);
            socket.getInputStream().skipNBytes(socket.getInputStream().available());
        }
    }

    private String closing(String request) throws IOException {
        return request(request.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
    }

    /** The whole response to a request on a connection of its own, which the server closes. */
    private String request(String request) throws IOException {
        try (Socket socket = server.socket()) {
            send(socket, request);
            return readAll(socket);
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static boolean trySend(Socket socket) {
        try {
            send(socket, "x");
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    private static String readAll(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String readLine(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        int next = socket.getInputStream().read();
        while (next >= 0 && next != '\n') {
            line.append((char) next);
            next = socket.getInputStream().read();
        }
        return line.toString();
    }
}
