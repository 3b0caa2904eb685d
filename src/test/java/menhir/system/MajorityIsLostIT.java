package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import menhir.testkit.History;
import menhir.testkit.History.Failed;
import menhir.testkit.History.LookedUp;
import menhir.testkit.History.Ordered;
import menhir.testkit.History.Unknown;
import menhir.testkit.SharedCluster;
import menhir.testkit.Shoppers;
import menhir.testkit.TestCluster;
import menhir.testkit.TestNode;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two of three nodes are gone: what is left can be sure of nothing, and must say so. */
@ExtendWith(SharedCluster.class)
class MajorityIsLostIT {

    @ParameterizedTest(name = "the leader survives: {0}; the other that returns first: {1}")
    @CsvSource({"true,0", "false,1"})
    void shouldRefuseUntilEitherOfTheOthersReturns(boolean leaderSurvives, int first, TestCluster cluster)
            throws Exception {
        TestNode leader = cluster.awaitLeader();
        TestNode survivor = leaderSurvives ? leader : cluster.others(leader).get(0);
        List<TestNode> lost = cluster.others(survivor);
        History history = cluster.history();
        long begun = System.nanoTime();
        try (Shoppers shoppers = Shoppers.at(cluster)) {
            shoppers.awaitAcknowledged(30);
            lost.forEach(TestNode::kill9);
            long killed = System.nanoTime();

            // Orders and lookups are refused, and clients told to come again (a customer accepts no other refusal).
            TestCluster.until("an order is answered 503", () -> isRefused(history, killed, survivor, true));
            TestCluster.until("a lookup is answered 503", () -> isRefused(history, killed, survivor, false));
            // Whatever it had in its cache, it shows no longer: nobody can say that it is still true.
            long refused = System.nanoTime();
            assertThat(survivor.api().get("/ready", TestCluster.PATIENCE).status())
                    .isEqualTo(503);
            assertThat(history.since(refused, LookedUp.class)).isEmpty();

            // Two are a majority again, whichever it is.
            lost.get(first).start();
            shoppers.awaitAcknowledged(30);
            lost.get(1 - first).start();
            cluster.awaitReady();
            shoppers.awaitAcknowledged(30);
        }
        assertThat(history.since(begun, Ordered.class)).noneMatch(ordered -> ordered.outcome() instanceof Unknown);
        cluster.verify();
    }

    private static boolean isRefused(History history, long since, TestNode node, boolean order) {
        return history.since(since, Failed.class).stream()
                .anyMatch(failed -> failed.order() == order
                        && failed.status() == 503
                        && failed.node().equals(node.name()));
    }
}
