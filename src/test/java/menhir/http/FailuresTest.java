package menhir.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import menhir.http.TestServer.Reply;
import menhir.service.ServiceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailuresTest extends HttpTest {
    private static final String ORDERS = "/v1/stores/stocks/orders";
    private static final String BUY = "{\"type\":\"buy\",\"item\":\"CarCo\",\"quantity\":1}";

    @ParameterizedTest
    @CsvSource({"NO_MAJORITY,no-majority", "OVERLOADED,overloaded", "OUTCOME_UNKNOWN,outcome-unknown"})
    void shouldMapTheReasonOfTheService(ServiceException.Reason reason, String type) throws Exception {
        server.stores.failWith(reason);
        for (Reply reply : new Reply[] {server.post(ORDERS, BUY), server.get("/v1/stores/stocks/items/CarCo")}) {
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.problem()).isEqualTo(type);
            assertThat(Integer.parseInt(reply.header("Retry-After"))).isPositive();
        }
    }

    @Test
    void shouldReturnTheKeyForARetryIfTheOutcomeIsUnknown() throws Exception {
        server.stores.failWith(ServiceException.Reason.OUTCOME_UNKNOWN);
        Reply own = server.post(ORDERS, BUY, "Idempotency-Key", "mine");
        assertThat(own.json().path("idempotencyKey").asText()).isEqualTo("mine");
        Reply given = server.post(ORDERS, BUY);
        String key = given.header("Idempotency-Key");
        assertThat(given.json().path("idempotencyKey").asText()).isEqualTo(key).startsWith("node-key-");

        server.stores.recover();
        assertThat(server.post(ORDERS, BUY, "Idempotency-Key", key).status()).isEqualTo(201);
    }

    @Test
    void shouldRespondInTimeIfTheServiceDoesNot() throws Exception {
        server.stores.withholdOutcomes(true);
        Reply late = server.post(ORDERS, BUY);
        assertThat(late.status()).isEqualTo(503);
        assertThat(late.problem()).isEqualTo("outcome-unknown");

        server.stores.withholdOutcomes(false);
        Reply again = server.post(ORDERS, BUY, "Idempotency-Key", late.header("Idempotency-Key"));
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(server.stores.quantity("stocks", "CarCo")).isEqualTo(99);
    }

    @Test
    void shouldNotShowDetailsOfFaults() throws Exception {
        server.stores.failWith(new IllegalStateException("secret detail"));
        Reply reply = server.post(ORDERS, BUY);
        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.problem()).isEqualTo("internal-error");
        assertThat(reply.text()).doesNotContain("secret", "Exception", "menhir.http");
    }

    @Test
    void shouldBeReadyOnlyWithoutReasonsAgainstIt() throws Exception {
        assertThat(server.get("/ready").text()).isEqualTo("{\"ready\":true}");
        server.stores.setNotReady("stocks has no leader", "books has no majority");
        Reply reply = server.get("/ready");
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.problem()).isEqualTo("not-ready");
        assertThat(reply.json().path("reasons").get(1).asText()).isEqualTo("books has no majority");
        assertThat(reply.header("Retry-After")).isEqualTo("1");
        assertThat(server.get("/alive").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"PUT,/v1/stores/stocks/items/X", "POST,/v1/stores/stocks/items/CarCo/restock", "GET,/v1/cache"})
    void shouldRejectAdministrativeRequestsWithoutTheToken(String method, String path) throws Exception {
        String before = server.stores.fingerprint();
        String body = method.equals("GET") ? null : "{\"quantity\":1}";
        assertUnauthorized(server.send(method, path, body));
        for (String value : new String[] {
            "Bearer wrong",
            "Bearer",
            "Bearer ",
            "Basic " + TestServer.TOKEN,
            TestServer.TOKEN,
            "Bearer " + TestServer.TOKEN + "x"
        }) {
            assertUnauthorized(server.send(method, path, body, "Authorization", value));
        }
        assertThat(server.stores.fingerprint()).isEqualTo(before);
        assertThat(server.send(method, path, body, "Authorization", "bearer " + TestServer.TOKEN)
                        .status())
                .isIn(200, 400);
    }

    private static void assertUnauthorized(Reply reply) {
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.problem()).isEqualTo("unauthorized");
        assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"menhir\"");
    }

    @Test
    void shouldSayHowToEnableAdministrativeRequests() throws Exception {
        try (TestServer off = new TestServer(HttpSettings.defaults("127.0.0.1", 0, "stocks", "1"))) {
            Reply reply = off.get("/v1/cache", "Authorization", "Bearer anything");
            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.problem()).isEqualTo("admin-disabled");
            assertThat(reply.json().path("detail").asText()).contains("menhir.http.admin-token", "MENHIR_ADMIN_TOKEN");
        }
    }

    @Test
    void shouldNotStartWithAnUnknownRootStore() {
        assertThatThrownBy(() -> new TestServer(HttpSettings.defaults("127.0.0.1", 0, "nothing", "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("menhir.http.root-store");
    }
}
