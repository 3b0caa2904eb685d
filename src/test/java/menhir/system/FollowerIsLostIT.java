package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import menhir.testkit.SharedCluster;
import menhir.testkit.Shoppers;
import menhir.testkit.TestCluster;
import menhir.testkit.TestNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A node that does not lead goes. */
@ExtendWith(SharedCluster.class)
class FollowerIsLostIT {

    @Test
    void shouldCatchUpAFollowerThatWasKilled(TestCluster cluster) throws Exception {
        TestNode leader = cluster.awaitLeader();
        TestNode follower = cluster.others(leader).get(0);
        try (Shoppers shoppers = Shoppers.at(cluster)) {
            shoppers.awaitAcknowledged(30);
            follower.kill9();
            // The two that are left are a majority. At most, orders wait once for the lease of the dead one's cache.
            shoppers.awaitAcknowledged(100);
            follower.start();
            cluster.awaitReady();
            shoppers.awaitAcknowledged(30);
        }
        cluster.verify();
        // What is not there yet is nothing to fill the log with.
        assertThat(leader.linesSinceStart()).noneMatch(line -> line.contains("allocation failed"));
    }
}
