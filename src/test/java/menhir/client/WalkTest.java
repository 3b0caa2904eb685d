package menhir.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import menhir.client.api.OrderView;
import menhir.client.http.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WalkTest {

    private final TestStore store = new TestStore();
    private TestServer first;
    private TestServer second;

    @BeforeEach
    void start() throws IOException {
        for (String name : List.of("GameStart", "FishCo", "Stone Curling", "a/b?c&d", "MenhirCo")) {
            store.put(name, "25.90", 1_000);
        }
        first = new TestServer(store);
        second = new TestServer(store);
    }

    @AfterEach
    void stop() {
        first.close();
        second.close();
    }

    private String both() {
        return first.address() + "," + second.address();
    }

    private static Fault showing(UnaryOperator<TestStore.@Nullable Placed> change) {
        return new Fault() {
            @Override
            public TestStore.@Nullable Placed shown(TestStore.Placed placed) {
                return change.apply(placed);
            }
        };
    }

    @Test
    void shouldVerifyEveryOrderOfACorrectServer() throws IOException {
        ClientRun result =
                ClientRun.execute("walk", "-s", both(), "-n", "50", "-c", "3", "-p", "1", "--seed", "7", "--json");
        assertThat(result.exit()).isZero();
        JsonNode json = result.json();
        assertThat(json.path("orders").path("accepted").asLong())
                .isEqualTo(150)
                .isEqualTo(store.log().size());
        assertThat(json.path("verification").path("checked").asLong()).isEqualTo(150);
        assertThat(json.path("verification").path("verdict").asText()).isEqualTo("ok");
        assertThat(json.path("seed").asLong()).isEqualTo(7);
        assertThat(json.path("retries").asLong()).isZero();
        assertThat(json.path("requests").findValuesAsText("kind"))
                .contains("lookup hit", "lookup miss", "order", "order lookup", "all");
        assertThat(result.err()).isEmpty();
        assertThat(second.requests()).as("clients spread over the servers").isPositive();
    }

    @Test
    void shouldPlaceEachOrderOnceWhenResponsesAreLostAndServersUnavailable() throws IOException {
        first.inject(Fault.loseResponseOfEach(3));
        second.inject(Fault.unavailableEach(4, 0));
        String servers = ClientRun.deadAddress() + "," + both();
        ClientRun result = ClientRun.execute("walk", "-s", servers, "-n", "40", "-c", "3", "-p", "1", "--json");
        assertThat(result.exit()).isZero();
        JsonNode json = result.json();
        assertThat(store.log()).as("no order twice").hasSize(120);
        assertThat(json.path("orders").path("accepted").asLong()).isEqualTo(120);
        assertThat(json.path("orders").path("replayed").asLong()).isPositive();
        assertThat(json.path("retries").asLong()).isPositive();
        assertThat(json.path("failovers").asLong()).isPositive();
        assertThat(json.path("failures")).isEmpty();
    }

    @Test
    void shouldExitWith1WhenAnOrderIsStoredWithAnotherQuantity() throws IOException {
        first.inject(showing(placed -> placed.number() != 2
                ? placed
                : new TestStore.Placed(2, placed.type(), placed.item(), placed.quantity() + 1, placed.price())));
        ClientRun result = ClientRun.execute("walk", "-s", first.address(), "-n", "5", "-p", "1");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out())
                .contains("verification  failed: 5 checked, 1 wrong, 0 missing")
                .contains("! order 2");
    }

    @Test
    void shouldExitWith1WhenAnOrderIsStoredWithAnotherType() throws IOException {
        first.inject(showing(placed ->
                new TestStore.Placed(placed.number(), "sell", placed.item(), placed.quantity(), placed.price())));
        ClientRun result = ClientRun.execute("orders", "2", "-s", first.address(), "--json");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.json().path("verification").path("wrong").asLong()).isEqualTo(2);
    }

    @Test
    void shouldExitWith1WhenAnOrderIsMissing() throws IOException {
        first.inject(showing(placed -> placed.number() == 3 ? null : placed));
        ClientRun result = ClientRun.execute("walk", "-s", first.address(), "-n", "5", "-p", "1", "--json");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.json().path("verification").path("missing").asLong()).isEqualTo(1);
        assertThat(result.json().path("verification").path("findings").get(0).asText())
                .contains("order 3", "missing");
    }

    @Test
    void shouldAcceptARejectionForLackOfStock() throws IOException {
        store.put("Scarce", "1.00", 3);
        ClientRun result = ClientRun.execute("orders", "5", "-s", first.address(), "--names", "Scarce", "--json");
        assertThat(result.exit()).isZero();
        assertThat(result.json().path("orders").path("accepted").asLong()).isEqualTo(3);
        assertThat(result.json().path("orders").path("rejected").asLong()).isEqualTo(2);
    }

    @Test
    void shouldExitWith1WhenAValidOrderIsRejectedAsInvalid() throws IOException {
        first.inject(new Fault() {
            @Override
            public boolean beforeRequest(HttpExchange exchange, long count) throws IOException {
                if (exchange.getRequestMethod().equals("POST")) {
                    exchange.sendResponseHeaders(422, -1);
                    return true;
                }
                return false;
            }
        });
        ClientRun result = ClientRun.execute("orders", "2", "-s", first.address(), "--json");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.json().path("verification").path("wrong").asLong()).isEqualTo(2);
    }

    @Test
    void shouldExitWith1WhenOneNumberIsGivenToTwoOrders() throws IOException {
        OrderView stored = new OrderView(7, "buy", List.of(new OrderView.Line("GameStart", 1, null)), null, null);
        String body = Json.write(stored);
        try (ScriptedServer forgetful = new ScriptedServer((head, out) -> {
            ScriptedServer.write(
                    out,
                    ScriptedServer.withLength(201, "application/json", body)
                            .replace("201", head.startsWith("POST") ? "201" : "200"));
            return true;
        })) {
            ClientRun result = ClientRun.execute("orders", "2", "-s", forgetful.address(), "--names", "GameStart");
            assertThat(result.exit()).isEqualTo(1);
            assertThat(result.out()).contains("number 7 was given to two orders");
        }
    }

    @Test
    void shouldNotBuyAnItemOutOfStock() throws IOException {
        store.put("None", "1.00", 0);
        ClientRun result =
                ClientRun.execute("walk", "-s", first.address(), "--names", "None", "-n", "5", "-p", "1", "--json");
        assertThat(result.exit()).isZero();
        assertThat(store.log()).isEmpty();
        assertThat(result.json().path("verification").path("verdict").asText()).isEqualTo("nothing to check");
    }

    @Test
    void shouldSellAnItemOutOfStock() throws IOException {
        store.put("None", "1.00", 0);
        ClientRun result = ClientRun.execute(
                "walk", "-s", first.address(), "--names", "None", "-n", "5", "-p", "1", "--sell-share", "1", "--json");
        assertThat(result.exit()).isZero();
        assertThat(store.log()).hasSize(5).extracting(TestStore.Placed::type).containsOnly("sell");
    }

    @Test
    void shouldBuyAndSellUpToTheGivenQuantity() throws IOException {
        ClientRun result = ClientRun.execute(
                "orders", "100", "-s", both(), "--sell-share", "0.5", "--max-quantity", "4", "--seed", "1", "--json");
        assertThat(result.exit()).isZero();
        assertThat(store.log()).extracting(TestStore.Placed::type).contains("buy", "sell");
        assertThat(store.log()).extracting(TestStore.Placed::quantity).containsOnly(1L, 2L, 3L, 4L);
    }

    @Test
    void shouldVisitTheSameItemsWithTheSameSeed() {
        String[] arguments = {"orders", "30", "-s", first.address(), "--seed", "99", "--quiet"};
        assertThat(ClientRun.execute(arguments).exit()).isZero();
        assertThat(ClientRun.execute(arguments).exit()).isZero();
        List<String> items = store.log().stream().map(TestStore.Placed::item).toList();
        assertThat(items).as("all 60 are placed, since the keys are new").hasSize(60);
        assertThat(items.subList(0, 30)).isEqualTo(items.subList(30, 60));
    }

    @Test
    void shouldUseTheDialectOfTheClassicalBazaar() throws IOException {
        first.inject(Fault.loseResponseOfEach(5));
        ClientRun result = ClientRun.execute(
                "walk", "-s", both(), "--dialect", "stocks", "-n", "30", "-p", "1", "--sell-share", "0.3", "--json");
        assertThat(result.exit()).isZero();
        assertThat(result.json().path("verification").path("checked").asLong()).isEqualTo(30);
        assertThat(store.log()).hasSize(30);
    }

    @Test
    void shouldExitWith3WithTheReasonWhenNoServerAnswers() throws IOException {
        String dead = ClientRun.deadAddress();
        ClientRun text = ClientRun.execute("walk", "-s", dead, "--deadline-millis", "300");
        assertThat(text.exit()).isEqualTo(3);
        assertThat(text.out()).isEmpty();
        assertThat(text.err()).contains("no server answered within 300 ms").contains(dead);
        ClientRun json = ClientRun.execute("walk", "-s", dead, "--deadline-millis", "300", "--json");
        assertThat(json.exit()).isEqualTo(3);
        assertThat(json.json().path("error").asText()).contains(dead);
    }

    @Test
    void shouldReportTheFinishedPartWhenTheServersFailDuringTheWalk() throws IOException {
        first.inject(new Fault() {
            @Override
            public boolean beforeRequest(HttpExchange exchange, long count) {
                return count > 20;
            }
        });
        ClientRun result = ClientRun.execute(
                "walk", "-s", first.address(), "-n", "500", "-p", "1", "--deadline-millis", "2000", "--json");
        assertThat(result.exit()).isEqualTo(3);
        JsonNode json = result.json();
        assertThat(json.path("failures")).isNotEmpty();
        assertThat(json.path("verification").path("verdict").asText()).isEqualTo("incomplete");
        assertThat(json.path("verification").path("unchecked").asLong())
                .isEqualTo(store.log().size());
        assertThat(json.path("longestWithoutSuccessMillis").asLong()).isPositive();
    }

    @Test
    void shouldShowAProgressBarOnTheErrorStreamOnlyWhenForced() {
        ClientRun result = ClientRun.execute("lookups", "20", "-s", first.address(), "--progress", "--json");
        assertThat(result.exit()).isZero();
        assertThat(result.err()).contains("lookups").contains("20/20");
        assertThat(result.out()).startsWith("{").endsWith("}" + System.lineSeparator());
        assertThat(ClientRun.execute("lookups", "20", "-s", first.address(), "--quiet")
                        .err())
                .isEmpty();
    }
}
