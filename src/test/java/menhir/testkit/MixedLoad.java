package menhir.testkit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import menhir.chaos.load.OrderLoad;
import menhir.chaos.load.RecordingClient.Patience;

/** An {@link OrderLoad} of a {@link TestCluster}, whose clients stay with a node while it answers. */
public final class MixedLoad implements AutoCloseable {
    /** The items of the built-in catalog. */
    public static final List<String> ITEMS = OrderLoad.ITEMS;

    private final OrderLoad load;

    private MixedLoad(TestCluster cluster, Duration attempt) {
        List<TestNode> nodes = cluster.nodes();
        Patience patience = new Patience(attempt, Patience.LONG.deadline());
        long seed = ThreadLocalRandom.current().nextLong();
        load = new OrderLoad(nodes, cluster.client(), new OrderLoad.Plan(2 * nodes.size(), patience, false, seed));
    }

    /** Starts two ordering clients and a reading client per node. */
    public static MixedLoad on(TestCluster cluster) {
        return new MixedLoad(cluster, Patience.LONG.attempt());
    }

    /** Like {@link #on(TestCluster)}, with another timeout of an attempt to place an order. */
    public static MixedLoad on(TestCluster cluster, Duration attempt) {
        return new MixedLoad(cluster, attempt);
    }

    /** Waits until a number of further orders has been acknowledged. */
    public void awaitAcknowledged(int more) {
        long goal = load.acknowledged() + more;
        TestCluster.until(more + " more orders are acknowledged", () -> load.acknowledged() >= goal);
    }

    /** Stops all clients once they have finished their current requests. */
    @Override
    public void close() {
        load.close();
        for (Throwable failure : load.failures()) {
            throw new AssertionError("a client received an impossible reply", failure);
        }
    }
}
