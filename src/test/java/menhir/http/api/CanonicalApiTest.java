package menhir.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import menhir.http.HttpTest;
import menhir.http.TestServer;
import menhir.http.TestServer.Reply;
import menhir.http.server.PathSegments;
import org.junit.jupiter.api.Test;

class CanonicalApiTest extends HttpTest {
    private static final String ITEMS = "/v1/stores/stocks/items";
    private static final String ORDERS = "/v1/stores/stocks/orders";
    private static final String[] ADMIN = {"Authorization", "Bearer " + TestServer.TOKEN};

    @Test
    void shouldReturnAnItemWithItsExactPrice() throws Exception {
        Reply reply = server.get(ITEMS + "/CarCo");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text())
                .isEqualTo("{\"name\":\"CarCo\",\"price\":45.00,\"quantity\":100,\"topic\":null,\"version\":8}");
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(reply.header("Server")).isEqualTo("Menhir/1.2.3");
    }

    @Test
    void shouldReportCacheHitsAndMisses() throws Exception {
        assertThat(server.get(ITEMS + "/CarCo").header("Cache-Status")).isEqualTo("menhir; fwd=uri-miss");
        assertThat(server.get(ITEMS + "/CarCo").header("Cache-Status")).isEqualTo("menhir; hit");
    }

    @Test
    void shouldRespondWithoutABodyWhileAnItemIsUnchanged() throws Exception {
        String tag = server.get(ITEMS + "/CarCo").header("ETag");
        assertThat(tag).isEqualTo("\"8\"");
        for (String header : List.of(tag, "W/" + tag, "\"1\", " + tag, "*")) {
            Reply unchanged = server.get(ITEMS + "/CarCo", "If-None-Match", header);
            assertThat(unchanged.status()).as(header).isEqualTo(304);
            assertThat(unchanged.text()).isEmpty();
            assertThat(unchanged.header("ETag")).isEqualTo(tag);
        }

        server.post(ORDERS, "{\"type\":\"buy\",\"item\":\"CarCo\",\"quantity\":1}");

        Reply changed = server.get(ITEMS + "/CarCo", "If-None-Match", tag);
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.header("ETag")).isNotEqualTo(tag);
        assertThat(changed.json().path("quantity").asInt()).isEqualTo(99);
    }

    @Test
    void shouldPlaceAnOrderOfSeveralLinesAndReturnIt() throws Exception {
        String body =
                "{\"type\":\"buy\",\"lines\":[{\"item\":\"CarCo\",\"quantity\":2},{\"item\":\"FishCo\",\"quantity\":1}]}";
        Reply placed = server.post(ORDERS, body);

        assertThat(placed.status()).isEqualTo(201);
        assertThat(placed.header("Location")).isEqualTo(ORDERS + "/1");
        assertThat(placed.headers().map()).doesNotContainKey("idempotent-replayed");
        assertThat(placed.text())
                .startsWith("{\"number\":1,\"type\":\"buy\",\"lines\":["
                        + "{\"item\":\"CarCo\",\"quantity\":2,\"price\":45.00,\"amount\":90.00},"
                        + "{\"item\":\"FishCo\",\"quantity\":1,\"price\":23.34,\"amount\":23.34}],"
                        + "\"total\":113.34,\"time\":\"20")
                .endsWith("Z\"}");
        Reply shown = server.get(ORDERS + "/1");
        assertThat(shown.text()).isEqualTo(placed.text());
        assertThat(shown.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(shown.header("ETag")).isEqualTo("\"1\"");
        assertThat(server.get(ORDERS + "/1", "If-None-Match", "\"1\"").status()).isEqualTo(304);
        assertThat(server.stores.quantity("stocks", "CarCo")).isEqualTo(98);
    }

    @Test
    void shouldAcceptTheShortFormAndAddWhatIsSold() throws Exception {
        assertThat(server.post(ORDERS, "{\"item\":\"CarCo\",\"quantity\":5,\"type\":\"sell\"}")
                        .status())
                .isEqualTo(201);
        assertThat(server.stores.quantity("stocks", "CarCo")).isEqualTo(105);
    }

    @Test
    void shouldRejectAnOrderThatCannotBeDoneInFull() throws Exception {
        String before = server.stores.fingerprint();
        String body =
                "{\"type\":\"buy\",\"lines\":[{\"item\":\"CarCo\",\"quantity\":1},{\"item\":\"FishCo\",\"quantity\":101}]}";
        Reply rejected = server.post(ORDERS, body);

        assertThat(rejected.status()).isEqualTo(409);
        assertThat(rejected.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(rejected.problem()).isEqualTo("not-enough-stock");
        assertThat(rejected.json().path("title").asText()).isNotBlank();
        assertThat(rejected.json().path("status").asInt()).isEqualTo(409);
        assertThat(rejected.json().path("detail").asText()).contains("FishCo", "100", "101");
        assertThat(rejected.json().path("item").asText()).isEqualTo("FishCo");
        assertThat(rejected.json().path("available").asInt()).isEqualTo(100);
        assertThat(rejected.json().path("requested").asInt()).isEqualTo(101);
        assertThat(server.stores.fingerprint()).isEqualTo(before);
    }

    @Test
    void shouldRepeatTheFirstOutcomeForTheSameKey() throws Exception {
        String body = "{\"type\":\"buy\",\"item\":\"CarCo\",\"quantity\":1}";
        Reply first = server.post(ORDERS, body, "Idempotency-Key", "my key ~1");
        Reply again = server.post(ORDERS, body, "Idempotency-Key", "my key ~1");

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(server.stores.quantity("stocks", "CarCo")).isEqualTo(99);

        Reply other = server.post(ORDERS, body.replace("1", "2"), "Idempotency-Key", "my key ~1");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.problem()).isEqualTo("key-reused");
        assertThat(server.stores.quantity("stocks", "CarCo")).isEqualTo(99);
    }

    @Test
    void shouldPageThroughAllOrders() throws Exception {
        for (int i = 0; i < 5; i++) {
            server.post(ORDERS, "{\"type\":\"buy\",\"item\":\"CarCo\",\"quantity\":1}");
        }
        List<Integer> numbers = new ArrayList<>();
        String after = "0";
        for (int pages = 0; !after.equals("null"); pages++) {
            assertThat(pages).isLessThan(5);
            JsonNode page = server.get(ORDERS + "?limit=2&after=" + after).json();
            page.path("orders")
                    .forEach(order -> numbers.add(order.path("number").asInt()));
            after = page.path("next").asText();
        }
        assertThat(numbers).containsExactly(1, 2, 3, 4, 5);
        assertThat(server.get("/v1/stores/books/orders").text()).isEqualTo("{\"orders\":[],\"next\":null}");
    }

    private List<Integer> listed(String query, String cursor) throws Exception {
        List<Integer> numbers = new ArrayList<>();
        String next = "";
        for (int pages = 0; !next.equals("null"); pages++) {
            assertThat(pages).isLessThan(9);
            JsonNode page = server.get(ORDERS + "?limit=2&" + query + (next.isEmpty() ? "" : "&" + cursor + "=" + next))
                    .json();
            page.path("orders")
                    .forEach(order -> numbers.add(order.path("number").asInt()));
            next = page.path("next").asText();
        }
        return numbers;
    }

    @Test
    void shouldListOrdersNewestFirstAndByItemAndTime() throws Exception {
        for (int i = 0; i < 6; i++) {
            String item = i % 2 == 0 ? "CarCo" : "FishCo";
            server.post(ORDERS, "{\"type\":\"sell\",\"item\":\"" + item + "\",\"quantity\":1}");
        }
        assertThat(listed("order=newest", "before")).containsExactly(6, 5, 4, 3, 2, 1);
        assertThat(listed("order=oldest", "after")).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(listed("item=FishCo", "after")).containsExactly(2, 4, 6);
        assertThat(listed("item=CarCo&order=newest", "before")).containsExactly(5, 3, 1);
        assertThat(listed("item=Nothing", "after")).isEmpty();
        String time = server.get(ORDERS + "/1").json().path("time").asText();
        assertThat(listed("from=" + time, "after")).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(listed("to=" + time, "after")).isEmpty();
        assertThat(listed("from=1970-01-01T00:00:00Z&to=9999-12-31T23:59:59.999Z", "after"))
                .hasSize(6);
        assertThat(server.get(ORDERS + "?order=newest&before=1").text()).isEqualTo("{\"orders\":[],\"next\":null}");
    }

    @Test
    void shouldNameTheParameterOfAListThatIsWrong() throws Exception {
        for (String[] wrong : new String[][] {
            {"order=up", "order", "oldest or newest"},
            {"before=5", "before", "needs order=newest"},
            {"order=newest&after=5", "after", "before a number"},
            {"from=now", "from", "2026-11-22T06:42:16Z"},
            {"from=2026-11-22T06:42:16Z&to=2026-11-22T06:42:16Z", "to", "later than from"}
        }) {
            Reply reply = server.get(ORDERS + "?" + wrong[0]);
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.json().path("field").asText()).isEqualTo(wrong[1]);
            assertThat(reply.json().path("detail").asText()).contains(wrong[1], wrong[2]);
        }
    }

    @Test
    void shouldPageThroughItemsAndFilterByTopic() throws Exception {
        JsonNode first = server.get("/v1/stores/books/items?limit=2").json();
        assertThat(first.path("items").size()).isEqualTo(2);
        String next = first.path("next").asText();
        JsonNode second = server.get("/v1/stores/books/items?limit=2&after=" + PathSegments.encoded(next))
                .json();
        assertThat(second.path("items").size()).isEqualTo(1);
        assertThat(second.path("next").isNull()).isTrue();

        JsonNode topic = server.get("/v1/stores/books/items?topic=GS").json();
        assertThat(topic.path("items").findValuesAsText("name")).containsExactly("Spring in the Pioneer Valley");
        assertThat(server.get("/v1/stores/books/items?topic=none")
                        .json()
                        .path("items")
                        .size())
                .isZero();
        // A plus sign in a query is a space, as in a form.
        assertThat(server.get("/v1/stores/books/items?after=RPCs+for+Dummies")
                        .json()
                        .path("items")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void shouldAcceptNamesOfAnyPrintableCharacters() throws Exception {
        for (String name :
                List.of("Stone Curling", "AC/DC", "C++", "100%", "a?b#c", "Übung", "石", "x=&;,:@", "😀", "\"q\"")) {
            String path = ITEMS + "/" + PathSegments.encoded(name);
            Reply put = server.send("PUT", path, "{\"price\":1.50,\"quantity\":7}", ADMIN);
            assertThat(put.status()).as(name).isEqualTo(201);
            assertThat(put.header("Location")).isEqualTo(path);

            Reply got = server.get(put.header("Location"));
            assertThat(got.json().path("name").asText()).isEqualTo(name);
            assertThat(server.stores.quantity("stocks", name)).isEqualTo(7);
        }
        // A plus sign in a path is a plus sign.
        assertThat(server.get(ITEMS + "/C++").json().path("name").asText()).isEqualTo("C++");
        assertThat(server.get("/v1/stores/books/items/RPCs+for+Dummies").status())
                .isEqualTo(404);
        assertThat(server.get("/v1/stores/books/items/RPCs%20for%20Dummies").status())
                .isEqualTo(200);
    }

    @Test
    void shouldLetAnAdministratorAddAndChangeItems() throws Exception {
        Reply added = server.send("PUT", ITEMS + "/New", "{\"price\":25.90,\"quantity\":3,\"topic\":\"T\"}", ADMIN);
        assertThat(added.status()).isEqualTo(201);
        assertThat(added.json().path("price").decimalValue()).isEqualTo(new BigDecimal("25.90"));

        Reply changed = server.send("PUT", ITEMS + "/New", "{\"price\":26}", ADMIN);
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.text()).contains("\"price\":26,\"quantity\":3,\"topic\":\"T\"");
        assertThat(changed.headers().map()).doesNotContainKey("location");

        Reply exists = server.send("PUT", ITEMS + "/New", "{\"price\":26,\"quantity\":9}", ADMIN);
        assertThat(exists.status()).isEqualTo(409);
        assertThat(exists.problem()).isEqualTo("item-exists");

        Reply restocked = server.post(ITEMS + "/New/restock", "{\"quantity\":4}", ADMIN);
        assertThat(restocked.status()).isEqualTo(200);
        assertThat(restocked.json().path("quantity").asInt()).isEqualTo(7);
    }

    @Test
    void shouldRestockOnceForTheSameKey() throws Exception {
        String[] headers = {"Authorization", ADMIN[1], "Idempotency-Key", "r1"};
        server.post(ITEMS + "/CarCo/restock", "{\"quantity\":4}", headers);
        Reply again = server.post(ITEMS + "/CarCo/restock", "{\"quantity\":4}", headers);

        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(server.stores.quantity("stocks", "CarCo")).isEqualTo(104);
    }

    @Test
    void shouldListStoresClusterDigestAndCache() throws Exception {
        assertThat(server.get("/v1/stores").text())
                .isEqualTo("{\"stores\":[{\"name\":\"stocks\",\"kind\":\"stocks\",\"items\":10},"
                        + "{\"name\":\"books\",\"kind\":\"books\",\"items\":3},"
                        + "{\"name\":\"toys\",\"kind\":\"toys\",\"items\":2},"
                        + "{\"name\":\"games\",\"kind\":\"games\",\"items\":5}]}");
        JsonNode cluster = server.get("/v1/cluster").json();
        assertThat(cluster.path("nodes").get(0).fieldNames())
                .toIterable()
                .containsExactly("node", "address", "http", "pid", "status", "since", "roles");
        assertThat(cluster.path("stores").get(0).fieldNames())
                .toIterable()
                .containsExactly("store", "leader", "epoch", "lastIndex", "released", "ageMillis", "replicas");
        assertThat(cluster.path("stores").get(0).path("replicas").get(0).fieldNames())
                .toIterable()
                .containsExactly("slot", "node", "state", "lastIndex", "lag", "reads", "failure");
        JsonNode digest = server.get("/v1/stores/stocks/digest").json();
        assertThat(digest.path("index").asInt()).isEqualTo(10);
        assertThat(digest.path("replicas").get(0).fieldNames())
                .toIterable()
                .containsExactly("slot", "index", "digest", "catalog");
        assertThat(digest.path("replicas").get(0).path("catalog").asText()).matches("[0-9a-f]{16}");
        assertThat(digest.path("replicas").get(1).path("catalog").isNull()).isTrue();
        server.get(ITEMS + "/CarCo");
        JsonNode cache = server.get("/v1/cache", ADMIN).json();
        assertThat(cache.path("caches").get(0).path("store").asText()).isEqualTo("stocks");
        assertThat(cache.path("caches").get(0).path("items").get(0).asText()).isEqualTo("CarCo");
    }
}
