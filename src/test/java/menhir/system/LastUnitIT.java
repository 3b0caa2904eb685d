package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import menhir.testkit.Customer;
import menhir.testkit.History.Acknowledged;
import menhir.testkit.History.Outcome;
import menhir.testkit.History.Refused;
import menhir.testkit.NodeApi;
import menhir.testkit.SharedCluster;
import menhir.testkit.Shoppers;
import menhir.testkit.TestCluster;
import menhir.testkit.TestNode;
import menhir.testkit.Wish;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One unit is left, and many want it. */
@ExtendWith(SharedCluster.class)
class LastUnitIT {
    private static final int CLIENTS = 12;

    @Test
    void shouldSellTheLastUnitOnce(TestCluster cluster) throws Exception {
        for (String item : Shoppers.ITEMS.subList(0, 6)) {
            leaveOne(cluster, item);
            assertSoldOnce(fightFor(item, cluster, () -> null));
        }
        cluster.verify();
    }

    @Test
    void shouldSellTheLastUnitOnceThoughTheLeaderIsKilledMeanwhile(TestCluster cluster) throws Exception {
        String item = Shoppers.ITEMS.get(9);
        leaveOne(cluster, item);
        TestNode leader = cluster.awaitLeader();
        // Some clients lose their answer and ask the next server, under the same key: the winner must win again.
        assertSoldOnce(fightFor(item, cluster, () -> {
            leader.kill9();
            return null;
        }));
        leader.start();
        cluster.verify();
    }

    private static void leaveOne(TestCluster cluster, String item) throws Exception {
        NodeApi api = cluster.node(1).api();
        long quantity =
                api.lookup(item, TestCluster.PATIENCE).body().path("quantity").asLong();
        if (quantity != 1) {
            Wish wish = quantity > 1 ? Wish.buy(item, quantity - 1) : Wish.sell(item, 1);
            cluster.customer().place(cluster.node(1), wish);
        }
    }

    private static List<Outcome> fightFor(String item, TestCluster cluster, Callable<?> meanwhile) throws Exception {
        Customer customer = cluster.customer();
        CyclicBarrier together = new CyclicBarrier(CLIENTS + 1);
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<Outcome>> fights = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                TestNode node = cluster.node(i % cluster.nodes().size() + 1);
                fights.add(clients.submit(() -> {
                    together.await(30, TimeUnit.SECONDS);
                    return customer.insist(Wish.buy(item, 1), node);
                }));
            }
            together.await(30, TimeUnit.SECONDS);
            meanwhile.call();
            List<Outcome> outcomes = new ArrayList<>();
            for (Future<Outcome> fight : fights) {
                outcomes.add(fight.get(120, TimeUnit.SECONDS));
            }
            return outcomes;
        } finally {
            clients.shutdownNow();
        }
    }

    private static void assertSoldOnce(List<Outcome> outcomes) {
        assertThat(outcomes).filteredOn(Acknowledged.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn(Refused.class::isInstance).hasSize(CLIENTS - 1);
    }
}
