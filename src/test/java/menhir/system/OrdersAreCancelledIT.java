package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import menhir.experiment.lab.NodeApi;
import menhir.experiment.lab.StoreEvents;
import menhir.testkit.NewCluster;
import menhir.testkit.SharedCluster;
import menhir.testkit.TestCluster;
import menhir.testkit.TestNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Orders are placed at one node and cancelled at another, while the leader is killed: each gives back its stock once. */
@ExtendWith(SharedCluster.class)
class OrdersAreCancelledIT {
    private static final String STORE = TestCluster.STORE;
    private static final String PATH = "/v1/stores/" + STORE;
    private static final String ITEM = "Seat";
    private static final int SEATS = 50;
    private static final String ORDER = "{\"type\":\"buy\",\"item\":\"" + ITEM + "\",\"quantity\":1}";
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    @Test
    @NewCluster
    void shouldGiveBackTheStockOfEachOrderOnce(TestCluster cluster) throws Exception {
        cluster.start();
        cluster.awaitSameLogs();
        TestCluster.addItem(cluster.node(1).api(), STORE, ITEM, "{\"price\": 80.00, \"quantity\": " + SEATS + "}");

        AtomicInteger cancelled = new AtomicInteger();
        ExecutorService customers = Executors.newFixedThreadPool(2);
        try {
            Future<?> one = customers.submit(() -> buyAndCancel(cluster, 0, cancelled));
            Future<?> other = customers.submit(() -> buyAndCancel(cluster, 1, cancelled));
            TestCluster.until("some orders are cancelled", () -> cancelled.get() >= SEATS / 4 || one.isDone());
            TestNode leader = cluster.awaitLeader();
            leader.kill9();
            TestCluster.until(
                    "more orders are cancelled", () -> cancelled.get() >= SEATS / 2 || one.isDone() || other.isDone());
            leader.start();
            one.get();
            other.get();
        } finally {
            customers.shutdownNow();
        }

        cluster.awaitReady();
        for (TestNode node : cluster.nodes()) {
            verify(node.api());
        }
        cluster.awaitSameLogs();
    }

    /** Half of the seats, each bought, cancelled with one key at two nodes, and found to be cancelled. */
    private static Void buyAndCancel(TestCluster cluster, int offset, AtomicInteger cancelled) throws Exception {
        for (int i = 0; i < SEATS / 2; i++) {
            int node = offset + i;
            String bought = UUID.randomUUID().toString();
            JsonNode order = answered(cluster, node, 201, api -> api.order(STORE, bought, ORDER, TIMEOUT));
            String path = PATH + "/orders/" + order.path("number").asLong() + "/cancel";
            String key = UUID.randomUUID().toString();
            JsonNode first = answered(cluster, node + 1, 200, api -> api.post(path, key, TIMEOUT));
            JsonNode again = answered(cluster, node + 2, 200, api -> api.post(path, key, TIMEOUT));
            assertThat(again).isEqualTo(first);
            answered(cluster, node, 409, api -> api.post(path, key + "-other", TIMEOUT));
            cancelled.incrementAndGet();
        }
        return null;
    }

    private interface Call {
        NodeApi.Reply at(NodeApi node) throws IOException, InterruptedException;
    }

    /** Asks one node after the other until one answers for good. */
    private static JsonNode answered(TestCluster cluster, int first, int status, Call call)
            throws InterruptedException {
        for (int attempt = first; ; attempt++) {
            TestNode node = cluster.nodes().get(attempt % cluster.nodes().size());
            try {
                NodeApi.Reply reply = call.at(node.api());
                if (reply.status() < 500) {
                    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
                    return reply.body();
                }
            } catch (IOException e) {
                // The node is down: the next one is asked.
            }
        }
    }

    /** At this node all seats are there, each order is cancelled, and the log adds up. */
    private static void verify(NodeApi node) throws IOException, InterruptedException {
        assertThat(node.json(PATH + "/items/" + ITEM).path("quantity").asInt()).isEqualTo(SEATS);
        JsonNode orders = node.json(PATH + "/orders?limit=100&item=" + ITEM).path("orders");
        assertThat(orders).hasSize(SEATS);
        long last = 0;
        for (JsonNode order : orders) {
            JsonNode shown = node.json(PATH + "/orders/" + order.path("number").asLong());
            assertThat(order.path("cancellation").path("index"))
                    .isEqualTo(shown.path("cancellation").path("index"));
            assertThat(shown.path("cancellation").path("lines")).isEqualTo(shown.path("lines"));
            last = order.path("number").asLong();
        }
        int left = SEATS;
        for (StoreEvents.Event event : StoreEvents.read(node, STORE, last)) {
            boolean ours =
                    event.data().path("lines").path(0).path("item").asText().equals(ITEM);
            left -= ours && event.kind().equals("order") ? 1 : 0;
            left += ours && event.kind().equals("cancellation") ? 1 : 0;
            assertThat(left).isBetween(0, SEATS);
        }
    }
}
