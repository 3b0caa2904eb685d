package menhir.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import menhir.http.TestDoor.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BookstoreTest {
    private static final String[] ADMIN = {"Authorization", "Bearer " + TestDoor.TOKEN};
    private static final String RPCS =
            "{\"item_no\":2,\"book_name\":\"RPCs for Dummies\",\"stock\":4,\"cost\":40,\"topic\":\"DS\"}";
    private static final String PROJECT =
            "{\"item_no\":5,\"book_name\":\"How to finish Project 3 on time\",\"stock\":30,\"cost\":100,\"topic\":\"DS\"}";

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
    @ValueSource(strings = {"", "/books"})
    void shouldSpeakToTheBookstoresClients(String prefix) throws Exception {
        assertThat(door.get(prefix + "/search?topic=DS").text())
                .isEqualTo("{\"books\":[" + RPCS + "," + PROJECT + "]}");
        assertThat(door.get(prefix + "/search?lookupNum=2").text())
                .isEqualTo("{\"book_name\":\"RPCs for Dummies\",\"stock\":4,\"cost\":40}");
        for (int left = 3; left >= 0; left--) {
            Reply bought = door.send("POST", prefix + "/buy?buyNum=2", null);
            assertThat(bought.status()).isEqualTo(200);
            assertThat(bought.text()).isEqualTo("Success");
            assertThat(door.get(prefix + "/search?topic=DS")
                            .json()
                            .path("books")
                            .get(0)
                            .path("stock")
                            .asInt())
                    .isEqualTo(left);
        }
        Reply none = door.send("POST", prefix + "/buy?buyNum=2", null);
        assertThat(none.status()).isEqualTo(409);
        assertThat(none.text()).isEqualTo("Failed");
        Reply unknown = door.send("POST", prefix + "/buy?buyNum=77", null);
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.text()).isEqualTo("Failed");
    }

    @Test
    void shouldSayWhetherTheCacheHadATopic() throws Exception {
        assertThat(door.get("/search?topic=DS").header("Cache-Status")).isEqualTo("menhir; fwd=uri-miss");
        assertThat(door.get("/search?topic=DS").header("Cache-Status")).isEqualTo("menhir; hit");
        door.send("POST", "/buy?buyNum=2", null);
        assertThat(door.get("/search?topic=DS").header("Cache-Status")).isEqualTo("menhir; fwd=uri-miss");
    }

    @Test
    void shouldListNoBooksOfATopicThatNoneHas() throws Exception {
        assertThat(door.get("/search?topic=Cooking").text()).isEqualTo("{\"books\":[]}");
    }

    @Test
    void shouldListALargeTopicInFull() throws Exception {
        // One too many for one piece.
        door.stores.add("books", "B\"uch", "1.00", 1, "DS", 11L);
        door.stores.add("books", "Abc", "1.00", 1, "DS", 12L);

        Reply reply = door.get("/search?topic=DS");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("books").findValuesAsText("book_name"))
                .isEqualTo(List.of("Abc", "B\"uch", "How to finish Project 3 on time", "RPCs for Dummies"));
    }

    @Test
    void shouldBuyOnceForTheSameKey() throws Exception {
        door.send("POST", "/buy?buyNum=2", null, "Idempotency-Key", "k");
        Reply again = door.send("POST", "/buy?buyNum=2", null, "Idempotency-Key", "k");
        assertThat(again.text()).isEqualTo("Success");
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(again.header("Location")).isEqualTo("/v1/stores/books/orders/1");
        assertThat(door.get(again.header("Location"))
                        .json()
                        .path("lines")
                        .path(0)
                        .path("item")
                        .asText())
                .isEqualTo("RPCs for Dummies");
        assertThat(door.stores.quantity("books", "RPCs for Dummies")).isEqualTo(3);
        assertThat(door.send("POST", "/buy?buyNum=5", null, "Idempotency-Key", "k")
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
        "POST, /buy?buyNum=-1, 400",
        "GET, /buy?buyNum=1, 405",
        "POST, /search?topic=DS, 405"
    })
    void shouldAnswerErrorsInItsForm(String method, String path, int status) throws Exception {
        Reply reply = door.send(method, path, null);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().path("error").path("code").asInt()).isEqualTo(status);
        assertThat(reply.json().path("error").path("message").asText()).isNotBlank();
    }

    @Test
    void shouldShowNumbersInTheCanonicalApi() throws Exception {
        assertThat(door.get("/v1/stores/books/items/RPCs%20for%20Dummies").text())
                .isEqualTo("{\"name\":\"RPCs for Dummies\",\"price\":40,\"quantity\":4,\"topic\":\"DS\",\"number\":2,"
                        + "\"version\":1}");
        assertThat(door.get("/v1/stores/books/items?number=2")
                        .json()
                        .path("items")
                        .findValuesAsText("name"))
                .containsExactly("RPCs for Dummies");
        assertThat(door.get("/v1/stores/books/items?number=77").text()).isEqualTo("{\"items\":[],\"next\":null}");
        assertThat(door.get("/v1/stores/books/items?number=2&topic=DS").status())
                .isEqualTo(400);
        assertThat(door.get("/v1/stores/books/items?topic=GS").header("Cache-Status"))
                .isEqualTo("menhir; fwd=uri-miss");
    }

    @Test
    void shouldGiveANewBookItsNumberOrTheNext() throws Exception {
        String items = "/v1/stores/books/items/";
        Reply given = door.send("PUT", items + "Own", "{\"price\":1,\"quantity\":1,\"number\":40}", ADMIN);
        assertThat(given.status()).isEqualTo(201);
        assertThat(given.json().path("number").asInt()).isEqualTo(40);
        assertThat(door.send("PUT", items + "Next", "{\"price\":1}", ADMIN)
                        .json()
                        .path("number")
                        .asInt())
                .isEqualTo(41);

        Reply taken = door.send("PUT", items + "Late", "{\"price\":1,\"number\":40}", ADMIN);
        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.problem()).isEqualTo("number-taken");
        assertThat(taken.json().path("item").asText()).isEqualTo("Own");
        Reply changed = door.send("PUT", items + "Own", "{\"price\":1,\"number\":42}", ADMIN);
        assertThat(changed.status()).isEqualTo(409);
        assertThat(changed.problem()).isEqualTo("number-fixed");
        assertThat(door.send("PUT", items + "Own", "{\"price\":2,\"number\":40}", ADMIN)
                        .status())
                .isEqualTo(200);
        for (String number : new String[] {"0", "-1", "1.5", "\"1\"", "1000000000", "null"}) {
            Reply refused = door.send("PUT", items + "Bad", "{\"price\":1,\"number\":" + number + "}", ADMIN);
            assertThat(refused.problem()).as(number).isEqualTo("invalid-field");
        }
    }

    @Test
    void shouldNumberNothingInOtherStores() throws Exception {
        Reply reply = door.send("PUT", "/v1/stores/stocks/items/CarCo", "{\"price\":1,\"number\":1}", ADMIN);
        assertThat(reply.problem()).isEqualTo("unknown-field");
    }
}
