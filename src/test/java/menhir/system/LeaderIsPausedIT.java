package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import menhir.testkit.Customer;
import menhir.testkit.History.Ordered;
import menhir.testkit.History.Unknown;
import menhir.testkit.SharedCluster;
import menhir.testkit.Shoppers;
import menhir.testkit.TestCluster;
import menhir.testkit.TestNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The leader is there, and does not move; then it goes on as if no time had passed. */
@ExtendWith(SharedCluster.class)
class LeaderIsPausedIT {
    private static final Duration ATTEMPT = Duration.ofSeconds(3);

    @Test
    void shouldShowNothingStaleAfterAPauseLongerThanTheLease(TestCluster cluster) throws Exception {
        TestNode old = cluster.awaitLeader();
        try (Shoppers shoppers = Shoppers.impatient(cluster, ATTEMPT)) {
            shoppers.awaitAcknowledged(30);
            old.pause();
            // Orders are taken: another one leads. What the old one has in its cache is no longer true.
            shoppers.awaitAcknowledged(30);
            List<Thread> lookups = lookAt(old, cluster);
            old.resume();
            join(lookups);
            shoppers.awaitAcknowledged(30);
        }
        cluster.verify();
    }

    @Test
    void shouldRejoinByItselfAfterThePauseThatItsPeersTookForItsDeath(TestCluster cluster) throws Exception {
        long begun = System.nanoTime();
        TestNode old = cluster.awaitLeader();
        TestNode other = cluster.others(old).get(0);
        try (Shoppers shoppers = Shoppers.impatient(cluster, ATTEMPT)) {
            shoppers.awaitAcknowledged(30);
            old.pause();
            TestCluster.until("the others have gone on without it", () -> !cluster.namesSeenAt(other)
                    .contains(old.name()));
            shoppers.awaitAcknowledged(30);
            List<Thread> lookups = lookAt(old, cluster);
            old.resume();
            join(lookups);

            // It finds out that it was left behind, and joins anew, in the same process.
            cluster.awaitReady();
            TestCluster.until("it is back", () -> cluster.namesSeenAt(other).contains(old.name()));
            shoppers.awaitAcknowledged(30);
        }
        assertThat(cluster.history().since(begun, Ordered.class))
                .noneMatch(ordered -> ordered.outcome() instanceof Unknown);
        cluster.verify();
    }

    /** Lookups that the paused process finds when it wakes up: the first thing that it does is to answer them. */
    private static List<Thread> lookAt(TestNode paused, TestCluster cluster) {
        Customer customer = cluster.customer();
        List<Thread> threads = new ArrayList<>();
        for (String item : Shoppers.ITEMS) {
            Thread thread = new Thread(() -> {
                try {
                    customer.lookup(paused, item, TestCluster.PATIENCE);
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
            thread.join(TestCluster.PATIENCE.toMillis());
        }
    }
}
