package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import menhir.chaos.check.OrderRequest;
import menhir.chaos.load.RecordingClient;
import menhir.experiment.lab.NodeApi;
import menhir.experiment.lab.NodeApi.Reply;
import menhir.testkit.OldFolder;
import menhir.testkit.TestCluster;
import menhir.testkit.TestNode;
import org.junit.jupiter.api.Test;

/** A cluster goes on with the data folders that release 0.1.0 wrote. */
class OldFolderIT {
    private static final List<String> STORES_WITH_ORDERS = List.of("stocks", "books", "toys");
    private static final String ITEM = "GameStart";

    private final JsonNode expected = OldFolder.expected();

    OldFolderIT() throws IOException {}

    @Test
    void shouldKeepAllThatRelease010Wrote() throws Exception {
        try (TestCluster cluster = TestCluster.onOldFolder()) {
            cluster.start();
            cluster.awaitReady();
            shouldHoldAll(cluster, Map.of(), List.of());
            awaitSpreadLeaders(cluster);

            JsonNode first = orderAt(cluster.node(1));
            JsonNode second = orderAt(cluster.node(3));
            long last = orders("stocks").size();
            assertThat(List.of(
                            first.path("number").asLong(), second.path("number").asLong()))
                    .containsExactly(last + 1, last + 2);
            shouldHoldAll(cluster, Map.of(ITEM, -2L), List.of(first, second));

            cluster.nodes().forEach(TestNode::stop);
            cluster.start();
            cluster.awaitReady();
            shouldHoldAll(cluster, Map.of(ITEM, -2L), List.of(first, second));
        }
    }

    /** Each node leads a store. Nothing is said about where: as in a new cluster. */
    private static void awaitSpreadLeaders(TestCluster cluster) {
        TestCluster.until(
                "each store's leader is at home",
                () -> Map.of("books", 1, "games", 2, "stocks", 3, "toys", 1).entrySet().stream()
                        .allMatch(home -> cluster.awaitLeader(home.getKey()).number() == home.getValue()));
    }

    private static JsonNode orderAt(TestNode node) throws Exception {
        return RecordingClient.send(OrderRequest.buy(ITEM, 1), node.api(), TestCluster.TIMEOUT)
                .body();
    }

    /**
     * Compares all stores, at each node, with what release 0.1.0 had answered.
     *
     * @param changes of the quantities of stocks since then
     * @param newOrders of stocks since then
     */
    private void shouldHoldAll(TestCluster cluster, Map<String, Long> changes, List<JsonNode> newOrders)
            throws Exception {
        for (String store : List.of("stocks", "books", "toys", "games")) {
            cluster.awaitSameLogs(store);
        }
        for (TestNode node : cluster.nodes()) {
            for (String store : STORES_WITH_ORDERS) {
                boolean changed = store.equals(TestCluster.STORE);
                shouldHoldOrders(node.api(), store, changed ? newOrders : List.of());
                shouldHoldItems(node.api(), store, changed ? changes : Map.of());
            }
            shouldHoldBoards(node.api());
            assertThat(node.api().get("/toys/orders.log", TestCluster.TIMEOUT).text())
                    .as("the toys' log at " + node)
                    .isEqualTo(expected.path("toysLog").asText());
        }
        shouldReplayKeys(cluster);
    }

    private List<JsonNode> orders(String store) {
        List<JsonNode> orders = new ArrayList<>();
        expected.path("stores").path(store).path("orders").forEach(orders::add);
        return orders;
    }

    private void shouldHoldOrders(NodeApi node, String store, List<JsonNode> newOrders) throws Exception {
        List<JsonNode> all = orders(store);
        all.addAll(newOrders);
        List<JsonNode> found = new ArrayList<>();
        JsonNode page;
        do {
            page = node.json("/v1/stores/" + store + "/orders?limit=1000&after=" + found.size());
            page.path("orders").forEach(found::add);
        } while (page.path("next").isNumber());
        assertThat(found).as("orders of " + store + " at " + node).isEqualTo(all);
    }

    private void shouldHoldItems(NodeApi node, String store, Map<String, Long> changes) throws Exception {
        JsonNode items = node.json("/v1/stores/" + store + "/items?limit=100").path("items");
        Map<String, JsonNode> found = new HashMap<>();
        items.forEach(item -> found.put(item.path("name").asText(), item));
        JsonNode before = expected.path("stores").path(store).path("items");
        assertThat(items).as("items of " + store + " at " + node).hasSameSizeAs(before);
        for (JsonNode item : before) {
            String name = item.path("name").asText();
            JsonNode now = Objects.requireNonNull(found.get(name), name);
            if (changes.containsKey(name)) {
                assertThat(now.path("quantity").asLong())
                        .as(name + " at " + node)
                        .isEqualTo(item.path("quantity").asLong() + changes.get(name));
            } else {
                assertThat(now).as(name + " at " + node).isEqualTo(item);
            }
            assertThat(node.json("/v1/stores/" + store + "/items/" + NodeApi.segment(name)))
                    .as("lookup of " + name + " at " + node)
                    .isEqualTo(now);
        }
    }

    private void shouldHoldBoards(NodeApi node) throws Exception {
        for (var board : expected.path("stores").path("games").properties()) {
            if (!board.getKey().equals("digest")) {
                String path = "/v1/stores/games/" + board.getKey().replace(" ", "%20");
                assertThat(node.json(path)).as(path + " at " + node).isEqualTo(board.getValue());
            }
        }
    }

    /** Each key is sent again, to one node after the other, and must get the order that it got then. */
    private void shouldReplayKeys(TestCluster cluster) throws Exception {
        List<JsonNode> orders = orders("stocks");
        int sent = 0;
        for (var key : expected.path("keys").properties()) {
            JsonNode order = key.getValue();
            TestNode node = cluster.node(1 + sent % OldFolder.NODES);
            String json = "{\"type\":" + order.path("type") + ",\"lines\":" + order.path("lines") + "}";
            Reply reply = node.api().order("stocks", key.getKey(), json, TestCluster.TIMEOUT);
            assertThat(reply.header("Idempotent-Replayed"))
                    .as(key.getKey() + " at " + node + ": " + reply)
                    .isEqualTo("true");
            assertThat(reply.body())
                    .as(key.getKey() + " at " + node)
                    .isEqualTo(orders.get(order.path("number").asInt() - 1));
            sent++;
        }
        assertThat(sent).isEqualTo(expected.path("keys").size()).isPositive();
    }
}
