package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import menhir.chaos.check.History.Ordered;
import menhir.chaos.check.History.Unknown;
import menhir.testkit.MixedLoad;
import menhir.testkit.SharedCluster;
import menhir.testkit.TestCluster;
import menhir.testkit.TestNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An administrator moves a leader while clients send requests, and the node where it is to run is killed. */
@ExtendWith(SharedCluster.class)
class LeaderIsMovedIT {
    private static final int HOME_SLOT = 2;
    private static final int OTHER_SLOT = 3;

    @Test
    void shouldRunWhereAnAdministratorWantsItWheneverThatNodeIsUp(TestCluster cluster) throws Exception {
        TestNode home = cluster.home();
        TestNode other = cluster.node(OTHER_SLOT);
        awaitLeader(cluster, home);
        long start = System.nanoTime();
        try (MixedLoad load = MixedLoad.on(cluster)) {
            load.awaitAcknowledged(30);
            cluster.placeLeader(OTHER_SLOT);
            awaitLeader(cluster, other);
            load.awaitAcknowledged(50);
            System.out.println("the leader was moved: longest pause of acknowledged orders "
                    + cluster.history().longestPauseMillis(start) + " ms");

            other.kill9();
            load.awaitAcknowledged(50);
            assertThat(cluster.awaitLeader()).isNotSameAs(other);
            other.start();
            cluster.awaitReady();
            awaitLeader(cluster, other);
            load.awaitAcknowledged(50);

            cluster.placeLeader(HOME_SLOT);
            awaitLeader(cluster, home);
            load.awaitAcknowledged(50);
        } finally {
            cluster.placeLeader(HOME_SLOT);
        }
        assertThat(cluster.history().since(start, Ordered.class))
                .noneMatch(ordered -> ordered.outcome() instanceof Unknown);
        cluster.verify();
    }

    private static void awaitLeader(TestCluster cluster, TestNode node) {
        TestCluster.until(node + " leads", () -> cluster.awaitLeader().equals(node));
    }
}
