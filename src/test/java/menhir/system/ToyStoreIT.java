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

/** The toy store's own clients, which know its old paths and nothing else. */
@ExtendWith(SharedCluster.class)
class ToyStoreIT {
    private static final String STORE = "toys";
    private static final int AT_FIRST = 7;
    private static final int FULL = 100;
    private static final Duration ATTEMPT = Duration.ofSeconds(12);

    @Test
    void shouldRestockOnceThoughTheLeaderIsKilledAndKeepWhatWasRefused(TestCluster cluster) throws Exception {
        String toy = "Toy " + UUID.randomUUID();
        String json = "{\"price\": 4.50, \"quantity\": " + AT_FIRST + "}";
        cluster.node(1).api().addItem(STORE, toy, json);
        TestNode leader = cluster.awaitLeader(STORE);
        List<TestNode> others = cluster.others(leader);
        Reply tooMany = buy(others.get(0), toy, 1_000);
        assertThat(tooMany.status()).isEqualTo(404);
        assertThat(tooMany.body().path("error").path("message").asText()).isEqualTo("out of stock");

        // It runs out, and the leader is killed: perhaps before it has filled it up, perhaps in the midst of it.
        long first = placed(buy(leader, toy, AT_FIRST));
        leader.kill9();
        for (TestNode node : others) {
            TestCluster.until("it is full again at " + node, () -> stock(node, toy) == FULL);
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
            String log = node.api().get("/toys/orders.log", ATTEMPT).text();
            assertThat(log.lines().filter(line -> line.contains(toy)))
                    .as("at " + node)
                    .containsExactly(
                            "-1 " + toy + " 1000", first + " " + toy + " " + AT_FIRST, second + " " + toy + " 1");
        }
    }

    private static Reply buy(TestNode node, String toy, int quantity) throws IOException, InterruptedException {
        String path = "/" + NodeApi.segment(toy) + "/" + quantity;
        return node.api().post(path, UUID.randomUUID().toString(), ATTEMPT);
    }

    private static long placed(Reply reply) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return Long.parseLong(reply.body().path("data").path("order_number").textValue());
    }

    /** What a lookup shows; -1 if it was not answered now. */
    private static long stock(TestNode node, String toy) throws IOException, InterruptedException {
        Reply reply = node.api().get("/products/" + NodeApi.segment(toy), ATTEMPT);
        return reply.status() == 200
                ? reply.body().path("data").path("quantity").asLong()
                : -1;
    }
}
