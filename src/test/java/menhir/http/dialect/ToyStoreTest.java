package menhir.http.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import menhir.http.HttpSettings;
import menhir.http.TestServer;
import menhir.http.TestServer.Reply;
import menhir.store.Entry;
import menhir.store.OrderType;
import menhir.store.PricedLine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToyStoreTest {
    private static final String TOO_MANY =
            "100 of Whale are available and 1000 were requested: order fewer, or wait for a restock.";
    private static final String FORM = "application/x-www-form-urlencoded";

    private TestServer server;

    /** The toy store is the root store here. */
    @BeforeEach
    void start() throws Exception {
        HttpSettings settings = TestServer.settings();
        server = new TestServer(settings.withRootStore("toys"));
        server.stores.add("toys", "Marble", "0.01", 1, null);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/toys"})
    void shouldServeTheClientsOfTheToyStore(String prefix) throws Exception {
        assertThat(server.get(prefix + "/products/Whale").text())
                .isEqualTo("{\"data\":{\"name\":\"Whale\",\"price\":34.99,\"quantity\":100}}");
        Reply first = server.post(prefix + "/orders", "{\"name\":\"Whale\",\"quantity\":1}");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.text()).isEqualTo("{\"data\":{\"order_number\":1}}");
        Reply second = server.send("POST", prefix + "/Whale/2", null);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.text()).isEqualTo("{\"data\":{\"order_number\":\"2\"}}");
        assertThat(server.get(prefix + "/orders/2").text())
                .isEqualTo("{\"data\":{\"number\":2,\"name\":\"Whale\",\"quantity\":2}}");
        assertThat(server.post(prefix + "/order", "{\"name\":\"Whale\",\"quantity\":1}")
                        .text())
                .isEqualTo("{\"data\":{\"order_number\":3}}");
        assertThat(server.stores.quantity("toys", "Whale")).isEqualTo(96);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/toys"})
    void shouldExportRejectedOrdersInItsLog(String prefix) throws Exception {
        server.post(prefix + "/orders", "{\"name\":\"Whale\",\"quantity\":1}");
        assertError(
                server.post(prefix + "/orders", "{\"name\":\"Whale\",\"quantity\":1000}"),
                400,
                TOO_MANY.replace("100 of", "99 of"));
        assertError(server.send("POST", prefix + "/invalid/1", null), 404, "product not found");
        server.send("POST", prefix + "/Tux/3", null);

        Reply log = server.get(prefix + "/orders.log");
        assertThat(log.text()).isEqualTo("1 Whale 1\n-1 Whale 1000\n-1 invalid 1\n2 Tux 3\n");
        assertThat(log.header("Content-Type")).isEqualTo("text/plain; charset=UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/toys", "/toys/"})
    void shouldPlaceAnOrderOfAForm(String path) throws Exception {
        server.stores.add("toys", "Big Whale", "1.00", 5, null);

        Reply placed = server.post(path, "name=Big+Whale&quantity=2", "Content-Type", FORM + "; charset=utf-8");

        assertThat(placed.status()).isEqualTo(200);
        assertThat(placed.text()).isEqualTo("{\"data\":{\"order_num\":1}}");
        assertThat(server.stores.quantity("toys", "Big Whale")).isEqualTo(3);
        assertThat(server.get("/").status()).isEqualTo(200);
    }

    @Test
    void shouldRejectABadForm() throws Exception {
        assertError(form("quantity=2"), 400, "The parameter name is missing.");
        assertError(form("name=Whale"), 400, "The parameter quantity is missing.");
        assertError(
                form("name=Whale&quantity=-1"),
                400,
                "The parameter quantity must be a whole number from 1 to 1000000.");
        assertError(form("name=Whale&quantity=1&type=sell"), 400, "The parameter type must be buy.");
        assertError(form("name=Nothing&quantity=1"), 404, "product not found");
        assertThat(form("name=%zz&quantity=1").status()).isEqualTo(400);
        assertThat(form("").json().path("error").path("code").asInt()).isEqualTo(400);
        Reply json = server.post("/", "{\"name\":\"Whale\",\"quantity\":1}");
        assertError(json, 415, "Send the body as a form, with the header Content-Type: " + FORM + ".");
        assertThat(json.header("Accept-Post")).isEqualTo(FORM);
        assertThat(server.stores.quantity("toys", "Whale")).isEqualTo(100);
        assertThat(form("name=Whale&quantity=1&type=buy").status()).isEqualTo(200);
    }

    private Reply form(String body) throws Exception {
        return server.post("/", body, "Content-Type", FORM);
    }

    @Test
    void shouldNotBuyForAnOrderThatSells() throws Exception {
        String before = server.stores.fingerprint();
        for (String type : new String[] {"\"sell\"", "\"Buy\"", "null", "1"}) {
            assertError(
                    server.post("/orders", "{\"name\":\"Whale\",\"quantity\":1,\"type\":" + type + "}"),
                    400,
                    "The field type must be \\\"buy\\\".");
        }
        assertThat(server.stores.fingerprint()).isEqualTo(before);
        assertThat(server.post("/orders", "{\"name\":\"Whale\",\"quantity\":1,\"type\":\"buy\"}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void shouldDistinguishTooFewToysFromNone() throws Exception {
        assertThat(server.send("POST", "/Marble/2", null).status()).isEqualTo(400);
        assertThat(server.send("POST", "/Marble/1", null).status()).isEqualTo(200);
        assertError(server.send("POST", "/Marble/1", null), 404, "out of stock");
        assertError(form("name=Marble&quantity=1"), 404, "out of stock");
        assertError(server.post("/orders", "{\"name\":\"Marble\",\"quantity\":1}"), 404, "out of stock");
    }

    @Test
    void shouldExportALongLogInFull() throws Exception {
        StringBuilder expected = new StringBuilder();
        for (int i = 1; i <= 2_500; i++) {
            List<PricedLine> lines = List.of(new PricedLine("Marble", i, BigDecimal.ONE));
            server.stores.append("toys", new Entry.OrderPlaced(i, OrderType.SELL, lines, "k" + i, 0, 0));
            expected.append(i).append(" Marble ").append(-i).append('\n');
        }
        assertThat(server.get("/toys/orders.log").text()).isEqualTo(expected.toString());
    }

    @Test
    void shouldExportEveryLineOfAnOrder() throws Exception {
        String lines = "[{\"item\":\"Whale\",\"quantity\":2},{\"item\":\"Tux\",\"quantity\":1}]";
        server.post("/v1/stores/toys/orders", "{\"type\":\"buy\",\"lines\":" + lines + "}");
        server.post("/v1/stores/toys/orders", "{\"type\":\"sell\",\"item\":\"Tux\",\"quantity\":4}");

        assertThat(server.get("/toys/orders.log").text()).isEqualTo("1 Whale 2\n1 Tux 1\n2 Tux -4\n");
        assertThat(server.get("/toys/orders/1").text())
                .isEqualTo("{\"data\":{\"number\":1,\"name\":\"Whale\",\"quantity\":2,\"lines\":["
                        + "{\"name\":\"Whale\",\"quantity\":2},{\"name\":\"Tux\",\"quantity\":1}]}}");
    }

    @Test
    void shouldBreakTheConnectionRatherThanEndALogEarly() throws Exception {
        server.post("/orders", "{\"name\":\"Whale\",\"quantity\":1}");
        server.stores.failEntries(true);
        assertThatThrownBy(() -> server.get("/toys/orders.log")).isInstanceOf(IOException.class);
    }

    @Test
    void shouldRejectTheSameKeyAgainForTheSameReason() throws Exception {
        String all = "{\"name\":\"Whale\",\"quantity\":101}";
        String tooMany = TOO_MANY.replace("1000", "101");
        assertError(server.post("/orders", all, "Idempotency-Key", "k"), 400, tooMany);
        server.post(
                "/v1/stores/toys/items/Whale/restock",
                "{\"quantity\":50}",
                "Authorization",
                "Bearer " + TestServer.TOKEN);

        Reply again = server.post("/orders", all, "Idempotency-Key", "k");
        assertError(again, 400, tooMany);
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(server.post("/orders", all, "Idempotency-Key", "other").status())
                .isEqualTo(200);
        assertThat(server.post("/orders", "{\"name\":\"Whale\",\"quantity\":1}", "Idempotency-Key", "k")
                        .status())
                .isEqualTo(422);
        assertThat(server.get("/orders.log").text()).isEqualTo("-1 Whale 101\n1 Whale 101\n");
    }

    @Test
    void shouldAnswerErrorsInItsFormat() throws Exception {
        assertError(server.get("/products/Nothing"), 404, "product not found");
        assertError(server.get("/orders/7"), 404, "order number not found");
        assertError(server.post("/orders", "{\"quantity\":1}"), 400, "The field name is missing.");
        assertError(
                server.post("/orders", "{\"name\":\"Whale\",\"quantity\":0}"),
                400,
                "The field quantity must be a whole number from 1 to 1000000.");
        for (String quantity : new String[] {"0", "-1", "1.5", "many", "1000001"}) {
            assertError(
                    server.send("POST", "/Whale/" + quantity, null),
                    400,
                    "The parameter quantity must be a whole number from 1 to 1000000.");
        }
        assertThat(server.get("/toys/orders.log").text()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /Whale/1, 404",
        "GET, /no/where, 404",
        "GET, /no/where/at/all, 404",
        "POST, /v1/1, 404",
        "POST, /alive/1, 404",
        "POST, /orders/1, 405",
        "POST, /stocks/1, 405",
        "POST, /products/1, 405",
        "DELETE, /Whale/1, 404",
        "POST, /Whale, 404"
    })
    void shouldAcceptAnOrderInThePathOnlyIfNoOtherRouteMatches(String method, String path, int status)
            throws Exception {
        server.stores.add("toys", path.split("/", -1)[1], "1.00", 5, null);
        String before = server.stores.fingerprint();

        assertThat(server.send(method, path, null).status()).isEqualTo(status);
        assertThat(server.stores.fingerprint()).isEqualTo(before);
    }

    @Test
    void shouldSendRejectionsAsEvents() throws Exception {
        server.send("POST", "/invalid/1", null);
        long index = server.stores.lastIndex("toys");
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                server.stream("/v1/stores/toys/events?after=" + (index - 1)).body(), StandardCharsets.UTF_8))) {
            String line = reader.readLine();
            while (line != null && !line.startsWith("event: ")) {
                line = reader.readLine();
            }
            assertThat(line).isEqualTo("event: rejection");
            while (line != null && !line.startsWith("data: ")) {
                line = reader.readLine();
            }
            assertThat(line)
                    .startsWith("data: {\"type\":\"buy\",\"lines\":[{\"item\":\"invalid\",\"quantity\":1}],"
                            + "\"reason\":\"urn:menhir:problem:unknown-item\",\"detail\":");
        }
    }

    @Test
    void shouldNotPlaceAnOrderOfAnIncompleteRequest() throws Exception {
        String before = server.stores.fingerprint();
        assertThat(server.raw("POST /Whale/1 HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc"))
                .doesNotStartWith("HTTP/1.1 2");
        assertThat(server.post("/Whale/1", "x".repeat(70_000)).status()).isEqualTo(413);
        assertThat(server.stores.fingerprint()).isEqualTo(before);
    }

    private static void assertError(Reply reply, int code, String message) {
        assertThat(reply.text()).isEqualTo("{\"error\":{\"code\":" + code + ",\"message\":\"" + message + "\"}}");
        assertThat(reply.status()).isEqualTo(code);
    }
}
