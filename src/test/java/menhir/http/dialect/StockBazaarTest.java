package menhir.http.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import menhir.http.HttpTest;
import menhir.http.TestServer.Reply;
import menhir.service.ServiceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StockBazaarTest extends HttpTest {
    private static final String BUY_TWO = "{\"name\":\"GameStart\",\"quantity\":2,\"type\":\"buy\"}";

    @ParameterizedTest
    @ValueSource(strings = {"", "/stocks"})
    void shouldServeTheClientsOfTheBazaar(String prefix) throws Exception {
        assertThat(server.get(prefix + "/stocks/GameStart").text())
                .isEqualTo("{\"data\":{\"name\":\"GameStart\",\"price\":15.99,\"quantity\":100}}");
        Reply bought = server.post(prefix + "/orders", BUY_TWO);
        assertThat(bought.status()).isEqualTo(200);
        assertThat(bought.text()).isEqualTo("{\"data\":{\"transaction_number\":1}}");
        assertThat(server.get(prefix + "/orders/1").text())
                .isEqualTo("{\"data\":{\"number\":1,\"name\":\"GameStart\",\"type\":\"buy\",\"quantity\":2}}");
        assertThat(server.stores.quantity("stocks", "GameStart")).isEqualTo(98);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/order", "/stocks/order"})
    void shouldPlaceOrdersUnderTheSingular(String path) throws Exception {
        assertThat(server.post(path, BUY_TWO).text()).isEqualTo("{\"data\":{\"transaction_number\":1}}");
        assertError(server.post(path, "{\"quantity\":1,\"type\":\"buy\"}"), 400, "The field name is missing.");
        assertThat(server.get("/stocks/order").status()).isEqualTo(404);
    }

    @Test
    void shouldAnswerErrorsInItsFormat() throws Exception {
        assertError(server.get("/stocks/Nothing"), 404, "stock not found");
        assertError(server.post("/orders", BUY_TWO.replace("GameStart", "Nothing")), 404, "stock not found");
        assertError(server.get("/orders/7"), 404, "order number not found");
        assertError(
                server.post("/orders", BUY_TWO.replace(":2", ":101")),
                400,
                "100 of GameStart are available and 101 were requested: order fewer, or wait for a restock.");
        assertError(
                server.post("/orders", BUY_TWO.replace("buy", "BUY")),
                400,
                "The field type must be \"buy\" or \"sell\".");
        assertError(
                server.post("/orders", BUY_TWO.replace(":2", ":\"2\"")),
                400,
                "The field quantity must be a whole number from 1 to 1000000.");
        assertError(server.post("/orders", "{\"quantity\":1,\"type\":\"buy\"}"), 400, "The field name is missing.");
        for (String number : new String[] {"-1", "0", "abc", "1.0", "99999999999999999999"}) {
            assertError(server.get("/orders/" + number), 404, "order number not found");
            assertError(server.get("/stocks/orders/" + number), 404, "order number not found");
        }
        Reply wrongMethod = server.send("PUT", "/orders", "{}");
        assertError(wrongMethod, 405, "This path supports POST, OPTIONS.");
        assertThat(wrongMethod.header("Allow")).isEqualTo("POST, OPTIONS");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /stocks/a/b, 404",
        "GET, /stocks/orders/1/2/3/4/5/6/7/8/9, 404",
        "DELETE, /stocks/no/where, 404",
        "DELETE, /stocks/GameStart, 405",
        "PATCH, /orders, 405",
        "GET, /orders, 405",
        "GET, /orders/1/2, 404",
        "GET, /order, 405",
        "POST, /stocks/nothing, 405",
        "GET, /stocks, 404"
    })
    void shouldAnswerInItsFormatBelowItsPaths(String method, String path, int status) throws Exception {
        Reply reply = server.send(method, path, null);
        assertError(reply, status, reply.json().path("error").path("message").asText());
    }

    @Test
    void shouldAnswerABadBodyOfALookupInItsFormat() throws Exception {
        String head = "GET /stocks/GameStart HTTP/1.1\r\nHost: h\r\nConnection: close\r\n";
        assertThat(server.raw(head + "Content-Length: 70000\r\n\r\n" + "x".repeat(70_000)))
                .startsWith("HTTP/1.1 413 ")
                .contains("{\"error\":{\"code\":413,");
        assertThat(server.raw(head + "Content-Length: 10\r\n\r\nabc")).doesNotContain("problem+json");
    }

    private static void assertError(Reply reply, int code, String message) {
        assertThat(reply.text()).isEqualTo("{\"error\":{\"code\":" + code + ",\"message\":" + quoted(message) + "}}");
        assertThat(reply.status()).isEqualTo(code);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\"", "\\\"") + "\"";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/x-www-form-urlencoded", "text/plain", "application/json; charset=utf-8", "junk"})
    void shouldAcceptOrdersWithAnyContentType(String contentType) throws Exception {
        assertThat(server.post("/orders", BUY_TWO, "Content-Type", contentType).status())
                .isEqualTo(200);
    }

    @Test
    void shouldAcceptOrdersWithoutAContentTypeAndIgnoreOtherFields() throws Exception {
        String body = BUY_TWO.replace("{", "{\"user\":{\"id\":[1]},");
        String reply = server.raw("POST /orders HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body);
        assertThat(reply).startsWith("HTTP/1.1 200 ").endsWith("{\"data\":{\"transaction_number\":1}}\n");
    }

    @Test
    void shouldPlaceAnOrderOnceForTheSameKey() throws Exception {
        String first = server.post("/orders", BUY_TWO, "Idempotency-Key", "k").text();
        Reply again = server.post("/orders", BUY_TWO, "Idempotency-Key", "k");
        assertThat(again.text()).isEqualTo(first);
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(server.post("/orders", BUY_TWO.replace(":2", ":3"), "Idempotency-Key", "k")
                        .status())
                .isEqualTo(422);
        assertThat(server.stores.quantity("stocks", "GameStart")).isEqualTo(98);
    }

    @Test
    void shouldReturnTheFirstLineOfAnOrderOfSeveralAndThenAll() throws Exception {
        String lines = "[{\"item\":\"CarCo\",\"quantity\":2},{\"item\":\"FishCo\",\"quantity\":1}]";
        server.post("/v1/stores/stocks/orders", "{\"type\":\"sell\",\"lines\":" + lines + "}");
        assertThat(server.get("/orders/1").text())
                .isEqualTo("{\"data\":{\"number\":1,\"name\":\"CarCo\",\"type\":\"sell\",\"quantity\":2,\"lines\":["
                        + "{\"name\":\"CarCo\",\"quantity\":2},{\"name\":\"FishCo\",\"quantity\":1}]}}");
    }

    @Test
    void shouldSendRetryAfterWhenUnavailable() throws Exception {
        server.stores.failWith(ServiceException.Reason.NO_MAJORITY);
        Reply reply = server.post("/orders", BUY_TWO);
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("Retry-After")).isEqualTo("2");
        assertThat(reply.json().path("error").path("code").asInt()).isEqualTo(503);

        server.stores.failWith(ServiceException.Reason.OUTCOME_UNKNOWN);
        assertThat(server.post("/orders", BUY_TWO).header("Idempotency-Key")).startsWith("node-key-");
    }

    @Test
    void shouldDistinguishOrdersFromAStockNamedOrders() throws Exception {
        server.stores.add("stocks", "orders", "1.00", 5, null);
        assertThat(server.get("/stocks/orders").json().path("data").path("name").asText())
                .isEqualTo("orders");
        assertThat(server.post("/stocks/orders", BUY_TWO).status()).isEqualTo(200);
    }
}
