package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import menhir.testkit.NodeApi;
import menhir.testkit.NodeApi.Reply;
import menhir.testkit.SharedCluster;
import menhir.testkit.StoreEvents;
import menhir.testkit.TestCluster;
import menhir.testkit.TestNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients of the toy store's original API. */
@ExtendWith(SharedCluster.class)
class ToyStoreIT {
    private static final String STORE = "toys";
    private static final int INITIAL = 7;
    private static final int FULL = 100;
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(12);

    @Test
    void shouldRestockOnceWhenTheLeaderIsKilledAndLogRejectedOrders(TestCluster cluster) throws Exception {
        String toy = "Toy " + UUID.randomUUID();
        String json = "{\"price\": 4.50, \"quantity\": " + INITIAL + "}";
        cluster.node(1).api().addItem(STORE, toy, json);
        TestNode leader = cluster.awaitLeader(STORE);
        List<TestNode> others = cluster.others(leader);
        Reply tooMany = buy(others.get(0), toy, 1_000);
        assertThat(tooMany.status()).isEqualTo(400);
        assertThat(tooMany.body().path("error").path("message").asText()).contains("were requested");

        // The toy sells out, and the leader is killed, perhaps before or during the restock.
        long first = placed(buy(leader, toy, INITIAL));
        leader.kill9();
        for (TestNode node : others) {
            TestCluster.until("the toy is restocked at " + node, () -> stock(node, toy) == FULL);
        }
        long second = placed(buy(others.get(1), toy, 1));
        assertThat(second).isGreaterThan(first);
        leader.start();
        cluster.awaitSameLogs(STORE);

        for (TestNode node : cluster.nodes()) {
            assertThat(stock(node, toy)).as("at " + node).isEqualTo(FULL - 1);
            assertThat(StoreEvents.read(node.api(), STORE, second))
                    .as("at " + node)
                    .filteredOn(event -> event.kind().equals("restock")
                            && event.data().path("item").asText().equals(toy))
                    .singleElement()
                    .satisfies(event ->
                            assertThat(event.data().path("quantity").asLong()).isEqualTo(FULL));
            String log = node.api().get("/toys/orders.log", ATTEMPT_TIMEOUT).text();
            assertThat(log.lines().filter(line -> line.contains(toy)))
                    .as("at " + node)
                    .containsExactly(
                            "-1 " + toy + " 1000", first + " " + toy + " " + INITIAL, second + " " + toy + " 1");
        }
    }

    private static Reply buy(TestNode node, String toy, int quantity) throws IOException, InterruptedException {
        String path = "/" + NodeApi.segment(toy) + "/" + quantity;
        return node.api().post(path, UUID.randomUUID().toString(), ATTEMPT_TIMEOUT);
    }

    private static long placed(Reply reply) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return Long.parseLong(reply.body().path("data").path("order_number").textValue());
    }

    /** The quantity that a lookup shows; -1 if it failed. */
    private static long stock(TestNode node, String toy) throws IOException, InterruptedException {
        Reply reply = node.api().get("/products/" + NodeApi.segment(toy), ATTEMPT_TIMEOUT);
        return reply.status() == 200
                ? reply.body().path("data").path("quantity").asLong()
                : -1;
    }
}
