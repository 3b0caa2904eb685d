package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import menhir.chaos.check.History.Ordered;
import menhir.chaos.check.History.Unknown;
import menhir.testkit.MedalClient;
import menhir.testkit.MixedLoad;
import menhir.testkit.SharedCluster;
import menhir.testkit.TestCluster;
import menhir.testkit.TestNode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The node that leads all stores is killed once, while clients of all of them send requests. Each test judges the clients of
 * one store.
 */
@ExtendWith(SharedCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeaderIsKilledIT {
    private @Nullable Kill kill;

    @Test
    void shouldLetAnotherLeadAndThenTheRestartedOneAgainAndKeepAcknowledgedOrders(TestCluster cluster)
            throws Exception {
        Kill kill = kill(cluster);

        assertThat(kill.successor).isNotSameAs(kill.killed);
        assertThat(kill.epochAfter).isGreaterThan(kill.epochBefore);
        TestCluster.until(
                "the restarted node leads again", () -> cluster.awaitLeader().equals(kill.killed));
        assertThat(cluster.history().since(kill.startNanos, Ordered.class))
                .noneMatch(ordered -> ordered.outcome() instanceof Unknown);
        cluster.verify();
    }

    @Test
    void shouldSellTheLastUnitOnce(TestCluster cluster) throws Exception {
        kill(cluster).lastUnit.verify();
    }

    @Test
    void shouldSellEachCopyOfABookOnceAndNeverShowMoreCopies(TestCluster cluster) throws Exception {
        kill(cluster).books.verify();
    }

    @Test
    void shouldRestockAToyOnceAndLogRejectedOrders(TestCluster cluster) throws Exception {
        kill(cluster).toys.verify();
    }

    @Test
    void shouldKeepAcknowledgedMedals(TestCluster cluster) throws Exception {
        kill(cluster).medals.verify();
    }

    /** Kills the leader, unless an earlier test of this class did in this cluster. */
    private Kill kill(TestCluster cluster) throws Exception {
        Kill done = kill;
        if (done == null || done.cluster != cluster) {
            done = new Kill(cluster);
            kill = done;
        }
        return done;
    }

    private static final class Kill {
        final TestCluster cluster;
        final long startNanos = System.nanoTime();
        final TestNode killed;
        final TestNode successor;
        final long epochBefore;
        final long epochAfter;
        final LastUnitBuyers lastUnit;
        final BookSale books;
        final ToySale toys;
        final MedalClient medals;

        Kill(TestCluster cluster) throws Exception {
            this.cluster = cluster;
            killed = leaderOfAll();
            epochBefore = cluster.epoch();
            List<TestNode> others = cluster.others(killed);
            String item = "Item " + UUID.randomUUID();
            TestCluster.addItem(cluster.node(1).api(), TestCluster.STORE, item, "{\"price\": 1.00, \"quantity\": 1}");
            toys = ToySale.at(others.get(0), cluster);
            try (MixedLoad stocks = MixedLoad.on(cluster);
                    BookSale books = BookSale.at(cluster);
                    MedalClient medals = MedalClient.on(cluster);
                    LastUnitBuyers lastUnit = LastUnitBuyers.of(item, cluster)) {
                this.books = books;
                this.medals = medals;
                this.lastUnit = lastUnit;
                stocks.awaitAcknowledged(30);
                medals.awaitAcknowledged(20);
                books.start();
                books.awaitThirdsSold(1);

                // Orders and medals are in progress, the toy is perhaps about to be restocked.
                toys.sellOut(killed);
                lastUnit.buy();
                assertThat(books.left()).as("books that are left").isPositive();
                killed.kill9();
                stocks.awaitAcknowledged(50);
                System.out.println(killed + " killed as leader: longest pause of acknowledged orders "
                        + cluster.history().longestPauseMillis(startNanos) + " ms");
                medals.awaitAcknowledged(20);
                books.awaitThirdsSold(2);
                toys.awaitRestocked(others);
                toys.buyAgain(others.get(1));
                successor = cluster.awaitLeader();
                epochAfter = cluster.epoch();

                // It catches up, and leads again later.
                killed.start();
                cluster.awaitReady();
                stocks.awaitAcknowledged(50);
                medals.awaitAcknowledged(20);
                books.awaitEnd();
                lastUnit.awaitReplies();
            }
        }

        private TestNode leaderOfAll() {
            List<String> stores = List.of(TestCluster.STORE, BookSale.STORE, ToySale.STORE, MedalClient.STORE);
            TestCluster.until(
                    "one node leads all stores",
                    () -> stores.stream().map(cluster::awaitLeader).distinct().count() == 1);
            return cluster.awaitLeader();
        }
    }
}
