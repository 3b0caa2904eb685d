package menhir.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {

    private final TestStore store = new TestStore();
    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        store.put("GameStart", "15.90", 100);
        store.put("Stone Curling", "3.00", 1);
        server = new TestServer(store);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private ClientRun run(String... arguments) {
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "-s";
        all[arguments.length + 1] = server.address();
        return ClientRun.execute(all);
    }

    @Test
    void shouldShowAnItemWithItsExactPrice() throws IOException {
        ClientRun text = run("lookup", "Stone Curling");
        assertThat(text.exit()).isZero();
        assertThat(text.out()).contains("Stone Curling").contains("3.00");
        ClientRun json = run("lookup", "GameStart", "--json");
        assertThat(json.out()).contains("15.90");
        assertThat(json.json().path("cache").asText()).isEqualTo("miss");
        json = run("lookup", "GameStart", "--json");
        assertThat(json.json().path("cache").asText()).isEqualTo("hit");
        assertThat(json.json().path("quantity").asLong()).isEqualTo(100);
    }

    @Test
    void shouldExitWith1ForAnUnknownItemAndARejectedOrder() {
        assertThat(run("lookup", "Nothing").exit()).isEqualTo(1);
        assertThat(run("order", "99").exit()).isEqualTo(1);
        assertThat(run("items", "--store", "nowhere").exit()).isEqualTo(1);
        ClientRun rejected = run("buy", "Stone Curling", "2");
        assertThat(rejected.exit()).isEqualTo(1);
        assertThat(rejected.err()).contains("rejected: not enough stock");
    }

    @Test
    void shouldBuySellAndShowTheOrder() throws IOException {
        ClientRun buy = run("buy", "GameStart", "3", "--json");
        assertThat(buy.exit()).isZero();
        assertThat(buy.json().path("number").asLong()).isEqualTo(1);
        assertThat(buy.out()).contains("47.70");
        assertThat(run("sell", "GameStart", "5").out()).contains("order 2: sell 5 of GameStart, total 79.50");
        ClientRun order = run("order", "1");
        assertThat(order.exit()).isZero();
        assertThat(order.out()).contains("order 1 (buy)", "GameStart", "15.90", "total 47.70");
        assertThat(run("order", "2", "--dialect", "stocks").out()).contains("order 2 (sell)");
    }

    @Test
    void shouldPlaceAnOrderOnceUnderOneKey() {
        assertThat(run("buy", "GameStart", "3", "--key", "invoice-17").exit()).isZero();
        ClientRun again = run("buy", "GameStart", "3", "--key", "invoice-17");
        assertThat(again.exit()).isZero();
        assertThat(again.out()).contains("order 1").contains("placed before");
        assertThat(store.log()).hasSize(1);
        ClientRun other = run("buy", "GameStart", "4", "--key", "invoice-17");
        assertThat(other.exit()).isEqualTo(1);
        assertThat(other.err()).contains("rejected: 422");
    }

    @Test
    void shouldListTheNewestOrdersOverAllPages() throws IOException {
        for (int i = 1; i <= 8; i++) {
            run("buy", "GameStart", Integer.toString(i));
        }
        assertThat(run("list", "--json").json().path("orders").findValuesAsText("number"))
                .containsExactly("8", "7", "6", "5", "4", "3", "2", "1");
        assertThat(run("list", "--limit", "5").out().lines()).hasSize(6);
        assertThat(run("list", "--limit", "5").out()).contains("GameStart", "15.90", "2026-11-21T00:00:00Z");
        server.listings.clear();
        run("list", "--oldest-first", "--item", "Stone Curling", "--from", "2026-11-21T00:00:00+01:00", "--limit", "2");
        assertThat(server.listings)
                .containsExactly("order=oldest&limit=2&item=Stone Curling&from=2026-11-21T00:00:00+01:00");
    }

    @Test
    void shouldRejectATimeThatIsNone() {
        ClientRun result = run("list", "--to", "yesterday");
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("--to must be an instant such as 2026-11-22T06:42:16Z, but is yesterday");
    }

    @Test
    void shouldListAllItemsOverAllPages() throws IOException {
        for (int i = 0; i < 10; i++) {
            store.put("item" + i, "1.00", i);
        }
        assertThat(run("items", "--json").json().path("items")).hasSize(12);
        assertThat(run("items").out().lines()).hasSize(13);
    }

    @Test
    void shouldShowTheCluster() throws IOException {
        ClientRun text = run("cluster");
        assertThat(text.exit()).isZero();
        assertThat(text.out()).contains("127.0.0.1:8080", "store stocks: leader one, epoch 3", "member");
        assertThat(run("cluster", "--json").json().path("nodes")).hasSize(1);
    }

    @Test
    void shouldShowTheClusterEverySecond() {
        ClientRun result = run("cluster", "--watch", "--views", "2", "--json");
        assertThat(result.exit()).isZero();
        assertThat(result.out().lines()).hasSize(2).allMatch(line -> line.startsWith("{\"nodes\":"));
        assertThat(run("cluster", "--views", "2").err()).contains("--views needs --watch");
    }

    @ParameterizedTest
    @CsvSource({
        "aa,aa,c1,c1,0,the replicas agree",
        "aa,bb,c1,c1,1,the replicas differ",
        "aa,aa,c1,c2,1,the replicas' catalogs differ",
        "aa,aa,c1,,0,the replicas agree"
    })
    void shouldReportWhetherReplicasDiffer(
            String one, String two, String catalog, @Nullable String otherCatalog, int exit, String verdict)
            throws IOException {
        boolean silent = otherCatalog == null;
        String body = "{\"index\":9,\"replicas\":[" + replica(1, one, catalog) + ',' + replica(2, two, otherCatalog)
                + ',' + replica(3, null, null) + "]}";
        try (ScriptedServer scripted = new ScriptedServer((head, out) -> {
            ScriptedServer.write(out, ScriptedServer.withLength(200, "application/json", body));
            return true;
        })) {
            ClientRun result = ClientRun.execute("digest", "-s", scripted.address());
            assertThat(result.exit()).isEqualTo(exit);
            assertThat(result.out()).contains(verdict + (silent ? "; 2 did not answer" : "; 1 did not answer"));
            assertThat(ClientRun.execute("digest", "--json", "-s", scripted.address())
                            .json()
                            .path("verdict")
                            .asText())
                    .isEqualTo(verdict);
        }
    }

    private static String replica(int slot, @Nullable String digest, @Nullable String catalog) {
        return "{\"slot\":" + slot + ",\"index\":9,\"digest\":" + quoted(digest) + ",\"catalog\":" + quoted(catalog)
                + '}';
    }

    private static String quoted(@Nullable String text) {
        return text == null ? "null" : '"' + text + '"';
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "zzz",
                "walk -n 0",
                "walk -p 1.1",
                "walk -p NaN",
                "walk --clients 0",
                "walk --servers nowhere",
                "walk --servers a:0",
                "walk --servers a:99999",
                "walk --dialect latin",
                "walk --timeout-millis 0",
                "lookups",
                "lookups many",
                "buy GameStart",
                "buy GameStart 0",
                "buy GameStart 1 --key ä",
                "load --kind dance",
                "load --connections 0",
                "watch --events 0"
            })
    void shouldExitWith2OnWrongUsage(String line) {
        ClientRun result = ClientRun.execute(line.isEmpty() ? new String[0] : line.split(" ", -1));
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("Usage:");
        assertThat(result.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "walk",
                "lookups",
                "orders",
                "lookup",
                "buy",
                "sell",
                "order",
                "list",
                "items",
                "search",
                "cluster",
                "watch",
                "digest",
                "load",
                "scores",
                "set-score",
                "award-medal",
                "raffle",
                "clock"
            })
    void shouldExplainEachCommandWithExamplesAndExitStatuses(String command) {
        ClientRun result = ClientRun.execute(command, "--help");
        assertThat(result.exit()).isZero();
        assertThat(result.out())
                .contains("Examples:", "client " + command, "Exit status:", "no server gave a usable response");
    }
}
