package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import menhir.chaos.check.History.Ordered;
import menhir.chaos.check.History.Unknown;
import menhir.testkit.MixedLoad;
import menhir.testkit.SharedCluster;
import menhir.testkit.TestCluster;
import menhir.testkit.TestNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Nodes are killed under load: the leader, followers, all at once; some lose their data. Clients that know all nodes always
 * learn the outcome of their orders.
 */
@ExtendWith(SharedCluster.class)
class NodesAreKilledIT {
    /** Longer than the interval of a catalog's checkpoints. */
    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(12);

    @Test
    void shouldKeepAcknowledgedOrdersWhenLeadersAndFollowersAreKilledOrLoseTheirData(TestCluster cluster)
            throws Exception {
        long start = System.nanoTime();
        try (MixedLoad load = MixedLoad.on(cluster)) {
            load.awaitAcknowledged(50);

            // A follower is killed. The others are a majority; orders wait at most for the lease of its cache.
            TestNode leader = cluster.awaitLeader();
            TestNode follower = cluster.others(leader).get(0);
            follower.kill9();
            load.awaitAcknowledged(100);
            restart(cluster, load, follower);
            // The leader does not read ahead of the follower's missing entries.
            assertThat(leader.linesSinceStart()).noneMatch(line -> line.contains("allocation failed"));

            // The leader loses its data, and its replica is rebuilt from the others.
            TestNode first = cluster.awaitLeader();
            killLeader(cluster, load, first);
            rebuild(cluster, load, first);

            // A follower loses its data. Without it, the rebuilt replica is part of the majority.
            TestNode second = followerExcept(cluster, first);
            second.kill9();
            load.awaitAcknowledged(30);
            rebuild(cluster, load, second);

            // The leader is killed again: the replica that was rebuilt last is part of the majority.
            TestNode third = cluster.awaitLeader();
            assertThat(third).isNotSameAs(second);
            killLeader(cluster, load, third);
            restart(cluster, load, third);
        }
        assertThat(cluster.live()).hasSameSizeAs(cluster.nodes());
        assertAllOutcomesKnown(cluster, start);
        cluster.verify();
    }

    @Test
    void shouldKeepAcknowledgedOrdersWhenNodesAreRestartedInTurnAndThenAllKilledAtOnce(TestCluster cluster)
            throws Exception {
        long start = System.nanoTime();
        try (MixedLoad load = MixedLoad.on(cluster)) {
            for (TestNode node : cluster.nodes()) {
                load.awaitAcknowledged(20);
                // A node that leads while another is at home may make way for it at any moment.
                boolean leads = node.equals(cluster.home());
                if (leads) {
                    TestCluster.until(node + " leads", () -> node.equals(cluster.awaitLeader()));
                }
                System.out.println(node + " stopped in " + node.stop().toMillis() + " ms");
                load.awaitAcknowledged(20);
                if (leads) {
                    // Another has followed at its word, not because the lease was over.
                    assertThat(cluster.others(node)).anySatisfy(other -> assertThat(other.linesSinceStart())
                            .anyMatch(line -> line.contains("stocks: the leader has made way for slot")));
                }
                node.start();
                cluster.awaitReady();
                awaitMember(cluster, node);
            }
            load.awaitAcknowledged(50);
            System.out.println("restart of all nodes: longest pause of acknowledged orders "
                    + cluster.history().longestPauseMillis(start) + " ms");

            // Catalogs must recover from a checkpoint and the log after it. The restarts above take longer than this.
            TestCluster.until(
                    "catalogs have written checkpoints",
                    () -> System.nanoTime() - start > CHECKPOINT_INTERVAL.toNanos());
            load.awaitAcknowledged(50);
            cluster.nodes().forEach(TestNode::kill9);
            cluster.start();
            // Each client retries the order that it was sending.
            load.awaitAcknowledged(50);
        }
        assertAllOutcomesKnown(cluster, start);
        cluster.verify();
    }

    private static void killLeader(TestCluster cluster, MixedLoad load, TestNode leader) {
        long start = System.nanoTime();
        load.awaitAcknowledged(30);
        leader.kill9();
        load.awaitAcknowledged(50);
        System.out.println(leader + " killed as leader: longest pause of acknowledged orders "
                + cluster.history().longestPauseMillis(start) + " ms");
    }

    private static void restart(TestCluster cluster, MixedLoad load, TestNode node) {
        node.start();
        cluster.awaitReady();
        load.awaitAcknowledged(50);
        awaitMember(cluster, node);
    }

    /** Restarts a killed node without its data, and waits until its replica is a member again. */
    private static void rebuild(TestCluster cluster, MixedLoad load, TestNode node) throws IOException {
        node.deleteData();
        load.awaitAcknowledged(30);
        node.start();
        // A replica without its promises does not count until it has the log again.
        TestCluster.until(node + " starts with a blank log", () -> node.linesSinceStart().stream()
                .anyMatch(line -> line.contains("0 entries, epoch 0, blank")));
        awaitMember(cluster, node);
        cluster.awaitReady();
        load.awaitAcknowledged(30);
    }

    private static void awaitMember(TestCluster cluster, TestNode node) {
        TestCluster.until(
                node + " is a member", () -> cluster.replicaState(node).equals("member"));
    }

    private static TestNode followerExcept(TestCluster cluster, TestNode excluded) {
        TestNode leader = cluster.awaitLeader();
        List<TestNode> followers = cluster.others(leader);
        return followers.get(0) == excluded ? followers.get(1) : followers.get(0);
    }

    private static void assertAllOutcomesKnown(TestCluster cluster, long start) {
        assertThat(cluster.history().since(start, Ordered.class))
                .noneMatch(ordered -> ordered.outcome() instanceof Unknown);
    }
}
