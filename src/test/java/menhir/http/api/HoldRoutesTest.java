package menhir.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import menhir.http.HttpTest;
import menhir.http.TestServer;
import menhir.http.TestServer.Reply;
import org.junit.jupiter.api.Test;

class HoldRoutesTest extends HttpTest {
    private static final String STORE = "/v1/stores/stocks";
    private static final String HOLDS = STORE + "/holds";
    private static final String TERMS = STORE + "/items/CarCo/terms";
    private static final String[] ADMIN = {"Authorization", "Bearer " + TestServer.TOKEN};
    private static final String TWO_CARS =
            "{\"lines\":[{\"item\":\"CarCo\",\"quantity\":2}],\"seconds\":600,\"customer\":\"ann\"}";

    // ---- the life of a hold -----------------------------------------------------------------------------------------

    @Test
    void shouldSetStockAside() throws Exception {
        Reply placed = server.post(HOLDS, TWO_CARS);

        assertThat(placed.status()).isEqualTo(201);
        JsonNode hold = placed.json();
        assertThat(placed.header("Location"))
                .isEqualTo(HOLDS + "/" + hold.path("id").asLong());
        assertThat(hold.path("state").asText()).isEqualTo("active");
        assertThat(hold.path("customer").asText()).isEqualTo("ann");
        assertThat(hold.path("lines").toString())
                .isEqualTo("[{\"item\":\"CarCo\",\"quantity\":2,\"price\":45.00,\"amount\":90.00}]");
        assertThat(hold.path("total").decimalValue()).isEqualByComparingTo("90.00");
        assertThat(Instant.parse(hold.path("expires").asText()))
                .isEqualTo(Instant.parse(hold.path("placed").asText()).plusSeconds(600));
        JsonNode item = server.get(STORE + "/items/CarCo").json();
        assertThat(item.path("quantity").asInt()).isEqualTo(98);
        assertThat(item.path("held").asInt()).isEqualTo(2);
        Reply read = server.get(placed.header("Location"));
        assertThat(read.json()).isEqualTo(hold);
        assertThat(read.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(read.header("ETag")).isEqualTo(placed.header("ETag"));
    }

    @Test
    void shouldConfirmAHoldAsAnOrder() throws Exception {
        String hold = place();
        Reply order = server.post(hold + "/confirm", "");

        assertThat(order.status()).isEqualTo(201);
        assertThat(order.header("Location")).isEqualTo(STORE + "/orders/1");
        assertThat(order.json().path("customer").asText()).isEqualTo("ann");
        assertThat(hold).endsWith("/" + order.json().path("hold").asText());
        assertThat(server.get(STORE + "/orders/1").json()).isEqualTo(order.json());
        JsonNode ended = server.get(hold).json();
        assertThat(ended.path("state").asText()).isEqualTo("confirmed");
        assertThat(ended.path("order").asInt()).isEqualTo(1);
        JsonNode item = server.get(STORE + "/items/CarCo").json();
        assertThat(item.path("quantity").asInt()).isEqualTo(98);
        assertThat(item.has("held")).isFalse();

        Reply again = server.post(hold + "/confirm", "");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json().path("type").asText()).isEqualTo("urn:menhir:problem:hold-ended");
        assertThat(again.json().path("order").asInt()).isEqualTo(1);
    }

    @Test
    void shouldGiveBackAHold() throws Exception {
        String hold = place();
        Reply given = server.send("DELETE", hold, null);

        assertThat(given.status()).isEqualTo(200);
        assertThat(given.json().path("state").asText()).isEqualTo("released");
        assertThat(server.get(STORE + "/items/CarCo").json().path("quantity").asInt())
                .isEqualTo(100);
        assertThat(server.send("DELETE", hold, null).status()).isEqualTo(409);
    }

    @Test
    void shouldExtendAHold() throws Exception {
        String hold = place();
        Instant before = Instant.parse(server.get(hold).json().path("expires").asText());
        Reply extended = server.post(hold + "/extend", "{\"seconds\":6000}");

        assertThat(extended.status()).isEqualTo(200);
        assertThat(Instant.parse(extended.json().path("expires").asText())).isAfter(before);
        assertThat(server.post(hold + "/extend", "{\"seconds\":86401}").status())
                .isEqualTo(400);
    }

