package menhir.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that are not HTTP, or only nearly. */
class GarbageTest {
    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<String> garbage() {
        String host = "Host: h\r\n";
        return Stream.of(
                "\r\n\r\n\r\n",
                "GET\r\n\r\n",
                "GET / HTTP/9.9\r\n" + host + "\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET /%zz HTTP/1.1\r\n" + host + "\r\n",
                "GET /% HTTP/1.1\r\n" + host + "\r\n",
                "GET /v1/stores/stocks/items?after=% HTTP/1.1\r\n" + host + "\r\n",
                "GET /v1/stores/stocks/items?after=%zz HTTP/1.1\r\n" + host + "\r\n",
                "GET /a b HTTP/1.1\r\n" + host + "\r\n",
                "GET /\u0001 HTTP/1.1\r\n" + host + "\r\n",
                "GET /\u00e9 HTTP/1.1\r\n" + host + "\r\n",
                "GET no-slash HTTP/1.1\r\n" + host + "\r\n",
                "GET * HTTP/1.1\r\n" + host + "\r\n",
                "OPTIONS * HTTP/1.1\r\n" + host + "\r\n",
                "CONNECT h:1 HTTP/1.1\r\n" + host + "\r\n",
                "GET http://[::1 HTTP/1.1\r\n" + host + "\r\n",
                "GET / HTTP/1.1\r\n" + host + "Broken header\r\n\r\n",
                "GET / HTTP/1.1\r\n" + host + "A: b\r\n folded\r\n" + "X".repeat(300) + ": y\r\n\r\n",
                "GET / HTTP/1.1\r\n" + host + "A: b\r\n".repeat(100) + "\r\n",
                "POST /orders HTTP/1.1\r\n" + host + "Content-Length: -1\r\n\r\n",
                "POST /orders HTTP/1.1\r\n" + host + "Content-Length: x\r\n\r\n",
                "POST /orders HTTP/1.1\r\n" + host + "Content-Length: 99999999999999999999\r\n\r\n",
                "POST /orders HTTP/1.1\r\n" + host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nx",
                "POST /orders HTTP/1.1\r\n" + host + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /orders HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
                "POST /orders HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFF\r\n\r\n",
                "POST /orders HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip\r\n\r\n",
                "POST /orders HTTP/1.1\r\n" + host + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                "POST /orders HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "POST /orders HTTP/1.1\r\n" + host + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "POST /orders HTTP/1.1\r\n" + host + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
                "POST /orders HTTP/1.1\r\n" + host + "Content-Length: 3, 3\r\n\r\nabc",
                "POST /orders HTTP/1.1\r\n" + host + "Content-Length: +3\r\n\r\nabc",
                "GET /v1/cluster HTTP/1.1\nHost: h\n\n",
                "GET /v1/stores/%2e%2e/cluster HTTP/1.1\r\n" + host + "\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    }

    /** RFC 9112, section 6.1: HTTP/1.0 has no transfer codings, so nobody knows where such a body ends. */
    static Stream<String> codedBodiesOfHttp10() {
        String end = "\r\n\r\n1\r\n{\r\n0\r\n\r\n";
        return Stream.of(
                "POST /orders HTTP/1.0\r\nTransfer-Encoding: chunked" + end,
                "POST /orders HTTP/1.0\r\nHost: h\r\ntransfer-ENCODING:chunked" + end,
                "POST /orders HTTP/1.0\r\nContent-Length: 1\r\nTransfer-Encoding: chunked" + end,
                "POST /orders HTTP/1.0\r\nTransfer-Encoding: gzip, chunked" + end,
                "POST /orders HTTP/1.0\r\nTransfer-Encoding: identity" + end,
                "POST /orders HTTP/1.0\nTransfer-Encoding: chunked" + end,
                "GET /alive HTTP/1.0\r\nTransfer-Encoding: chunked" + end);
    }

    @ParameterizedTest
    @MethodSource("codedBodiesOfHttp10")
    void shouldRefuseACodedBodyOfHttp10(String bytes) throws Exception {
        assertThat(server.raw(bytes))
                .startsWith("HTTP/1.1 400 ")
                .contains("Connection: close\r\n", "urn:menhir:problem:malformed-request")
                .doesNotContain("\nHTTP/1.1");
    }

    /** Each byte in a packet of its own, so that no part of a head is seen at once. */
    @Test
    void shouldRefuseACodedBodyOfHttp10ThatTricklesIn() throws Exception {
        try (Socket socket = server.socket()) {
            socket.setTcpNoDelay(true);
            for (byte each : "POST /orders HTTP/1.0\r\nTransfer-Encoding:".getBytes(StandardCharsets.ISO_8859_1)) {
                socket.getOutputStream().write(each);
            }
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 400 ");
        }
    }

    /** The first response must not be taken for that of the second request. */
    @Test
    void shouldAnswerTheRequestBeforeACodedBodyOfHttp10() throws Exception {
        String first = "GET /alive HTTP/1.1\r\nHost: h\r\n\r\n";
        assertThat(server.raw(first + "POST /orders HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ")
                .contains("HTTP/1.1 400 ");
    }

    @Test
    void shouldServeHttp10() throws Exception {
        String body = "{\"name\":\"CarCo\",\"quantity\":1,\"type\":\"buy\"}";
        assertThat(server.raw("POST /orders HTTP/1.0\r\nContent-Length: " + body.length() + "\r\n\r\n" + body))
                .matches("(?s)HTTP/1\\.[01] 200 .*");
        assertThat(server.raw("GET /alive HTTP/1.0\r\nX: Transfer-Encoding: chunked\r\n\r\n"))
                .matches("(?s)HTTP/1\\.[01] 200 .*");
    }

    @ParameterizedTest
    @MethodSource("garbage")
    void shouldNotAnswerGarbageWithAServerError(String bytes) throws Exception {
        String reply = server.raw(bytes);
        assertThat(reply)
                .as("reply to %s", bytes)
                .matches("(?s)|HTTP/1\\.[01] [2-4].*")
                .doesNotContain("Exception");
        assertThat(server.get("/alive").status()).isEqualTo(200);
    }
}
