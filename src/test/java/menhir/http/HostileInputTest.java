package menhir.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import menhir.http.TestServer.Reply;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invalid requests get a 4xx response that names the error, and change nothing. */
class HostileInputTest {
    private static final String STORE = "/v1/stores/stocks";
    private static final String BUY = "{\"type\":\"buy\",\"item\":\"CarCo\",\"quantity\":1}";

    private static TestServer server;
    private String before;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void remember() {
        before = server.stores.fingerprint();
    }

    @AfterEach
    void nothingChanged() {
        assertThat(server.stores.fingerprint()).isEqualTo(before);
    }

    static Stream<Arguments> orders() {
        return Stream.of(
                bad("", "malformed-json", null),
                bad(" ", "malformed-json", null),
                bad("\uFEFF" + BUY, "malformed-json", null),
                bad("{", "malformed-json", null),
                bad("[]", "malformed-json", null),
                bad("null", "malformed-json", null),
                bad("1", "malformed-json", null),
                bad("\"text\"", "malformed-json", null),
                bad(BUY + BUY, "malformed-json", null),
                bad(BUY + "x", "malformed-json", null),
                bad(BUY.replace('"', '\''), "malformed-json", null),
                bad(BUY.replace(":1", ":01"), "malformed-json", null),
                bad(BUY.replace(":1", ":+1"), "malformed-json", null),
                bad(BUY.replace(":1", ":NaN"), "malformed-json", null),
                bad(BUY.replace(":1", ":0x10"), "malformed-json", null),
                bad(BUY.replace(":1", ":1,\"quantity\":2"), "malformed-json", "quantity"),
                bad(BUY.replace(":1", ":" + "9".repeat(2000)), "malformed-json", null),
                bad("{\"type\":" + "[".repeat(5000) + "]".repeat(5000) + "}", "malformed-json", null),
                bad("{\"a\":".repeat(5000), "malformed-json", null),
                bad("{}", "missing-field", "type"),
                bad(BUY.replace("type", "Type"), "unknown-field", "Type"),
                bad(BUY.replace("}", ",\"price\":1}"), "unknown-field", "price"),
                bad(BUY.replace("}", ",\"\\u0000\":1}"), "unknown-field", "?"),
                bad(BUY.replace("}", ",\"\\ud800\":1}"), "malformed-json", null),
                bad(BUY.replace("}", ",\"" + "x".repeat(5000) + "\":1}"), "unknown-field", "x".repeat(100)),
                bad(BUY.replace("}", ",\"lines\":[]}"), "unknown-field", "item"),
                bad(BUY.replace(",\"quantity\":1", ""), "missing-field", "quantity"),
                bad(BUY.replace(":1", ":0"), "invalid-field", "quantity"),
                bad(BUY.replace(":1", ":-1"), "invalid-field", "quantity"),
                bad(BUY.replace(":1", ":-0"), "invalid-field", "quantity"),
                bad(BUY.replace(":1", ":1.0"), "invalid-field", "quantity"),
                bad(BUY.replace(":1", ":1.5"), "invalid-field", "quantity"),
                bad(BUY.replace(":1", ":1e0"), "invalid-field", "quantity"),
                bad(BUY.replace(":1", ":1e400"), "invalid-field", "quantity"),
                bad(BUY.replace(":1", ":1e999999999"), "invalid-field", "quantity"),
                bad(BUY.replace(":1", ":1e-999999999"), "invalid-field", "quantity"),
                bad(BUY.replace(":1", ":1000001"), "invalid-field", "quantity"),
                bad(BUY.replace(":1", ":2147483648"), "invalid-field", "quantity"),
                bad(BUY.replace(":1", ":4294967297"), "invalid-field", "quantity"),
                bad(BUY.replace(":1", ":18446744073709551617"), "invalid-field", "quantity"),
                bad(BUY.replace(":1", ":99999999999999999999"), "invalid-field", "quantity"),
                bad(BUY.replace(":1", ":\"1\""), "invalid-field", "quantity"),
                bad(BUY.replace(":1", ":true"), "invalid-field", "quantity"),
                bad(BUY.replace(":1", ":null"), "invalid-field", "quantity"),
                bad(BUY.replace(":1", ":[1]"), "invalid-field", "quantity"),
                bad(BUY.replace(":1", ":{\"a\":{\"b\":[1,{}]}}"), "invalid-field", "quantity"),
                bad(BUY.replace("buy", "BUY"), "invalid-field", "type"),
                bad(BUY.replace("buy", "steal"), "invalid-field", "type"),
                bad(BUY.replace("\"buy\"", "1"), "invalid-field", "type"),
                bad(BUY.replace("CarCo", ""), "invalid-field", "item"),
                bad(BUY.replace("CarCo", " "), "invalid-field", "item"),
                bad(BUY.replace("CarCo", ".."), "invalid-field", "item"),
                bad(BUY.replace("CarCo", "CarCo "), "invalid-field", "item"),
                bad(BUY.replace("CarCo", "x".repeat(101)), "invalid-field", "item"),
                bad(BUY.replace("CarCo", "x".repeat(60_000)), "invalid-field", "item"),
                bad(BUY.replace("CarCo", "a\\u0000b"), "invalid-field", "item"),
                bad(BUY.replace("CarCo", "a\\nb"), "invalid-field", "item"),
                bad(BUY.replace("CarCo", "a\\u202eb"), "invalid-field", "item"),
                bad(BUY.replace("CarCo", "a\\ud800b"), "invalid-field", "item"),
                bad(BUY.replace("CarCo", "a\\ufffdb"), "invalid-field", "item"),
                bad(BUY.replace("\"CarCo\"", "7"), "invalid-field", "item"),
                bad(lines(""), "invalid-field", "lines"),
                bad("{\"type\":\"buy\",\"lines\":{}}", "invalid-field", "lines"),
                bad("{\"type\":\"buy\",\"lines\":null}", "invalid-field", "lines"),
                bad("{\"lines\":[]}", "missing-field", "type"),
                bad(lines("1"), "invalid-field", "lines[0]"),
                bad(lines("null"), "invalid-field", "lines[0]"),
                bad(lines("{}"), "missing-field", "lines[0].item"),
                bad(lines(line(1) + ",{\"item\":\"CarCo\"}"), "missing-field", "lines[1].quantity"),
                bad(lines(line(1) + "," + line(0)), "invalid-field", "lines[1].quantity"),
                bad(lines(line(1) + ",{\"item\":\"CarCo\",\"quantity\":1,\"x\":1}"), "unknown-field", "lines[1].x"),
                bad(lines((line(1) + ",").repeat(100) + line(1)), "invalid-field", "lines"));
    }

