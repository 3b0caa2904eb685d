package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import menhir.chaos.check.OrderRequest;
import menhir.experiment.lab.NodeApi.Reply;
import menhir.testkit.MixedLoad;
import menhir.testkit.NewCluster;
import menhir.testkit.SharedCluster;
import menhir.testkit.TestCluster;
import menhir.testkit.TestNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A new cluster forms. */
@ExtendWith(SharedCluster.class)
class FormationIT {

    @Test
    @NewCluster
    void shouldAcceptOrdersAtEachNodeAndShowThemAtAll(TestCluster cluster) throws Exception {
        cluster.start();
        cluster.awaitReady();
        cluster.awaitLeader();

        // An order at each node is visible at all nodes.
        List<JsonNode> orders = new ArrayList<>();
        for (TestNode node : cluster.nodes()) {
            orders.add(cluster.client().place(node, OrderRequest.buy("GameStart", node.number()), TestCluster.TIMEOUT));
            long left = 100 - (long) node.number() * (node.number() + 1) / 2;
            for (TestNode each : cluster.nodes()) {
                Reply seen = each.api().lookup(TestCluster.STORE, "GameStart", TestCluster.TIMEOUT);
                assertThat(seen.body().path("quantity").asLong())
                        .as("at " + each)
                        .isEqualTo(left);
            }
        }
        for (TestNode each : cluster.nodes()) {
            JsonNode listed = each.api().json("/v1/stores/stocks/orders");
            assertThat(listed.path("orders")).as("at " + each).containsExactlyElementsOf(orders);
        }
        cluster.awaitSameLogs();
    }

    @Test
    void shouldBeLinearizableWithoutFaults(TestCluster cluster) throws Exception {
        try (MixedLoad load = MixedLoad.on(cluster)) {
            load.awaitAcknowledged(100);
        }
        cluster.verify();
    }
}
