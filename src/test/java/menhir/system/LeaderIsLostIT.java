package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import menhir.testkit.History.Ordered;
import menhir.testkit.History.Unknown;
import menhir.testkit.SharedCluster;
import menhir.testkit.Shoppers;
import menhir.testkit.TestCluster;
import menhir.testkit.TestNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The leader goes, in the midst of orders. */
@ExtendWith(SharedCluster.class)
class LeaderIsLostIT {

    @Test
    void shouldKeepAcknowledgedOrdersWhenTheLeaderIsKilled(TestCluster cluster) throws Exception {
        long begun = System.nanoTime();
        TestNode old = cluster.awaitLeader();
        long epoch = cluster.epoch();
        try (Shoppers shoppers = Shoppers.at(cluster)) {
            shoppers.awaitAcknowledged(50);

            // No time to say anything to anyone: orders are on their way to it, and its own are half written.
            old.kill9();

            // Another one takes over, without anybody's help, and the clients never know.
            shoppers.awaitAcknowledged(50);
            TestNode next = cluster.awaitLeader();
            assertThat(next).isNotSameAs(old);

            // The old leader comes back as one of the followers.
            old.start();
            cluster.awaitReady();
            shoppers.awaitAcknowledged(50);
            assertThat(cluster.awaitLeader()).isNotSameAs(old);
            assertThat(cluster.epoch()).isGreaterThan(epoch);
        }
        assertThat(cluster.history().since(begun, Ordered.class))
                .as("clients that know all servers")
                .noneMatch(ordered -> ordered.outcome() instanceof Unknown);
        cluster.verify();
    }
}
