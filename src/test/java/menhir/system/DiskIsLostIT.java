package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import menhir.testkit.SharedCluster;
import menhir.testkit.Shoppers;
import menhir.testkit.TestCluster;
import menhir.testkit.TestNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A node comes back without anything that it had. */
@ExtendWith(SharedCluster.class)
class DiskIsLostIT {

    @Test
    void shouldRebuildAFollowersReplicaFromItsPeers(TestCluster cluster) throws Exception {
        TestNode leader = cluster.awaitLeader();
        shouldRebuild(cluster, cluster.others(leader).get(1));
    }

    @Test
    void shouldRebuildTheLeadersReplicaFromItsPeers(TestCluster cluster) throws Exception {
        shouldRebuild(cluster, cluster.awaitLeader());
    }

    private static void shouldRebuild(TestCluster cluster, TestNode robbed) throws Exception {
        try (Shoppers shoppers = Shoppers.at(cluster)) {
            shoppers.awaitAcknowledged(30);
            robbed.kill9();
            robbed.wipeSlot();
            shoppers.awaitAcknowledged(30);
            robbed.start();

            // It begins as one that has forgotten its promises, and counts for nothing until it has the log again.
            TestCluster.until(robbed + " says that its log is blank", () -> robbed.linesSinceStart().stream()
                    .anyMatch(line -> line.contains("0 entries, epoch 0, blank")));
            TestCluster.until(robbed + " is a member again", () -> cluster.replicaState(robbed)
                    .equals("member"));
            shoppers.awaitAcknowledged(30);
        }
        cluster.verify();

        // The proof that it counts: with another node gone, it is one of the majority.
        TestNode other = cluster.others(robbed).get(0);
        other.kill9();
        try (Shoppers shoppers = Shoppers.at(cluster)) {
            shoppers.awaitAcknowledged(30);
        }
        other.start();
        cluster.verify();
        assertThat(cluster.live()).hasSameSizeAs(cluster.nodes());
    }
}