    private static Arguments bad(String body, String problem, @Nullable String field) {
        return Arguments.of(body, problem, field);
    }

    private static String lines(String lines) {
        return "{\"type\":\"buy\",\"lines\":[" + lines + "]}";
    }

    private static String line(int quantity) {
        return "{\"item\":\"CarCo\",\"quantity\":" + quantity + "}";
    }

    @ParameterizedTest
    @MethodSource("orders")
    void shouldRejectABadOrderAndNameTheField(String body, String problem, @Nullable String field) throws Exception {
        Reply reply = server.post(STORE + "/orders", body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.problem()).as(reply.text()).isEqualTo(problem);
        assertThat(reply.json().path("detail").asText()).isNotBlank();
        if (field != null) {
            assertThat(reply.json().path("field").asText()).isEqualTo(field);
        }
        int dialect =
                server.post("/orders", body.replace("\"item\"", "\"name\"")).status();
        boolean ignoredByDialect = problem.equals("unknown-field") && body.contains("\"quantity\":1,");
        assertThat(ignoredByDialect || dialect == 400)
                .as("status of the dialect: " + dialect)
                .isTrue();
        if (ignoredByDialect) {
            before = server.stores.fingerprint();
        }
    }

    @Test
    void shouldRejectBytesThatAreNotUtf8() throws Exception {
        for (byte[] item : new byte[][] {
            {(byte) 0xFF},
            {(byte) 0xC0, (byte) 0x80},
            {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
            {(byte) 0xE2, (byte) 0x82},
            {0}
        }) {
            String body = BUY.replace("CarCo", new String(item, StandardCharsets.ISO_8859_1));
            assertThat(server.raw(post(STORE + "/orders", body.getBytes(StandardCharsets.ISO_8859_1))))
                    .startsWith("HTTP/1.1 400 ");
        }
        assertThat(server.raw(post(STORE + "/orders", BUY.getBytes(StandardCharsets.UTF_16))))
                .startsWith("HTTP/1.1 400 ");
        assertThat(server.raw(post(STORE + "/orders", BUY.getBytes(StandardCharsets.UTF_16LE))))
                .startsWith("HTTP/1.1 400 ");
        assertThat(server.raw(post(STORE + "/orders", BUY.getBytes(Charset.forName("UTF-32")))))
                .startsWith("HTTP/1.1 400 ");
    }

    private static byte[] post(String path, byte[] body) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String head = "POST " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + body.length + "\r\n\r\n";
        bytes.write(head.getBytes(StandardCharsets.ISO_8859_1));
        bytes.write(body);
        return bytes.toByteArray();
    }

