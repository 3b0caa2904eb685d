package menhir.http.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import menhir.http.HttpTest;
import menhir.http.TestServer;
import menhir.http.TestServer.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BookstoreTest extends HttpTest {
    private static final String[] ADMIN = {"Authorization", "Bearer " + TestServer.TOKEN};
    private static final String RPCS =
            "{\"item_no\":2,\"book_name\":\"RPCs for Dummies\",\"stock\":4,\"cost\":40,\"topic\":\"DS\"}";
    private static final String PROJECT =
            "{\"item_no\":5,\"book_name\":\"How to finish Project 3 on time\",\"stock\":30,\"cost\":100,\"topic\":\"DS\"}";

    @ParameterizedTest
    @ValueSource(strings = {"", "/books"})
    void shouldServeTheClientsOfTheBookstore(String prefix) throws Exception {
        assertThat(server.get(prefix + "/search?topic=DS").text())
                .isEqualTo("{\"books\":[" + RPCS + "," + PROJECT + "]}");
        assertThat(server.get(prefix + "/search?lookupNum=2").text())
                .isEqualTo("{\"book_name\":\"RPCs for Dummies\",\"stock\":4,\"cost\":40}");
        for (int left = 3; left >= 0; left--) {
            Reply bought = server.send("POST", prefix + "/buy?buyNum=2", null);
            assertThat(bought.status()).isEqualTo(200);
            assertThat(bought.text()).isEqualTo("Success");
            assertThat(server.get(prefix + "/search?topic=DS")
                            .json()
                            .path("books")
                            .get(0)
                            .path("stock")
                            .asInt())
                    .isEqualTo(left);
        }
        Reply none = server.send("POST", prefix + "/buy?buyNum=2", null);
        assertThat(none.status()).isEqualTo(409);
        assertThat(none.text()).isEqualTo("Failed");
        Reply unknown = server.send("POST", prefix + "/buy?buyNum=77", null);
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.text()).isEqualTo("Failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"77", "0", "-1", "one", "1.5", "", "99999999999999999999"})
    void shouldAnswerEveryBadNumberInOneForm(String number) throws Exception {
        Reply failed = server.post("/buy?buyNum=" + number, "");
        assertThat(failed.status()).isEqualTo(404);
        assertThat(failed.text()).isEqualTo("Failed");
        assertThat(failed.header("Content-Type")).isEqualTo("text/plain; charset=UTF-8");
    }

    @Test
    void shouldFindTopicsByTheirLongNames() throws Exception {
        String books = server.get("/search?topic=DS").text();
        assertThat(server.get("/search?topic=distributed%20systems").text()).isEqualTo(books);
        assertThat(server.get("/books/search?topic=Distributed+Systems").text()).isEqualTo(books);
        assertThat(server.get("/search?topic=graduate+school").text())
                .isEqualTo(server.get("/search?topic=GS").text());

        server.stores.add("books", "Own", "1.00", 1, "graduate school", 41L);
        assertThat(server.get("/search?topic=graduate+school").json().path("books"))
                .hasSize(1);
    }

    @Test
    void shouldReportCacheHitsAndMissesOfATopic() throws Exception {
        assertThat(server.get("/search?topic=DS").header("Cache-Status")).isEqualTo("menhir; fwd=uri-miss");
        assertThat(server.get("/search?topic=DS").header("Cache-Status")).isEqualTo("menhir; hit");
        server.send("POST", "/buy?buyNum=2", null);
        assertThat(server.get("/search?topic=DS").header("Cache-Status")).isEqualTo("menhir; fwd=uri-miss");
    }

    @Test
    void shouldReturnAnEmptyListForAnUnknownTopic() throws Exception {
        assertThat(server.get("/search?topic=Cooking").text()).isEqualTo("{\"books\":[]}");
    }

    @Test
    void shouldReturnALargeTopicInFull() throws Exception {
        // One more than a single result may have.
        server.stores.add("books", "B\"uch", "1.00", 1, "DS", 11L);
        server.stores.add("books", "Abc", "1.00", 1, "DS", 12L);

        Reply reply = server.get("/search?topic=DS");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("books").findValuesAsText("book_name"))
                .isEqualTo(List.of("Abc", "B\"uch", "How to finish Project 3 on time", "RPCs for Dummies"));
    }

    @Test
    void shouldBuyOnceForTheSameKey() throws Exception {
        server.send("POST", "/buy?buyNum=2", null, "Idempotency-Key", "k");
        Reply again = server.send("POST", "/buy?buyNum=2", null, "Idempotency-Key", "k");
        assertThat(again.text()).isEqualTo("Success");
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(again.header("Location")).isEqualTo("/v1/stores/books/orders/1");
        assertThat(server.get(again.header("Location"))
                        .json()
                        .path("lines")
                        .path(0)
                        .path("item")
                        .asText())
                .isEqualTo("RPCs for Dummies");
        assertThat(server.stores.quantity("books", "RPCs for Dummies")).isEqualTo(3);
        assertThat(server.send("POST", "/buy?buyNum=5", null, "Idempotency-Key", "k")
                        .status())
                .isEqualTo(422);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /search, 400",
        "GET, /search?topic=DS&lookupNum=1, 400",
        "GET, /search?topic=, 400",
        "GET, /search?lookupNum=one, 400",
        "GET, /search?lookupNum=0, 400",
        "GET, /search?lookupNum=77, 404",
        "POST, /buy, 400",
        "POST, /books, 404",
        "GET, /books/no/where, 404",
        "DELETE, /books/buy, 405",
        "GET, /buy?buyNum=1, 405",
        "POST, /search?topic=DS, 405"
    })
    void shouldAnswerErrorsInItsFormat(String method, String path, int status) throws Exception {
        Reply reply = server.send(method, path, null);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().path("error").path("code").asInt()).isEqualTo(status);
        assertThat(reply.json().path("error").path("message").asText()).isNotBlank();
    }

    @Test
    void shouldReturnNumbersInTheCanonicalApi() throws Exception {
        assertThat(server.get("/v1/stores/books/items/RPCs%20for%20Dummies").text())
                .isEqualTo("{\"name\":\"RPCs for Dummies\",\"price\":40,\"quantity\":4,\"topic\":\"DS\",\"number\":2,"
                        + "\"version\":1}");
        assertThat(server.get("/v1/stores/books/items?number=2")
                        .json()
                        .path("items")
                        .findValuesAsText("name"))
                .containsExactly("RPCs for Dummies");
        assertThat(server.get("/v1/stores/books/items?number=77").text()).isEqualTo("{\"items\":[],\"next\":null}");
        assertThat(server.get("/v1/stores/books/items?number=2&topic=DS").status())
                .isEqualTo(400);
        assertThat(server.get("/v1/stores/books/items?topic=GS").header("Cache-Status"))
                .isEqualTo("menhir; fwd=uri-miss");
    }

    @Test
    void shouldNumberNewBooks() throws Exception {
        String items = "/v1/stores/books/items/";
        Reply given = server.send("PUT", items + "Own", "{\"price\":1,\"quantity\":1,\"number\":40}", ADMIN);
        assertThat(given.status()).isEqualTo(201);
        assertThat(given.json().path("number").asInt()).isEqualTo(40);
        assertThat(server.send("PUT", items + "Next", "{\"price\":1}", ADMIN)
                        .json()
                        .path("number")
                        .asInt())
                .isEqualTo(41);

        Reply taken = server.send("PUT", items + "Late", "{\"price\":1,\"number\":40}", ADMIN);
        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.problem()).isEqualTo("number-taken");
        assertThat(taken.json().path("item").asText()).isEqualTo("Own");
        Reply changed = server.send("PUT", items + "Own", "{\"price\":1,\"number\":42}", ADMIN);
        assertThat(changed.status()).isEqualTo(409);
        assertThat(changed.problem()).isEqualTo("number-immutable");
        assertThat(server.send("PUT", items + "Own", "{\"price\":2,\"number\":40}", ADMIN)
                        .status())
                .isEqualTo(200);
        for (String number : new String[] {"0", "-1", "1.5", "\"1\"", "1000000000", "null"}) {
            Reply rejected = server.send("PUT", items + "Bad", "{\"price\":1,\"number\":" + number + "}", ADMIN);
            assertThat(rejected.problem()).as(number).isEqualTo("invalid-field");
        }
    }

    @Test
    void shouldNotNumberItemsOfOtherStores() throws Exception {
        Reply reply = server.send("PUT", "/v1/stores/stocks/items/CarCo", "{\"price\":1,\"number\":1}", ADMIN);
        assertThat(reply.problem()).isEqualTo("unknown-field");
    }
}
