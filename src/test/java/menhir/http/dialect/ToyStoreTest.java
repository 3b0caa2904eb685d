package menhir.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import menhir.http.TestDoor.Reply;
import menhir.http.server.HttpSettings;
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
    private TestDoor door;

    /** The toy store owns the root's orders here. */
    @BeforeEach
    void open() throws Exception {
        HttpSettings settings = TestDoor.settings(Optional.of(TestDoor.TOKEN), Duration.ofSeconds(2), 3);
        door = new TestDoor(settings.withOrdersStore("toys"));
        door.stores.add("toys", "Marble", "0.01", 1, null);
    }

    @AfterEach
    void close() {
        door.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/toys"})
    void shouldSpeakToTheToyStoresClients(String prefix) throws Exception {
        assertThat(door.get(prefix + "/products/Whale").text())
                .isEqualTo("{\"data\":{\"name\":\"Whale\",\"price\":34.99,\"quantity\":100}}");
        Reply first = door.post(prefix + "/orders", "{\"name\":\"Whale\",\"quantity\":1}");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.text()).isEqualTo("{\"data\":{\"order_number\":1}}");
        Reply second = door.send("POST", prefix + "/Whale/2", null);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.text()).isEqualTo("{\"data\":{\"order_number\":\"2\"}}");
        assertThat(door.get(prefix + "/orders/2").text())
                .isEqualTo("{\"data\":{\"number\":2,\"name\":\"Whale\",\"quantity\":2}}");
        assertThat(door.stores.quantity("toys", "Whale")).isEqualTo(97);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/toys"})
    void shouldTellRefusedOrdersInItsLog(String prefix) throws Exception {
        door.post(prefix + "/orders", "{\"name\":\"Whale\",\"quantity\":1}");
        assertError(door.post(prefix + "/orders", "{\"name\":\"Whale\",\"quantity\":1000}"), 404, "out of stock");
        assertError(door.send("POST", prefix + "/invalid/1", null), 404, "product not found");
        door.send("POST", prefix + "/Tux/3", null);

        Reply log = door.get(prefix + "/orders.log");
        assertThat(log.text()).isEqualTo("1 Whale 1\n-1 Whale 1000\n-1 invalid 1\n2 Tux 3\n");
        assertThat(log.header("Content-Type")).isEqualTo("text/plain; charset=UTF-8");
    }

    @Test
    void shouldTellALongLogInFull() throws Exception {
        StringBuilder expected = new StringBuilder();
        for (int i = 1; i <= 2_500; i++) {
            List<PricedLine> lines = List.of(new PricedLine("Marble", i, BigDecimal.ONE));
            door.stores.append("toys", new Entry.OrderPlaced(i, OrderType.SELL, lines, "k" + i, 0, 0));
            expected.append(i).append(" Marble ").append(-i).append('\n');
        }
        assertThat(door.get("/toys/orders.log").text()).isEqualTo(expected.toString());
    }

    @Test
    void shouldTellEveryLineOfAnOrderAndWhatWasSold() throws Exception {
        String lines = "[{\"item\":\"Whale\",\"quantity\":2},{\"item\":\"Tux\",\"quantity\":1}]";
        door.post("/v1/stores/toys/orders", "{\"type\":\"buy\",\"lines\":" + lines + "}");
        door.post("/v1/stores/toys/orders", "{\"type\":\"sell\",\"item\":\"Tux\",\"quantity\":4}");

        assertThat(door.get("/toys/orders.log").text()).isEqualTo("1 Whale 2\n1 Tux 1\n2 Tux -4\n");
        assertThat(door.get("/toys/orders/1").text())
                .isEqualTo("{\"data\":{\"number\":1,\"name\":\"Whale\",\"quantity\":2,\"lines\":["
                        + "{\"name\":\"Whale\",\"quantity\":2},{\"name\":\"Tux\",\"quantity\":1}]}}");
    }

    @Test
    void shouldBreakOffRatherThanEndALogEarly() throws Exception {
        door.post("/orders", "{\"name\":\"Whale\",\"quantity\":1}");
        door.stores.failEntries(true);
        assertThatThrownBy(() -> door.get("/toys/orders.log")).isInstanceOf(IOException.class);
    }

    @Test
    void shouldRefuseTheSameKeyAgainForTheSameReason() throws Exception {
        String all = "{\"name\":\"Whale\",\"quantity\":101}";
        assertError(door.post("/orders", all, "Idempotency-Key", "k"), 404, "out of stock");
        door.post(
                "/v1/stores/toys/items/Whale/restock",
                "{\"quantity\":50}",
                "Authorization",
                "Bearer " + TestDoor.TOKEN);

        Reply again = door.post("/orders", all, "Idempotency-Key", "k");
        assertError(again, 404, "out of stock");
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(door.post("/orders", all, "Idempotency-Key", "other").status())
                .isEqualTo(200);
        assertThat(door.post("/orders", "{\"name\":\"Whale\",\"quantity\":1}", "Idempotency-Key", "k")
                        .status())
                .isEqualTo(422);
        assertThat(door.get("/orders.log").text()).isEqualTo("-1 Whale 101\n1 Whale 101\n");
    }

    @Test
    void shouldAnswerErrorsInItsForm() throws Exception {
        assertError(door.get("/products/Nothing"), 404, "product not found");
        assertError(door.get("/orders/7"), 404, "order number not found");
        assertError(door.post("/orders", "{\"quantity\":1}"), 400, "The field name is missing.");
        assertError(
                door.post("/orders", "{\"name\":\"Whale\",\"quantity\":0}"),
                400,
                "The field quantity must be a whole number from 1 to 1000000.");
        for (String quantity : new String[] {"0", "-1", "1.5", "many", "1000001"}) {
            assertError(
                    door.send("POST", "/Whale/" + quantity, null),
                    400,
                    "The parameter quantity must be a whole number from 1 to 1000000.");
        }
        assertThat(door.get("/toys/orders.log").text()).isEmpty();
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
    void shouldTakeAnOrderInThePathOnlyWhereThePathMeansNothingElse(String method, String path, int status)
            throws Exception {
        door.stores.add("toys", path.split("/", -1)[1], "1.00", 5, null);
        String before = door.stores.fingerprint();

        assertThat(door.send(method, path, null).status()).isEqualTo(status);
        assertThat(door.stores.fingerprint()).isEqualTo(before);
    }

    @Test
    void shouldTellOfRefusalsAsEvents() throws Exception {
        door.send("POST", "/invalid/1", null);
        long index = door.stores.lastIndex("toys");
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                door.stream("/v1/stores/toys/events?after=" + (index - 1)).body(), StandardCharsets.UTF_8))) {
            String line = reader.readLine();
            while (line != null && !line.startsWith("data: ")) {
                line = reader.readLine();
            }
            assertThat(line)
                    .startsWith("data: {\"type\":\"buy\",\"lines\":[{\"item\":\"invalid\",\"quantity\":1}],"
                            + "\"reason\":\"urn:menhir:problem:unknown-item\",\"detail\":");
        }
    }

    @Test
    void shouldNotPlaceAnOrderThatIsNotWhole() throws Exception {
        String before = door.stores.fingerprint();
        assertThat(door.raw("POST /Whale/1 HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc"))
                .doesNotStartWith("HTTP/1.1 2");
        assertThat(door.post("/Whale/1", "x".repeat(70_000)).status()).isEqualTo(413);
        assertThat(door.stores.fingerprint()).isEqualTo(before);
    }

    private static void assertError(Reply reply, int code, String message) {
        assertThat(reply.text()).isEqualTo("{\"error\":{\"code\":" + code + ",\"message\":\"" + message + "\"}}");
        assertThat(reply.status()).isEqualTo(code);
    }
}
