package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import menhir.experiment.lab.NodeApi.Reply;
import menhir.testkit.SharedCluster;
import menhir.testkit.TestCluster;
import menhir.testkit.TestNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients of the bookstore's original API. */
@ExtendWith(SharedCluster.class)
class BookstoreIT {
    @Test
    void shouldBalanceCacheMissesOverAllReplicas(TestCluster cluster) throws Exception {
        cluster.awaitReady();
        String topic = "balance " + UUID.randomUUID();
        long number = BookSale.add(cluster.node(2), topic, 20);
        List<Long> before = cluster.reads(BookSale.STORE);
        for (int left = 19; left >= 0; left--) {
            String key = UUID.randomUUID().toString();
            Reply bought = BookSale.buy(cluster.node(left % 3 + 1), number, key);
            assertThat(bought.status()).isEqualTo(200);
            for (TestNode node : cluster.nodes()) {
                assertThat(BookSale.stock(node, topic)).as("at " + node).isEqualTo(left);
            }
        }
        List<Long> after = cluster.reads(BookSale.STORE);
        long total = 0;
        for (int i = 0; i < after.size(); i++) {
            total += after.get(i) - before.get(i);
        }
        assertThat(total).as("each change causes a cache miss at each node").isGreaterThanOrEqualTo(60);
        for (int i = 0; i < after.size(); i++) {
            assertThat(after.get(i) - before.get(i)).as("slot " + (i + 1)).isGreaterThan(total / 6);
        }
    }
}
