package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import menhir.testkit.MixedLoad;
import menhir.testkit.NewCluster;
import menhir.testkit.SharedCluster;
import menhir.testkit.TestCluster;
import menhir.testkit.TestNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Links between live nodes are cut, with clients at all nodes. A node that is cut off may answer 503, but must not answer
 * anything wrong: neither while it is cut off nor when delayed messages arrive.
 */
@ExtendWith(SharedCluster.class)
class NetworkIsCutIT {
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(3);

    @Test
    @NewCluster(partitionable = true)
    void shouldContinueInTheMajorityAndNeverAnswerWronglyInTheMinority(TestCluster cluster) throws Exception {
        cluster.start();
        cluster.awaitReady();
        try (MixedLoad load = MixedLoad.on(cluster, ATTEMPT_TIMEOUT)) {
            load.awaitAcknowledged(30);

            // The leader is isolated: the others elect a new one, and the old one cannot commit anything.
            TestNode old = cluster.awaitLeader();
            TestNode other = cluster.others(old).get(0);
            cluster.isolate(old);
            TestCluster.until("the others have removed the leader", () -> !cluster.membersSeenBy(other)
                    .contains(old.name()));
            load.awaitAcknowledged(30);
            awaitNotReady(old);
            heal(cluster, load);

            // A follower is isolated: the leader and the other follower continue.
            TestNode follower = cluster.others(cluster.awaitLeader()).get(0);
            cluster.isolate(follower);
            load.awaitAcknowledged(30);
            heal(cluster, load);

            // Only the link from the leader to a follower is cut: the leader still hears the follower.
            TestNode leader = cluster.awaitLeader();
            cluster.cut(leader, cluster.others(leader).get(0));
            load.awaitAcknowledged(30);
            heal(cluster, load);

            // Only the link between the two followers is cut: nothing changes, and nobody is removed.
            TestNode center = cluster.awaitLeader();
            List<TestNode> ends = cluster.others(center);
            long epoch = cluster.epoch();
            cluster.cut(ends.get(0), ends.get(1));
            cluster.cut(ends.get(1), ends.get(0));
            for (TestNode end : ends) {
                TestCluster.until(
                        end + " does not reach the other end",
                        () -> cluster.reachedBy(end).size() < cluster.nodes().size());
            }
            load.awaitAcknowledged(200);
            assertThat(cluster.epoch()).isEqualTo(epoch);
            assertThat(cluster.membersSeenBy(center)).hasSize(cluster.nodes().size());
            heal(cluster, load);

            // All links are cut: there is no majority, and nothing may be lost.
            cluster.nodes().forEach(cluster::isolate);
            cluster.nodes().forEach(NetworkIsCutIT::awaitNotReady);
            heal(cluster, load);
        }
        cluster.verify();
    }

    private static void awaitNotReady(TestNode node) {
        TestCluster.until(
                node + " is not ready",
                () -> node.api().get("/ready", ATTEMPT_TIMEOUT).status() == 503);
    }

    private static void heal(TestCluster cluster, MixedLoad load) {
        cluster.heal();
        cluster.awaitReady();
        TestCluster.until("all nodes know all members", () -> {
            for (TestNode node : cluster.nodes()) {
                if (cluster.membersSeenBy(node).size() < cluster.nodes().size()) {
                    return false;
                }
            }
            return true;
        });
        load.awaitAcknowledged(30);
    }
}
