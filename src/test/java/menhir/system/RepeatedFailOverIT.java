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

/** Leaders go one after the other. {@code -Dmenhir.it.rounds=50} for a night. */
@ExtendWith(SharedCluster.class)
class RepeatedFailOverIT {
    private static final int ROUNDS = Integer.getInteger("menhir.it.rounds", 3);

    @Test
    void shouldGoOnWhicheverLeaderIsKilled(TestCluster cluster) throws Exception {
        long begun = System.nanoTime();
        for (int round = 1; round <= ROUNDS; round++) {
            TestNode leader = cluster.awaitLeader();
            long since = System.nanoTime();
            try (Shoppers shoppers = Shoppers.at(cluster)) {
                shoppers.awaitAcknowledged(30);
                leader.kill9();
                shoppers.awaitAcknowledged(30);
                leader.start();
                cluster.awaitReady();
                shoppers.awaitAcknowledged(30);
            }
            long pauseMillis = cluster.history().longestPauseMillis(since);
            System.out.println("round " + round + ", " + leader
                    + " killed: the longest time without an acknowledged order was " + pauseMillis + " ms");
            assertThat(pauseMillis).as("a deadline, not a measure").isLessThan(TestCluster.PATIENCE.toMillis());
        }
        assertThat(cluster.history().since(begun, Ordered.class))
                .noneMatch(ordered -> ordered.outcome() instanceof Unknown);
        cluster.verify();
    }

    @Test
    void shouldGoOnWhileOneNodeAfterTheOtherIsRestarted(TestCluster cluster) throws Exception {
        long begun = System.nanoTime();
        try (Shoppers shoppers = Shoppers.at(cluster)) {
            for (TestNode node : cluster.nodes()) {
                shoppers.awaitAcknowledged(20);
                Duration took = node.stop();
                System.out.println(node + " stopped in " + took.toMillis() + " ms");
                shoppers.awaitAcknowledged(20);
                node.start();
                cluster.awaitReady();
                TestCluster.until(node + " has caught up", () -> cluster.replicaState(node)
                        .equals("member"));
            }
            shoppers.awaitAcknowledged(20);
        }
        System.out.println("restart of all: the longest time without an acknowledged order was "
                + cluster.history().longestPauseMillis(begun) + " ms");
        assertThat(cluster.history().since(begun, Ordered.class))
                .noneMatch(ordered -> ordered.outcome() instanceof Unknown);
        cluster.verify();
    }
}
