package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import menhir.chaos.check.History;
import menhir.chaos.check.History.Failed;
import menhir.chaos.check.History.Lookup;
import menhir.chaos.check.History.Ordered;
import menhir.chaos.check.History.Unknown;
import menhir.experiment.lab.NodeApi;
import menhir.testkit.MixedLoad;
import menhir.testkit.SharedCluster;
import menhir.testkit.TestCluster;
import menhir.testkit.TestNode;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two of three nodes are killed: the third must not answer orders and lookups. */
@ExtendWith(SharedCluster.class)
class MajorityIsLostIT {

    @ParameterizedTest(name = "leader survives: {0}, first to return: {1}")
    @CsvSource({"true,0", "false,1"})
    void shouldBeUnavailableUntilOneOfTheOthersReturns(boolean leaderSurvives, int first, TestCluster cluster)
            throws Exception {
        TestNode leader = cluster.awaitLeader();
        TestNode survivor = leaderSurvives ? leader : cluster.others(leader).get(0);
        List<TestNode> lost = cluster.others(survivor);
        History history = cluster.history();
        long start = System.nanoTime();
        try (MixedLoad load = MixedLoad.on(cluster)) {
            load.awaitAcknowledged(30);
            lost.forEach(TestNode::kill9);
            long killed = System.nanoTime();

            // Orders and lookups are answered 503 with Retry-After (the clients accept no other error).
            TestCluster.until("an order is answered 503", () -> isUnavailable(history, killed, survivor, true));
            TestCluster.until("a lookup is answered 503", () -> isUnavailable(history, killed, survivor, false));
            // Without a lease, the node must not use its cache.
            long unavailable = System.nanoTime();
            awaitRemoved(survivor);
            assertThat(history.since(unavailable, Lookup.class)).isEmpty();

            // Any two nodes are a majority.
            lost.get(first).start();
            load.awaitAcknowledged(30);
            lost.get(1 - first).start();
            cluster.awaitReady();
            load.awaitAcknowledged(30);
        }
        assertThat(history.since(start, Ordered.class)).noneMatch(ordered -> ordered.outcome() instanceof Unknown);
        cluster.verify();
    }

    /** Waits until a node without a majority has left the cluster. At any time it says itself that it is not ready. */
    private static void awaitRemoved(TestNode node) {
        TestCluster.until(node + " is not in the cluster", () -> {
            NodeApi.Reply ready = node.api().get("/ready", TestCluster.TIMEOUT);
            assertThat(ready.status()).isEqualTo(503);
            assertThat(ready.body().path("reasons")).as(ready.text()).isNotEmpty();
            return ready.text().contains("not in the cluster");
        });
    }

    private static boolean isUnavailable(History history, long since, TestNode node, boolean order) {
        return history.since(since, Failed.class).stream()
                .anyMatch(failed -> failed.order() == order
                        && failed.status() == 503
                        && failed.node().equals(node.name()));
    }
}
