package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import menhir.testkit.History.Ordered;
import menhir.testkit.History.Unknown;
import menhir.testkit.SharedCluster;
import menhir.testkit.Shoppers;
import menhir.testkit.TestCluster;
import menhir.testkit.TestNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Everything goes at once. */
@ExtendWith(SharedCluster.class)
class AllAreLostIT {
    /** Longer than the time between two checkpoints of a catalog. */
    private static final Duration CHECKPOINT = Duration.ofSeconds(12);

    @Test
    void shouldKeepAcknowledgedOrdersWhenAllNodesAreKilledAtOnce(TestCluster cluster) throws Exception {
        long begun = System.nanoTime();
        try (Shoppers shoppers = Shoppers.at(cluster)) {
            shoppers.awaitAcknowledged(50);
            // Catalogs write checkpoints every ten seconds. Coming back from one is another way than from the log
            // alone.
            TestCluster.until("catalogs have checkpoints", () -> System.nanoTime() - begun > CHECKPOINT.toNanos());
            shoppers.awaitAcknowledged(50);

            cluster.nodes().forEach(TestNode::kill9);
            cluster.start();

            // The clients have tried all the while, each with the order that it had then.
            shoppers.awaitAcknowledged(50);
        }
        assertThat(cluster.history().since(begun, Ordered.class))
                .noneMatch(ordered -> ordered.outcome() instanceof Unknown);
        cluster.verify();
    }
}
