package menhir.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import menhir.http.HttpTest;
import menhir.http.TestServer.Reply;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CancellationRoutesTest extends HttpTest {
    private static final String STORE = "/v1/stores/stocks";
    private static final String ORDER = STORE + "/orders/1";
    private static final String CANCEL = ORDER + "/cancel";
    private static final String TWO_LINES =
            "{\"type\":\"buy\",\"lines\":[{\"item\":\"CarCo\",\"quantity\":2},{\"item\":\"FishCo\",\"quantity\":1}]}";
    private static final String ONE_CAR = "{\"lines\":[{\"item\":\"CarCo\",\"quantity\":1}]}";

    @BeforeEach
    void prepare() throws Exception {
        assertThat(server.post(STORE + "/orders", TWO_LINES).status()).isEqualTo(201);
    }

    @Test
    void shouldCancelAllOfAnOrderWithoutABody() throws Exception {
        Reply before = server.get(ORDER);
        Reply cancelled = server.post(CANCEL, "");

        assertThat(cancelled.status()).isEqualTo(200);
        JsonNode cancellation = cancelled.json().path("cancellation");
        assertThat(cancellation.path("lines").toString())
                .isEqualTo("[{\"item\":\"CarCo\",\"quantity\":2,\"price\":45.00,\"amount\":90.00},"
                        + "{\"item\":\"FishCo\",\"quantity\":1,\"price\":23.34,\"amount\":23.34}]");
        assertThat(cancellation.path("total").decimalValue()).isEqualByComparingTo("113.34");
        assertThat(cancellation.path("index").asLong()).isEqualTo(server.stores.lastIndex("stocks"));
        assertThat(server.stores.quantity("stocks", "CarCo")).isEqualTo(100);
        assertThat(server.stores.quantity("stocks", "FishCo")).isEqualTo(100);

        Reply after = server.get(ORDER);
        assertThat(after.json()).isEqualTo(cancelled.json());
        assertThat(after.header("ETag")).isEqualTo(cancelled.header("ETag")).isNotEqualTo(before.header("ETag"));
        assertThat(after.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(after.json().path("lines")).isEqualTo(before.json().path("lines"));
    }

    @Test
    void shouldCancelSomeLines() throws Exception {
        JsonNode cancellation = server.post(CANCEL, ONE_CAR).json().path("cancellation");

        assertThat(cancellation.path("total").decimalValue()).isEqualByComparingTo("45.00");
        assertThat(server.stores.quantity("stocks", "CarCo")).isEqualTo(99);
        assertThat(server.stores.quantity("stocks", "FishCo")).isEqualTo(99);
    }

    @Test
    void shouldCancelOnce() throws Exception {
        String[] key = {"Idempotency-Key", "cancel-1"};
        Reply first = server.post(CANCEL, ONE_CAR, key);
        Reply again = server.post(CANCEL, ONE_CAR, key);
        Reply other = server.post(CANCEL, ONE_CAR);

        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.json().path("type").asText()).isEqualTo("urn:menhir:problem:order-cancelled");
        assertThat(other.json().path("index"))
                .isEqualTo(first.json().path("cancellation").path("index"));
        assertThat(server.post(CANCEL, "", key).status()).isEqualTo(422);
        assertThat(server.stores.quantity("stocks", "CarCo")).isEqualTo(99);
    }

    @Test
    void shouldSayInListsWhichOrdersAreCancelled() throws Exception {
        server.post(STORE + "/orders", TWO_LINES);
        long index = server.post(CANCEL, "")
                .json()
                .path("cancellation")
                .path("index")
                .asLong();
        JsonNode orders = server.get(STORE + "/orders").json().path("orders");

        assertThat(orders.path(0).path("cancellation").toString()).isEqualTo("{\"index\":" + index + "}");
        assertThat(orders.path(1).has("cancellation")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7   |                                                      | 404 | unknown-order",
                "0   |                                                      | 400 | invalid-parameter",
                "x   |                                                      | 400 | invalid-parameter",
                "99999999999999999999 |                                     | 400 | invalid-parameter",
                "1   | []                                                   | 400 | malformed-json",
                "1   | {'lines':[]}                                         | 400 | invalid-field",
                "1   | {'item':'CarCo'}                                     | 400 | unknown-field",
                "1   | {'lines':[{'item':'CarCo'}]}                         | 400 | missing-field",
                "1   | {'lines':[{'item':'CarCo','quantity':0}]}            | 400 | invalid-field",
                "1   | {'lines':[{'item':'CarCo','quantity':3}]}            | 409 | not-in-order",
                "1   | {'lines':[{'item':'nothing','quantity':1}]}          | 409 | not-in-order",
            })
    void shouldRefuseWithAProblem(String number, String body, int status, String type) throws Exception {
        String before = server.stores.fingerprint();
        String json = body == null ? "" : body.replace('\'', '"');
        Reply refused = server.post(STORE + "/orders/" + number + "/cancel", json);

        assertThat(refused.status()).as(refused.text()).isEqualTo(status);
        assertThat(refused.json().path("type").asText()).isEqualTo("urn:menhir:problem:" + type);
        assertThat(server.stores.fingerprint()).isEqualTo(before);
    }

    @Test
    void shouldNotCancelWhatWasSoldToTheStore() throws Exception {
        server.post(STORE + "/orders", "{\"type\":\"sell\",\"item\":\"CarCo\",\"quantity\":5}");
        Reply refused = server.post(STORE + "/orders/2/cancel", "");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("type").asText()).isEqualTo("urn:menhir:problem:not-cancellable");
    }
}
