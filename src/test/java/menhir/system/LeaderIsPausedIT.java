package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import menhir.chaos.check.History.Ordered;
import menhir.chaos.check.History.Unknown;
import menhir.chaos.load.RecordingClient;
import menhir.testkit.MixedLoad;
import menhir.testkit.SharedCluster;
import menhir.testkit.TestCluster;
import menhir.testkit.TestNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The leader's process is paused and later resumed. */
@ExtendWith(SharedCluster.class)
class LeaderIsPausedIT {
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(3);

    @Test
    void shouldShowNothingStaleAfterAPauseLongerThanTheLease(TestCluster cluster) throws Exception {
        TestNode old = cluster.awaitLeader();
        try (MixedLoad load = MixedLoad.on(cluster, ATTEMPT_TIMEOUT)) {
            load.awaitAcknowledged(30);
            old.pause();
            // Orders are accepted by another leader, so that the paused node's cache is stale.
            load.awaitAcknowledged(30);
            List<Thread> lookups = startLookups(old, cluster);
            old.resume();
            join(lookups);
            load.awaitAcknowledged(30);
        }
        cluster.verify();
    }

    @Test
    void shouldRejoinAfterAPauseDuringWhichTheOthersRemovedIt(TestCluster cluster) throws Exception {
        long start = System.nanoTime();
        TestNode old = cluster.awaitLeader();
        TestNode other = cluster.others(old).get(0);
        try (MixedLoad load = MixedLoad.on(cluster, ATTEMPT_TIMEOUT)) {
            load.awaitAcknowledged(30);
            old.pause();
            TestCluster.until("the others have removed it", () -> !cluster.membersSeenBy(other)
                    .contains(old.name()));
            load.awaitAcknowledged(30);
            List<Thread> lookups = startLookups(old, cluster);
            old.resume();
            join(lookups);

            // It notices that it was removed from the cluster, and rejoins in the same process.
            cluster.awaitReady();
            TestCluster.until(
                    "it has rejoined", () -> cluster.membersSeenBy(other).contains(old.name()));
            load.awaitAcknowledged(30);
        }
        assertThat(cluster.history().since(start, Ordered.class))
                .noneMatch(ordered -> ordered.outcome() instanceof Unknown);
        cluster.verify();
    }

    /** Sends lookups to the paused process, which it answers first when it is resumed. */
    private static List<Thread> startLookups(TestNode paused, TestCluster cluster) {
        RecordingClient client = cluster.client();
        List<Thread> threads = new ArrayList<>();
        for (String item : MixedLoad.ITEMS) {
            Thread thread = new Thread(() -> {
                try {
                    client.lookup(paused, item, TestCluster.TIMEOUT);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            thread.start();
            threads.add(thread);
        }
        return threads;
    }

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join(TestCluster.TIMEOUT.toMillis());
        }
    }
}
