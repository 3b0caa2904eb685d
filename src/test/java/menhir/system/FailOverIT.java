package menhir.system;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import menhir.testkit.MixedLoad;
import menhir.testkit.NewCluster;
import menhir.testkit.SharedCluster;
import menhir.testkit.TestCluster;
import menhir.testkit.TestNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Measures how long orders wait when a leader fails that has led for a while: {@code -Dmenhir.it.rounds=20}. It prints the
 * figures and judges only that nothing was lost, because the machine's speed is not the product's; the other tests of this
 * package fail leaders in each run.
 */
@ExtendWith(SharedCluster.class)
@EnabledIfSystemProperty(named = "menhir.it.rounds", matches = "\\d+")
class FailOverIT {
    /** After this a leader that has measured no pause asks for its shortest leases. */
    private static final Duration SETTLED = Duration.ofSeconds(6);

    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(3);

    /** Of so many orders after the failure, the first were answered before it, and the next by another leader. */
    private static final int ORDERS_AFTER = 5;

    private enum Failure {
        KILLED,
        PAUSED,
        CUT_OFF;

        void begin(TestCluster cluster, TestNode leader) {
            switch (this) {
                case KILLED -> leader.kill9();
                case PAUSED -> leader.pause();
                case CUT_OFF -> cluster.isolate(leader);
            }
        }

        void end(TestCluster cluster, TestNode leader) {
            switch (this) {
                case KILLED -> leader.start();
                case PAUSED -> leader.resume();
                case CUT_OFF -> cluster.heal();
            }
        }
    }

    private final Map<Failure, List<Long>> pauses = new EnumMap<>(Failure.class);

    @Test
    @NewCluster(partitionable = true)
    void shouldContinueWithAnotherLeader(TestCluster cluster) throws Exception {
        cluster.start();
        cluster.awaitReady();
        try (MixedLoad load = MixedLoad.on(cluster, ATTEMPT_TIMEOUT)) {
            for (int round = 0; round < Integer.getInteger("menhir.it.rounds"); round++) {
                for (Failure failure : Failure.values()) {
                    fail(cluster, load, failure);
                }
            }
        }
        cluster.verify();
    }

    private void fail(TestCluster cluster, MixedLoad load, Failure failure) {
        TestNode leader = awaitSettledLeader(cluster);
        load.awaitAcknowledged(30);
        long start = System.nanoTime();
        load.awaitAcknowledged(10);
        long failed = System.nanoTime();
        failure.begin(cluster, leader);
        load.awaitAcknowledged(50);
        long pause = longestPauseMillis(cluster, start, failed);
        failure.end(cluster, leader);

        List<Long> all = pauses.computeIfAbsent(failure, first -> new ArrayList<>());
        all.add(pause);
        List<Long> sorted = new ArrayList<>(all);
        Collections.sort(sorted);
        System.out.printf(
                "%s %s as leader: no order for %d ms; of %d: median %d, longest %d ms%n",
                leader, failure, pause, all.size(), sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1));
        cluster.awaitReady();
        TestCluster.until(
                leader + " is a member", () -> cluster.replicaState(leader).equals("member"));
    }

    /**
     * The longest time between two of the orders that were acknowledged right after the failure. Later all clients may be
     * waiting for the lost node at once, because they try one node after the other.
     */
    private static long longestPauseMillis(TestCluster cluster, long start, long failed) {
        List<Long> answered = cluster.history().acknowledgedSince(start);
        long longest = 0;
        int after = 0;
        for (int i = 1; i < answered.size() && after < ORDERS_AFTER; i++) {
            if (answered.get(i) > failed) {
                after++;
                longest = Math.max(longest, answered.get(i) - answered.get(i - 1));
            }
        }
        return longest / 1_000_000;
    }

    private static TestNode awaitSettledLeader(TestCluster cluster) {
        TestNode[] leader = {cluster.awaitLeader()};
        long[] since = {System.nanoTime()};
        TestCluster.until("one node has led for a while", () -> {
            TestNode now = cluster.awaitLeader();
            if (!now.equals(leader[0])) {
                leader[0] = now;
                since[0] = System.nanoTime();
            }
            return System.nanoTime() - since[0] >= SETTLED.toNanos();
        });
        return leader[0];
    }
}
