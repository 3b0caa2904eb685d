package menhir.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import menhir.http.TestDoor.Reply;
import menhir.http.server.HttpSettings;
import menhir.service.ServiceException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailureAnswersTest {
    private static final String ORDERS = "/v1/stores/stocks/orders";
    private static final String BUY = "{\"type\":\"buy\",\"item\":\"CarCo\",\"quantity\":1}";

    private TestDoor door;

    @BeforeEach
    void open() throws Exception {
        door = TestDoor.open();
    }

    @AfterEach
    void close() {
        door.close();
    }

    @ParameterizedTest
    @CsvSource({"NO_MAJORITY,no-majority", "OVERLOADED,overloaded", "OUTCOME_UNKNOWN,outcome-unknown"})
    void shouldSayWhatTheServiceSays(ServiceException.Reason reason, String type) throws Exception {
        door.stores.failWith(reason);
        for (Reply reply : new Reply[] {door.post(ORDERS, BUY), door.get("/v1/stores/stocks/items/CarCo")}) {
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.problem()).isEqualTo(type);
            assertThat(Integer.parseInt(reply.header("Retry-After"))).isPositive();
        }
    }

    @Test
    void shouldTellTheKeyToRetryWithWhenTheOutcomeIsUnknown() throws Exception {
        door.stores.failWith(ServiceException.Reason.OUTCOME_UNKNOWN);
        Reply own = door.post(ORDERS, BUY, "Idempotency-Key", "mine");
        assertThat(own.json().path("idempotencyKey").asText()).isEqualTo("mine");
        Reply given = door.post(ORDERS, BUY);
        String key = given.header("Idempotency-Key");
        assertThat(given.json().path("idempotencyKey").asText()).isEqualTo(key).startsWith("node-key-");

        door.stores.failWith((ServiceException.Reason) null);
        assertThat(door.post(ORDERS, BUY, "Idempotency-Key", key).status()).isEqualTo(201);
    }

    @Test
    void shouldAnswerInTimeWhenTheServiceDoesNot() throws Exception {
        door.stores.silent(true);
        Reply late = door.post(ORDERS, BUY);
        assertThat(late.status()).isEqualTo(503);
        assertThat(late.problem()).isEqualTo("outcome-unknown");

        door.stores.silent(false);
        Reply again = door.post(ORDERS, BUY, "Idempotency-Key", late.header("Idempotency-Key"));
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(door.stores.quantity("stocks", "CarCo")).isEqualTo(99);
    }

    @Test
    void shouldNotTellClientsOfFaultsInside() throws Exception {
        door.stores.failWith(new IllegalStateException("secret detail"));
        Reply reply = door.post(ORDERS, BUY);
        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.problem()).isEqualTo("internal-error");
        assertThat(reply.text()).doesNotContain("secret", "Exception", "menhir.http");
    }

    @Test
    void shouldBeReadyOnlyWithoutAReasonAgainstIt() throws Exception {
        assertThat(door.get("/ready").text()).isEqualTo("{\"ready\":true}");
        door.stores.notReady("stocks has no leader", "books has no majority");
        Reply reply = door.get("/ready");
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.problem()).isEqualTo("not-ready");
        assertThat(reply.json().path("reasons").get(1).asText()).isEqualTo("books has no majority");
        assertThat(reply.header("Retry-After")).isEqualTo("1");
        assertThat(door.get("/alive").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"PUT,/v1/stores/stocks/items/X", "POST,/v1/stores/stocks/items/CarCo/restock", "GET,/v1/cache"})
    void shouldKeepAdministrationToWhoeverHasTheToken(String method, String path) throws Exception {
        String before = door.stores.fingerprint();
        String body = method.equals("GET") ? null : "{\"quantity\":1}";
        assertUnauthorized(door.send(method, path, body));
        for (String value : new String[] {
            "Bearer wrong",
            "Bearer",
            "Bearer ",
            "Basic " + TestDoor.TOKEN,
            TestDoor.TOKEN,
            "Bearer " + TestDoor.TOKEN + "x"
        }) {
            assertUnauthorized(door.send(method, path, body, "Authorization", value));
        }
        assertThat(door.stores.fingerprint()).isEqualTo(before);
        assertThat(door.send(method, path, body, "Authorization", "bearer " + TestDoor.TOKEN)
                        .status())
                .isIn(200, 400);
    }

    private static void assertUnauthorized(Reply reply) {
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.problem()).isEqualTo("unauthorized");
        assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"menhir\"");
    }

    @Test
    void shouldSayHowToTurnAdministrationOn() throws Exception {
        try (TestDoor off = new TestDoor(TestDoor.settings(Optional.empty(), Duration.ofSeconds(2), 1))) {
            Reply reply = off.get("/v1/cache", "Authorization", "Bearer anything");
            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.problem()).isEqualTo("admin-off");
            assertThat(reply.json().path("detail").asText()).contains("menhir.http.admin-token", "MENHIR_ADMIN_TOKEN");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "with a space in it", "ünprintable"})
    void shouldRefuseABadTokenWithoutShowingIt(String token) {
        HttpSettings settings = HttpSettings.defaults("127.0.0.1", 0, "stocks", "1");
        assertThatThrownBy(() -> settings.withAdminToken(token))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("menhir.http.admin-token")
                .hasMessageNotContaining(token);
        assertThat(settings.withAdminToken(TestDoor.TOKEN).toString()).doesNotContain(TestDoor.TOKEN);
    }

    @Test
    void shouldNotStartWithRootOrdersOfAnUnknownStore() {
        assertThatThrownBy(() -> new TestDoor(HttpSettings.defaults("127.0.0.1", 0, "nothing", "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("menhir.http.root-store");
    }
}
