package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import menhir.testkit.NewCluster;
import menhir.testkit.SharedCluster;
import menhir.testkit.Shoppers;
import menhir.testkit.TestCluster;
import menhir.testkit.TestNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Nodes that live and do not hear each other, with clients at all of them. Whoever is cut off may refuse, and may not say
 * anything that is not so: neither while it is cut off nor when all that was held back arrives late.
 */
@ExtendWith(SharedCluster.class)
class NetworkIsCutIT {
    private static final Duration ATTEMPT = Duration.ofSeconds(3);

    @Test
    @NewCluster(cuttable = true)
    void shouldLetTheMajorityGoOnAndTheOthersSayNothingThatIsNotSo(TestCluster cluster) throws Exception {
        cluster.start();
        cluster.awaitReady();
        try (Shoppers shoppers = Shoppers.impatient(cluster, ATTEMPT)) {
            shoppers.awaitAcknowledged(30);

            // The leader alone: the other two have another one soon, and the old one can do nothing.
            TestNode old = cluster.awaitLeader();
            TestNode other = cluster.others(old).get(0);
            cluster.isolate(old);
            TestCluster.until("the others have gone on without their leader", () -> !cluster.namesSeenAt(other)
                    .contains(old.name()));
            shoppers.awaitAcknowledged(30);
            assertThat(old.api().get("/ready", ATTEMPT).status()).isEqualTo(503);
            mend(cluster, shoppers);

            // A follower alone: the leader and the other follower go on as if it were dead.
            TestNode follower = cluster.others(cluster.awaitLeader()).get(0);
            cluster.isolate(follower);
            shoppers.awaitAcknowledged(30);
            mend(cluster, shoppers);

            // The leader hears a follower that does not hear it: what is lost one way only looks whole from one side.
            TestNode leader = cluster.awaitLeader();
            cluster.cut(leader, cluster.others(leader).get(0));
            shoppers.awaitAcknowledged(30);
            mend(cluster, shoppers);

            // Nobody hears anybody: no majority anywhere, and yet nothing is lost.
            cluster.nodes().forEach(cluster::isolate);
            TestNode any = cluster.nodes().get(0);
            TestCluster.until(
                    "all refuse", () -> any.api().get("/ready", ATTEMPT).status() == 503);
            mend(cluster, shoppers);
        }
        cluster.verify();
    }

    private static void mend(TestCluster cluster, Shoppers shoppers) {
        cluster.mend();
        cluster.awaitReady();
        TestCluster.until("all know all", () -> {
            for (TestNode node : cluster.nodes()) {
                if (cluster.namesSeenAt(node).size() < cluster.nodes().size()) {
                    return false;
                }
            }
            return true;
        });
        shoppers.awaitAcknowledged(30);
    }
}
