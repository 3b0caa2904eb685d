package menhir.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import menhir.http.HttpTest;
import menhir.http.TestServer;
import menhir.http.TestServer.Reply;
import org.junit.jupiter.api.Test;

class RetiredItemRoutesTest extends HttpTest {
    private static final String STORE = "/v1/stores/stocks";
    private static final String ITEM = STORE + "/items/CarCo";
    private static final String BUY = "{\"type\":\"buy\",\"item\":\"CarCo\",\"quantity\":1}";
    private static final String[] ADMIN = {"Authorization", "Bearer " + TestServer.TOKEN};

    @Test
    void shouldBeGoneForEveryClientAndKeepItsOrders() throws Exception {
        server.post(STORE + "/orders", BUY);
        Reply retired = server.send("DELETE", ITEM, null, ADMIN);
        assertThat(retired.status()).isEqualTo(200);
        assertThat(retired.json().path("retired").asBoolean()).isTrue();
        assertThat(retired.json().path("quantity").asInt()).isEqualTo(99);

        Reply looked = server.get(ITEM);
        assertThat(looked.status()).isEqualTo(410);
        assertThat(looked.problem()).isEqualTo("item-retired");
        assertThat(server.get(STORE + "/items").text()).doesNotContain("CarCo");
        assertThat(server.get("/stocks/CarCo").text())
                .isEqualTo("{\"error\":{\"code\":404,\"message\":\"stock not found\"}}");
        assertThat(server.post(STORE + "/orders", BUY).problem()).isEqualTo("unknown-item");
        assertThat(server.get(STORE + "/orders/1")
                        .json()
                        .path("lines")
                        .get(0)
                        .path("item")
                        .asText())
                .isEqualTo("CarCo");
        assertThat(server.send("DELETE", ITEM, null, ADMIN).problem()).isEqualTo("unknown-item");
    }

    @Test
    void shouldBeSoldAgainWhenItIsPut() throws Exception {
        server.send("DELETE", ITEM, null, ADMIN);
        Reply again = server.send("PUT", ITEM, "{\"price\":1,\"quantity\":3}", ADMIN);
        assertThat(again.status()).isEqualTo(201);
        assertThat(server.get(ITEM).json().path("quantity").asInt()).isEqualTo(3);
        assertThat(server.post(STORE + "/orders", BUY).status()).isEqualTo(201);
    }

    @Test
    void shouldWaitForHolds() throws Exception {
        Reply hold = server.post(STORE + "/holds", "{\"lines\":[{\"item\":\"CarCo\",\"quantity\":2}],\"seconds\":60}");
        Reply refused = server.send("DELETE", ITEM, null, ADMIN);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem()).isEqualTo("item-held");
        assertThat(refused.json().path("held").asInt()).isEqualTo(2);

        server.send("DELETE", hold.header("Location"), null);
        assertThat(server.send("DELETE", ITEM, null, ADMIN).status()).isEqualTo(200);
    }

    @Test
    void shouldNeedAKeyThatMayAdminister() throws Exception {
        assertThat(server.send("DELETE", ITEM, null).status()).isEqualTo(401);
        assertThat(server.get(ITEM).status()).isEqualTo(200);
    }

    @Test
    void shouldRepeatTheOutcomeForTheSameKey() throws Exception {
        String[] headers = {ADMIN[0], ADMIN[1], "Idempotency-Key", "once"};
        server.send("DELETE", ITEM, null, headers);
        Reply again = server.send("DELETE", ITEM, null, headers);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    }
}
