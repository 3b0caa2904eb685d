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
import menhir.testkit.History.Acknowledged;
import menhir.testkit.History.Outcome;
import menhir.testkit.History.Rejected;
import menhir.testkit.MixedLoad;
import menhir.testkit.NodeApi;
import menhir.testkit.OrderRequest;
import menhir.testkit.RecordingClient;
import menhir.testkit.SharedCluster;
import menhir.testkit.TestCluster;
import menhir.testkit.TestNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Several clients try to buy the last unit of an item. */
@ExtendWith(SharedCluster.class)
class LastUnitIT {
    private static final int CLIENTS = 12;

    @Test
    void shouldSellTheLastUnitOnce(TestCluster cluster) throws Exception {
        for (String item : MixedLoad.ITEMS.subList(0, 6)) {
            leaveOne(cluster, item);
            assertSoldOnce(buyConcurrently(item, cluster, () -> null));
        }
        cluster.verify();
    }

    @Test
    void shouldSellTheLastUnitOnceWhenTheLeaderIsKilledMeanwhile(TestCluster cluster) throws Exception {
        String item = MixedLoad.ITEMS.get(9);
        leaveOne(cluster, item);
        TestNode leader = cluster.awaitLeader();
        // Some clients get no reply and retry at another node with the same key: the buyer must get the same reply.
        assertSoldOnce(buyConcurrently(item, cluster, () -> {
            leader.kill9();
            return null;
        }));
        leader.start();
        cluster.verify();
    }

    private static void leaveOne(TestCluster cluster, String item) throws Exception {
        NodeApi api = cluster.node(1).api();
        long quantity =
                api.lookup(item, TestCluster.TIMEOUT).body().path("quantity").asLong();
        if (quantity != 1) {
            OrderRequest request = quantity > 1 ? OrderRequest.buy(item, quantity - 1) : OrderRequest.sell(item, 1);
            cluster.client().place(cluster.node(1), request);
        }
    }

    private static List<Outcome> buyConcurrently(String item, TestCluster cluster, Callable<?> fault) throws Exception {
        RecordingClient client = cluster.client();
        CyclicBarrier barrier = new CyclicBarrier(CLIENTS + 1);
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<Outcome>> futures = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                TestNode node = cluster.node(i % cluster.nodes().size() + 1);
                futures.add(clients.submit(() -> {
                    barrier.await(30, TimeUnit.SECONDS);
                    return client.placeWithRetries(OrderRequest.buy(item, 1), node);
                }));
            }
            barrier.await(30, TimeUnit.SECONDS);
            fault.call();
            List<Outcome> outcomes = new ArrayList<>();
            for (Future<Outcome> future : futures) {
                outcomes.add(future.get(120, TimeUnit.SECONDS));
            }
            return outcomes;
        } finally {
            clients.shutdownNow();
        }
    }

    private static void assertSoldOnce(List<Outcome> outcomes) {
        assertThat(outcomes).filteredOn(Acknowledged.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn(Rejected.class::isInstance).hasSize(CLIENTS - 1);
    }
}
