package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import menhir.testkit.NewCluster;
import menhir.testkit.NodeApi.Reply;
import menhir.testkit.SharedCluster;
import menhir.testkit.Shoppers;
import menhir.testkit.TestCluster;
import menhir.testkit.TestNode;
import menhir.testkit.Wish;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Three nodes that have never seen each other. */
@ExtendWith(SharedCluster.class)
class FormationIT {

    @Test
    @NewCluster
    void shouldTakeOrdersAtAnyNodeAndShowTheSameAtAll(TestCluster cluster) throws Exception {
        cluster.start();
        cluster.awaitReady();
        cluster.awaitLeader();

        // An order at each node, looked up and listed at every other.
        List<JsonNode> orders = new ArrayList<>();
        for (TestNode node : cluster.nodes()) {
            orders.add(cluster.customer().place(node, Wish.buy("GameStart", node.number())));
            long left = 100 - (long) node.number() * (node.number() + 1) / 2;
            for (TestNode each : cluster.nodes()) {
                Reply seen = each.api().lookup("GameStart", TestCluster.PATIENCE);
                assertThat(seen.body().path("quantity").asLong())
                        .as("at " + each)
                        .isEqualTo(left);
            }
        }
        for (TestNode each : cluster.nodes()) {
            JsonNode listed = each.api().ask("/v1/stores/stocks/orders");
            assertThat(listed.path("orders")).as("at " + each).containsExactlyElementsOf(orders);
        }
        cluster.awaitSameLogs();
    }

    @Test
    void shouldExplainEveryAnswerWhenNothingBreaks(TestCluster cluster) throws Exception {
        try (Shoppers shoppers = Shoppers.at(cluster)) {
            shoppers.awaitAcknowledged(100);
        }
        cluster.verify();
    }
}
