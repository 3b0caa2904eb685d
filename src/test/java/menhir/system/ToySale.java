package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import menhir.experiment.lab.NodeApi;
import menhir.experiment.lab.NodeApi.Reply;
import menhir.experiment.lab.StoreEvents;
import menhir.testkit.TestCluster;
import menhir.testkit.TestNode;

/** A client of the toy store's original API: it buys all of a toy, which is then restocked. */
final class ToySale {
    static final String STORE = "toys";

    private static final int INITIAL = 7;
    private static final int FULL = 100;
    private static final int TOO_MANY = 1_000;
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(12);

    private final TestCluster cluster;
    private final String toy = "Toy " + UUID.randomUUID();
    private long soldOutBy;
    private long boughtAgainBy;

    private ToySale(TestCluster cluster) {
        this.cluster = cluster;
    }

    /** Adds a toy, and sends an order for more of it than there is, which is rejected. */
    static ToySale at(TestNode node, TestCluster cluster) throws IOException, InterruptedException {
        ToySale sale = new ToySale(cluster);
        TestCluster.addItem(node.api(), STORE, sale.toy, "{\"price\": 4.50, \"quantity\": " + INITIAL + "}");
        Reply tooMany = sale.buy(node, TOO_MANY);
        assertThat(tooMany.status()).isEqualTo(400);
        assertThat(tooMany.body().path("error").path("message").asText()).contains("were requested");
        return sale;
    }

    /** Buys all there is of the toy. */
    void sellOut(TestNode node) throws IOException, InterruptedException {
        soldOutBy = placed(buy(node, INITIAL));
    }

    /** Waits until nodes show that the toy is restocked. */
    void awaitRestocked(List<TestNode> nodes) {
        for (TestNode node : nodes) {
            TestCluster.until("the toy is restocked at " + node, () -> stock(node) == FULL);
        }
    }

    /** Buys one of the toy after it was restocked. */
    void buyAgain(TestNode node) throws IOException, InterruptedException {
        boughtAgainBy = placed(buy(node, 1));
        assertThat(boughtAgainBy).isGreaterThan(soldOutBy);
    }

    /** Checks that the toy was restocked once, and that the rejected order is in the log. */
    void verify() throws Exception {
        cluster.awaitSameLogs(STORE);
        for (TestNode node : cluster.nodes()) {
            assertThat(stock(node)).as("at " + node).isEqualTo(FULL - 1);
            assertThat(StoreEvents.read(node.api(), STORE, boughtAgainBy))
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
                            "-1 " + toy + " " + TOO_MANY,
                            soldOutBy + " " + toy + " " + INITIAL,
                            boughtAgainBy + " " + toy + " 1");
        }
    }

    private Reply buy(TestNode node, int quantity) throws IOException, InterruptedException {
        String path = "/" + NodeApi.segment(toy) + "/" + quantity;
        return node.api().post(path, UUID.randomUUID().toString(), ATTEMPT_TIMEOUT);
    }

    private static long placed(Reply reply) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return Long.parseLong(reply.body().path("data").path("order_number").textValue());
    }

    /** The quantity that a lookup shows; -1 if it failed. */
    private long stock(TestNode node) throws IOException, InterruptedException {
        Reply reply = node.api().get("/products/" + NodeApi.segment(toy), ATTEMPT_TIMEOUT);
        return reply.status() == 200
                ? reply.body().path("data").path("quantity").asLong()
                : -1;
    }
}
