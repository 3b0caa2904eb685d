package menhir.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client in the dialects of the bookstore and the toy store. */
class DialectsTest {

    private final TestStore store = new TestStore();
    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        server = new TestServer(store);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private ClientRun run(String line) {
        return ClientRun.execute((line + " -s " + server.address()).split(" ", -1));
    }

    @Test
    void shouldWalkThroughAToyStoreAndCheckEveryOrder() throws IOException {
        store.put("Whale", "34.99", 20);
        store.put("Tux", "25.99", 1_000);
        ClientRun result = run("walk --dialect toys -n 60 -p 1 --max-quantity 3 --json");
        assertThat(result.exit()).isZero();
        JsonNode json = result.json();
        assertThat(json.path("store").asText()).isEqualTo("toys");
        assertThat(json.path("orders").path("accepted").asLong())
                .isPositive()
                .isEqualTo(json.path("verification").path("checked").asLong())
                .isEqualTo(store.log().size());
        assertThat(json.path("verification").path("verdict").asText()).isEqualTo("ok");
    }

    @Test
    void shouldDetectAToyOrderThatIsStoredWithAnotherQuantity() {
        store.put("Whale", "34.99", 20);
        server.inject(new Fault() {
            @Override
            public TestStore.Placed shown(TestStore.Placed placed) {
                return new TestStore.Placed(
                        placed.number(), placed.type(), placed.item(), placed.quantity() + 1, placed.price());
            }
        });
        assertThat(run("walk --dialect toys -n 3 -p 1").exit()).isEqualTo(1);
    }

    @Test
    void shouldWalkThroughABookstoreByNumbers() throws IOException {
        store.put("2", "40", 4);
        store.put("5", "100", 30);
        ClientRun result = run("walk --dialect books -n 20 -p 1 --json");
        assertThat(result.exit()).isZero();
        assertThat(result.json().path("orders").path("accepted").asLong())
                .isPositive()
                .isEqualTo(result.json().path("verification").path("checked").asLong())
                .isEqualTo(store.log().size());
        assertThat(result.json().path("verification").path("verdict").asText()).isEqualTo("ok");
        assertThat(run("orders 3 --dialect books --names 05").exit()).isZero();
    }

    @Test
    void shouldDetectABookThatIsStoredInsteadOfAnother() {
        store.put("2", "40", 4);
        store.put("5", "100", 30);
        server.inject(new Fault() {
            @Override
            public TestStore.Placed shown(TestStore.Placed placed) {
                return new TestStore.Placed(placed.number(), placed.type(), "5", 1, placed.price());
            }
        });
        ClientRun result = run("orders 1 --dialect books --names 2");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out()).contains("buy 1 of 2 but is stored as").contains("1 of 5");
    }

    @Test
    void shouldBuyABookUntilItIsOutOfStock() {
        store.put("2", "40", 1);
        ClientRun bought = run("buy 2 1 --dialect books");
        assertThat(bought.exit()).isZero();
        assertThat(bought.out()).contains("order 1: buy 1 of 2");
        ClientRun none = run("buy 2 1 --dialect books");
        assertThat(none.exit()).isEqualTo(1);
        assertThat(none.err()).contains("out of stock");
        assertThat(run("buy 7 1 --dialect books").err()).contains("there is no book 7");
        assertThat(run("lookup 2 --dialect books").out()).contains("Book 2");
        assertThat(run("lookup 7 --dialect books").exit()).isEqualTo(1);
    }

    @Test
    void shouldSearchByTopic() throws IOException {
        store.put("2", "40", 4);
        store.put("5", "100", 30);
        ClientRun books = run("search DS --dialect books --json");
        assertThat(books.exit()).isZero();
        assertThat(books.json().path("items").findValuesAsText("name")).containsExactly("Book 2", "Book 5");
        assertThat(books.json().path("items").findValuesAsText("number")).containsExactly("2", "5");
        assertThat(run("search tests --store books").out()).contains("number").contains("100");
        assertThat(run("search tests --store nowhere").exit()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "search",
                "search DS --dialect toys",
                "sell Whale 1 --dialect toys",
                "sell 2 1 --dialect books",
                "buy 2 2 --dialect books",
                "buy RPCs 1 --dialect books",
                "lookup RPCs --dialect books",
                "walk --dialect books --names 1,RPCs",
                "walk --dialect toys --sell-share 0.1",
                "orders 5 --dialect books --max-quantity 2"
            })
    void shouldExitWith2ForARequestThatTheDialectDoesNotHave(String line) {
        ClientRun result = run(line);
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
    }
}
