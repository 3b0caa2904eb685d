package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import menhir.chaos.check.History.Acknowledged;
import menhir.chaos.check.History.Outcome;
import menhir.chaos.check.History.Rejected;
import menhir.chaos.check.OrderRequest;
import menhir.chaos.load.RecordingClient;
import menhir.testkit.TestCluster;
import menhir.testkit.TestNode;

/**
 * Twelve clients, a third of them at each node, that try to buy the last unit of an item at the same moment. One that gets no
 * reply retries at another node with the same key: the buyer must get the same reply again.
 */
final class LastUnitBuyers implements AutoCloseable {
    private static final int CLIENTS = 12;
    private static final int BARRIER_SECONDS = 30;
    private static final int REPLY_SECONDS = 120;

    private final CyclicBarrier barrier = new CyclicBarrier(CLIENTS + 1);
    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    private final List<Future<Outcome>> outcomes = new ArrayList<>();

    private LastUnitBuyers(TestCluster cluster, String item) {
        RecordingClient client = cluster.client();
        for (int i = 0; i < CLIENTS; i++) {
            TestNode node = cluster.node(i % cluster.nodes().size() + 1);
            outcomes.add(clients.submit(() -> {
                barrier.await(BARRIER_SECONDS, TimeUnit.SECONDS);
                return client.placeWithRetries(OrderRequest.buy(item, 1), node);
            }));
        }
    }

    /** Clients that wait for {@link #buy}. */
    static LastUnitBuyers of(String item, TestCluster cluster) {
        return new LastUnitBuyers(cluster, item);
    }

    /** Lets the clients begin. */
    void buy() throws Exception {
        barrier.await(BARRIER_SECONDS, TimeUnit.SECONDS);
    }

    void awaitReplies() throws Exception {
        for (Future<Outcome> outcome : outcomes) {
            outcome.get(REPLY_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Checks that one client bought the unit, and that all others were rejected. All replies must be there. */
    void verify() throws Exception {
        List<Outcome> all = new ArrayList<>();
        for (Future<Outcome> outcome : outcomes) {
            all.add(outcome.get());
        }
        assertThat(all).filteredOn(Acknowledged.class::isInstance).hasSize(1);
        assertThat(all).filteredOn(Rejected.class::isInstance).hasSize(CLIENTS - 1);
    }

    @Override
    public void close() {
        clients.shutdownNow();
    }
}