    @Test
    void shouldDoARepeatedRequestOnce() throws Exception {
        String[] key = {"Idempotency-Key", "one"};
        Reply first = server.post(HOLDS, TWO_CARS, key);
        Reply second = server.post(HOLDS, TWO_CARS, key);

        assertThat(second.status()).isEqualTo(201);
        assertThat(second.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(second.json()).isEqualTo(first.json());
        String[] confirmKey = {"Idempotency-Key", "two"};
        String confirm = first.header("Location") + "/confirm";
        assertThat(server.post(confirm, "", confirmKey).json())
                .isEqualTo(server.post(confirm, "", confirmKey).json());
        assertThat(server.get(STORE + "/items/CarCo").json().path("quantity").asInt())
                .isEqualTo(98);
    }

    @Test
    void shouldRefuseHoldsThatCannotBe() throws Exception {
        assertThat(server.get(HOLDS + "/7").json().path("type").asText()).isEqualTo("urn:menhir:problem:unknown-hold");
        assertThat(server.get(HOLDS + "/7").status()).isEqualTo(404);
        assertThat(server.get(HOLDS + "/0").status()).isEqualTo(400);
        assertThat(server.get(HOLDS + "/seven").status()).isEqualTo(400);
        assertThat(server.post(HOLDS + "/7/confirm", "").status()).isEqualTo(404);
        for (String wrong : new String[] {"0", "86401", "1.5", "\"60\"", "null"}) {
            Reply reply = server.post(HOLDS, TWO_CARS.replace("600", wrong));
            assertThat(reply.status()).as(wrong).isEqualTo(400);
            assertThat(reply.json().path("field").asText()).isEqualTo("seconds");
        }
        assertThat(server.post(HOLDS, TWO_CARS.replace("ann", "a\\tb"))
                        .json()
                        .path("field")
                        .asText())
                .isEqualTo("customer");
        assertThat(server.post(HOLDS, TWO_CARS.replace(":2", ":200"))
                        .json()
                        .path("available")
                        .asInt())
                .isEqualTo(100);
        assertThat(server.get(STORE + "/items/%09hold%097").status())
                .as("a hold is no item")
                .isEqualTo(400);
    }

    // ---- terms ------------------------------------------------------------------------------------------------------

    @Test
    void shouldLimitWhatACustomerGets() throws Exception {
        Reply terms = server.send("PUT", TERMS, "{\"limitPerCustomer\":3}", ADMIN);
        assertThat(terms.status()).isEqualTo(200);
        assertThat(terms.json().path("limitPerCustomer").asInt()).isEqualTo(3);
        place();

        Reply more = server.post(
                STORE + "/orders", "{\"type\":\"buy\",\"item\":\"CarCo\",\"quantity\":2,\"customer\":\"ann\"}");
        assertThat(more.status()).isEqualTo(409);
        assertThat(more.json().path("left").asInt()).isEqualTo(1);
        Reply nobody = server.post(STORE + "/orders", "{\"type\":\"buy\",\"item\":\"CarCo\",\"quantity\":2}");
        assertThat(nobody.json().path("type").asText()).isEqualTo("urn:menhir:problem:customer-missing");
        Reply order = server.post(
                STORE + "/orders", "{\"type\":\"buy\",\"item\":\"CarCo\",\"quantity\":1,\"customer\":\"ann\"}");
        assertThat(order.json().path("customer").asText()).isEqualTo("ann");
    }

    @Test
    void shouldSayWhenASaleBegins() throws Exception {
        Reply terms = server.send("PUT", TERMS, "{\"onSaleFrom\":\"2999-12-24T18:00:00+01:00\"}", ADMIN);
        assertThat(terms.json().path("onSaleFrom").asText()).isEqualTo("2999-12-24T17:00:00Z");

        Reply early = server.post(HOLDS, TWO_CARS);
        assertThat(early.status()).isEqualTo(409);
        assertThat(early.json().path("type").asText()).isEqualTo("urn:menhir:problem:not-on-sale");
        assertThat(early.json().path("onSaleFrom").asText()).isEqualTo("2999-12-24T17:00:00Z");
        assertThat(Long.parseLong(early.header("Retry-After"))).isPositive();
        assertThat(server.send("PUT", TERMS, "{}", ADMIN).json().has("onSaleFrom"))
                .isFalse();
        assertThat(server.post(HOLDS, TWO_CARS).status()).isEqualTo(201);
    }

    @Test
    void shouldLetOnlyAnAdministratorSetValidTerms() throws Exception {
        assertThat(server.send("PUT", TERMS, "{}").status()).isEqualTo(401);
        for (String wrong : new String[] {
            "{\"limitPerCustomer\":0}",
            "{\"onSaleFrom\":\"tomorrow\"}",
            "{\"onSaleFrom\":\"2026-12-24T18:00:00\"}",
            "{\"onSaleFrom\":5}",
            "{\"onSaleFrom\":\"+999999999-12-31T23:59:59Z\"}",
            "{\"onSaleFrom\":\"2026-12-24T18:00:00Z\",\"onSaleUntil\":\"2026-12-24T18:00:00Z\"}",
            "{\"limit\":1}"
        }) {
            assertThat(server.send("PUT", TERMS, wrong, ADMIN).status())
                    .as(wrong)
                    .isEqualTo(400);
        }
        assertThat(server.send("PUT", STORE + "/items/Nothing/terms", "{}", ADMIN)
                        .status())
                .isEqualTo(404);
    }

    // ---- lists ------------------------------------------------------------------------------------------------------

    @Test
    void shouldListActiveHoldsByPageAndCustomer() throws Exception {
        String first = place();
        String second = place();
        server.post(HOLDS, TWO_CARS.replace("ann", "bob"));
        server.send("DELETE", first, "");

        JsonNode all = server.get(HOLDS).json();
        assertThat(all.path("holds")).hasSize(2);
        assertThat(all.path("holds").path(0)).isEqualTo(server.get(second).json());
        assertThat(all.path("active").asInt()).isEqualTo(2);
        assertThat(all.path("next").isNull()).isTrue();
        JsonNode page = server.get(HOLDS + "?limit=1").json();
        assertThat(page.path("holds")).hasSize(1);
        JsonNode rest = server.get(HOLDS + "?limit=1&after=" + page.path("next").asLong())
                .json();
        assertThat(rest.path("holds").path(0).path("customer").asText()).isEqualTo("bob");
        assertThat(rest.path("next").isNull()).isTrue();
        assertThat(server.get(HOLDS + "?customer=bob").json().path("holds")).isEqualTo(rest.path("holds"));
        assertThat(server.get(HOLDS + "?customer=eve").json().path("holds")).isEmpty();
        for (String wrong : new String[] {"?limit=0", "?after=-1", "?customer=", "?item=CarCo"}) {
            assertThat(server.get(HOLDS + wrong).status()).as(wrong).isEqualTo(400);
        }
    }

    /** Places a hold and returns its path. */
    private String place() throws Exception {
        return server.post(HOLDS, TWO_CARS).header("Location");
    }
}