    static Stream<Arguments> requests() {
        String item = STORE + "/items/";
        return Stream.of(
                request("GET", "/nothing", 404, "unknown-path"),
                request("GET", "/v1", 404, "unknown-path"),
                request("GET", "/v1/stores/nope/items", 404, "unknown-store"),
                request("GET", "/v1/stores/%00/items", 404, "unknown-store"),
                request("GET", "/v1/stores/nope/orders", 404, "unknown-store"),
                request("GET", "/v1/stores/nope/events", 404, "unknown-store"),
                request("GET", "/v1/stores/nope/digest", 404, "unknown-store"),
                request("GET", "//v1/stores", 404, "unknown-path"),
                request("GET", STORE + "//items", 404, "unknown-path"),
                request("GET", "/1/2/3/4/5/6/7/8/9/10/11", 404, "unknown-path"),
                request("GET", item + "Nothing", 404, "unknown-item"),
                request("GET", item + "carco", 404, "unknown-item"),
                request("GET", item + "a%00b", 400, "invalid-parameter"),
                request("GET", item + "a%0Ab", 400, "invalid-parameter"),
                request("GET", item + "%FF", 400, "invalid-parameter"),
                request("GET", item + "%C0%AF", 400, "invalid-parameter"),
                request("GET", item + "%20", 400, "invalid-parameter"),
                request("GET", item + "x".repeat(101), 400, "invalid-parameter"),
                request("GET", item + "%E2%80%AE", 400, "invalid-parameter"),
                request("GET", item + "x".repeat(3000), 414, "path-too-long"),
                request("GET", STORE + "/orders/999999999", 404, "unknown-order"),
                request("GET", STORE + "/orders/0", 404, "unknown-order"),
                request("GET", STORE + "/orders/00", 404, "unknown-order"),
                request("GET", STORE + "/orders/-1", 400, "invalid-parameter"),
                request("GET", STORE + "/orders/1.0", 400, "invalid-parameter"),
                request("GET", STORE + "/orders/one", 400, "invalid-parameter"),
                request("GET", STORE + "/orders/%D9%A1", 400, "invalid-parameter"),
                request("GET", STORE + "/orders/99999999999999999999", 400, "invalid-parameter"),
                request("GET", STORE + "/orders?limit=0", 400, "invalid-parameter"),
                request("GET", STORE + "/orders?limit=1001", 400, "invalid-parameter"),
                request("GET", STORE + "/orders?limit=x", 400, "invalid-parameter"),
                request("GET", STORE + "/orders?limit=", 400, "invalid-parameter"),
                request("GET", STORE + "/orders?limit=1&limit=2", 400, "invalid-parameter"),
                request("GET", STORE + "/orders?order=", 400, "invalid-parameter"),
                request("GET", STORE + "/orders?order=Newest", 400, "invalid-parameter"),
                request("GET", STORE + "/orders?order=newest&order=oldest", 400, "invalid-parameter"),
                request("GET", STORE + "/orders?order=newest&after=1", 400, "invalid-parameter"),
                request("GET", STORE + "/orders?before=1", 400, "invalid-parameter"),
                request("GET", STORE + "/orders?order=oldest&before=1", 400, "invalid-parameter"),
                request("GET", STORE + "/orders?order=newest&before=0", 400, "invalid-parameter"),
                request("GET", STORE + "/orders?order=newest&before=-1", 400, "invalid-parameter"),
                request("GET", STORE + "/orders?order=newest&before=9999999999999999999", 400, "invalid-parameter"),
                request("GET", STORE + "/orders?item=", 400, "invalid-parameter"),
                request("GET", STORE + "/orders?item=a%00b", 400, "invalid-parameter"),
                request("GET", STORE + "/orders?item=" + "x".repeat(101), 400, "invalid-parameter"),
                request("GET", STORE + "/orders?from=", 400, "invalid-parameter"),
                request("GET", STORE + "/orders?from=today", 400, "invalid-parameter"),
                request("GET", STORE + "/orders?from=0", 400, "invalid-parameter"),
                request("GET", STORE + "/orders?from=2026-11-22", 400, "invalid-parameter"),
                request("GET", STORE + "/orders?from=2026-11-22T10:00", 400, "invalid-parameter"),
                request("GET", STORE + "/orders?to=2026-02-30T10:00:00Z", 400, "invalid-parameter"),
                request("GET", STORE + "/orders?to=%2B1000000000-12-31T23:59:59Z", 400, "invalid-parameter"),
                request("GET", STORE + "/orders?from=" + "9".repeat(1_000), 400, "invalid-parameter"),
                request(
                        "GET",
                        STORE + "/orders?from=2026-11-22T10:00:00Z&to=2026-11-22T10:00:00Z",
                        400,
                        "invalid-parameter"),
                request("GET", STORE + "/orders?orders=newest", 400, "invalid-parameter"),
                request("GET", STORE + "/orders?after=-1", 400, "invalid-parameter"),
                request("GET", STORE + "/orders?offset=1", 400, "invalid-parameter"),
                request("GET", STORE + "/items?topic=%00", 400, "invalid-parameter"),
                request("GET", STORE + "/items?after=%FF", 400, "invalid-parameter"),
                request("GET", STORE + "/items?" + "a=b&".repeat(200), 400, "invalid-parameter"),
                request("GET", STORE + "/events?after=x", 400, "invalid-parameter"),
                request("GET", STORE + "/events?after=999999999999999999", 400, "future-position"),
                request("DELETE", STORE + "/items/CarCo", 401, "unauthorized"),
                request("DELETE", STORE + "/orders", 405, "method-not-allowed"),
                request("GET", "/v1/stores/games/scores?limit=0", 400, "invalid-parameter"),
                request("GET", "/v1/stores/games/medals?after=%00", 400, "invalid-parameter"),
                request("GET", "/v1/stores/games/medals?before=x", 400, "invalid-parameter"),
                request("PATCH", STORE + "/orders", 405, "method-not-allowed"),
                request("POST", STORE + "/items/CarCo", 405, "method-not-allowed"),
                request("TRACE", "/alive", 405, "method-not-allowed"),
                request("PUT", "/", 405, "method-not-allowed"),
                request("BREW", STORE + "/orders", 405, "method-not-allowed"));
    }

    private static Arguments request(String method, String path, int status, String problem) {
        return Arguments.of(method, path, status, problem);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void shouldRejectABadRequest(String method, String path, int status, String problem) throws Exception {
        String reply = server.raw(method + " " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        assertThat(reply).startsWith("HTTP/1.1 " + status + " ").contains("urn:menhir:problem:" + problem + "\"");
        assertThat(reply.contains("\r\nAllow: ")).isEqualTo(status == 405);
    }

    /** Numbers of orders start at 1, and the service does not define smaller ones. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                STORE + "/orders/0",
                STORE + "/orders/00",
                "/v1/stores/toys/orders/0",
                "/v1/stores/games/orders/0",
                "/orders/0",
                "/orders/00",
                "/stocks/orders/0",
                "/toys/orders/0",
                "/toys/orders/000000000000000000"
            })
    void shouldNotAskTheServiceForOrderNumberZero(String path) throws Exception {
        server.stores.failWith(new IllegalStateException("the service was called"));
        try {
            Reply reply = server.get(path);
            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.text()).contains(path.startsWith("/v1") ? "unknown-order" : "order number not found");
        } finally {
            server.stores.recover();
        }
    }

    static Stream<Arguments> headers() {
        return Stream.of(
                Arguments.of(400, "invalid-header", new String[] {"Idempotency-Key", "x".repeat(256)}),
                Arguments.of(415, "unsupported-media-type", new String[] {"Content-Type", "text/plain"}),
                Arguments.of(415, "unsupported-media-type", new String[] {"Content-Type", "application/jsonx"}),
                Arguments.of(415, "unsupported-media-type", new String[] {"Content-Type", "multipart/form-data"}),
                Arguments.of(415, "unsupported-media-type", new String[] {"Content-Type", "junk"}),
                Arguments.of(415, "unsupported-media-type", new String[] {"Content-Encoding", "gzip"}),
                Arguments.of(406, "not-acceptable", new String[] {"Accept", "text/html"}),
                Arguments.of(406, "not-acceptable", new String[] {"Accept", "application/json;q=0, image/*"}),
                Arguments.of(431, "headers-too-large", new String[] {"X-Long", "x".repeat(5000)}));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void shouldRejectABadHeader(int status, String problem, String[] headers) throws Exception {
        Reply reply = server.post(STORE + "/orders", BUY, headers);
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(reply.problem()).isEqualTo(problem);
    }

    @Test
    void shouldRejectInvalidAndDuplicateKeys() throws Exception {
        for (String headers : new String[] {
            "Idempotency-Key: \r\n", "Idempotency-Key: \u00e9\r\n", "Idempotency-Key: a\r\nIdempotency-Key: b\r\n"
        }) {
            String reply = server.raw("POST " + STORE + "/orders HTTP/1.1\r\nHost: h\r\nConnection: close\r\n" + headers
                    + "Content-Type: application/json\r\nContent-Length: " + BUY.length() + "\r\n\r\n" + BUY);
            assertThat(reply).as(headers).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void shouldRejectBadItems() throws Exception {
        String[] admin = {"Authorization", "Bearer " + TestServer.TOKEN};
        for (String price : new String[] {
            "null", "true", "\"1.00\"", "-1", "-0.01", "1e400", "1e999999999", "1.00000", "1234567890123", "[]", "1e2"
        }) {
            Reply reply = server.send("PUT", STORE + "/items/New", "{\"price\":" + price + "}", admin);
            assertThat(reply.status()).as(price).isEqualTo(400);
            assertThat(reply.json().path("field").asText()).isEqualTo("price");
        }
        for (String more :
                new String[] {"\"quantity\":-1", "\"quantity\":1.5", "\"topic\":null", "\"topic\":\"\"", "\"x\":1"}) {
            assertThat(server.send("PUT", STORE + "/items/New", "{\"price\":1," + more + "}", admin)
                            .status())
                    .as(more)
                    .isEqualTo(400);
        }
        assertThat(server.send("PUT", STORE + "/items/%09", "{\"price\":1}", admin)
                        .status())
                .isEqualTo(400);
        assertThat(server.post(STORE + "/items/CarCo/restock", "{\"quantity\":0}", admin)
                        .status())
                .isEqualTo(400);
        assertThat(server.post(STORE + "/items/Nothing/restock", "{\"quantity\":1}", admin)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void shouldRejectBodiesThatAreTooLarge() throws Exception {
        String large = BUY.replace("CarCo", "x".repeat(70_000));
        assertTooLarge(server.post(STORE + "/orders", large));
        assertTooLarge(server.post(STORE + "/orders", BUY.replace("CarCo", "x".repeat(500_000))));
        String chunk = "8000\r\n" + "x".repeat(0x8000) + "\r\n";
        String chunked =
                server.raw("POST " + STORE + "/orders HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n" + chunk.repeat(3) + "0\r\n\r\n");
        assertThat(chunked).startsWith("HTTP/1.1 413 ").contains("urn:menhir:problem:body-too-large");
        Reply dialect = server.post("/orders", large);
        assertThat(dialect.status()).isEqualTo(413);
        assertThat(dialect.json().path("error").path("code").asInt()).isEqualTo(413);
    }

    private static void assertTooLarge(Reply reply) {
        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.problem()).isEqualTo("body-too-large");
    }

    @Test
    void shouldTimeOutWaitingForABody() throws Exception {
        try (Socket socket = server.socket()) {
            String head = "POST " + STORE + "/orders HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 100\r\n\r\n{";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            String reply = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(reply).startsWith("HTTP/1.1 408 ").contains("urn:menhir:problem:body-timeout");
        }
    }
}
