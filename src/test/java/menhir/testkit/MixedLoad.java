package menhir.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import menhir.testkit.History.Acknowledged;
import menhir.testkit.RecordingClient.Answer;

/**
 * Clients that place random orders and look up random items until they are closed, and record all replies. Each ordering
 * client knows all nodes: it stays with one while that answers, then tries the next with the same idempotency key. After an
 * order it often reads what it changed from another node. Each reading client stays with one node.
 */
public final class MixedLoad implements AutoCloseable {
    /** The items of the built-in catalog. */
    public static final List<String> ITEMS = List.of(
            "GameStart",
            "FishCo",
            "MenhirCo",
            "BoarCo",
            "ConStock",
            "Wheely",
            "STRStock",
            "CarCo",
            "TheaterCo",
            "DishCo");

    private static final Duration LOOKUP_TIMEOUT = Duration.ofSeconds(4);
    private static final long THINK_MILLIS = 40;
    private static final long BACK_OFF_MILLIS = 100;

    private final List<TestNode> nodes;
    private final RecordingClient client;
    private final Duration attempt;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicLong acknowledged = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();

    private MixedLoad(TestCluster cluster, Duration attempt) {
        this.nodes = cluster.nodes();
        this.client = cluster.client();
        this.attempt = attempt;
    }

    /** Starts two ordering clients and a reading client per node. */
    public static MixedLoad on(TestCluster cluster) {
        return start(cluster, RecordingClient.ATTEMPT_TIMEOUT);
    }

    /** Like {@link #on(TestCluster)}, with another timeout of an attempt to place an order. */
    public static MixedLoad on(TestCluster cluster, Duration attempt) {
        return start(cluster, attempt);
    }

    private static MixedLoad start(TestCluster cluster, Duration attempt) {
        MixedLoad load = new MixedLoad(cluster, attempt);
        int size = cluster.nodes().size();
        for (int i = 0; i < 2 * size; i++) {
            TestNode first = cluster.nodes().get(i % size);
            load.run("order-client-" + i, () -> load.placeOrders(first));
        }
        for (TestNode node : cluster.nodes()) {
            load.run("lookup-client-" + node, () -> load.lookUp(node));
        }
        return load;
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private void run(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (RuntimeException | AssertionError e) {
                        synchronized (failures) {
                            failures.add(e);
                        }
                    }
                },
                name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    /** Waits until a number of further orders has been acknowledged. */
    public void awaitAcknowledged(int more) {
        long goal = acknowledged.get() + more;
        TestCluster.until(more + " more orders are acknowledged", () -> acknowledged.get() >= goal);
    }

    /** Stops all clients once they have finished their current requests. */
    @Override
    public void close() {
        stopped.countDown();
        try {
            for (Thread thread : threads) {
                thread.join(2 * RecordingClient.DEADLINE.toMillis());
                if (thread.isAlive()) {
                    throw new AssertionError(thread.getName() + " did not end");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        synchronized (failures) {
            for (Throwable failure : failures) {
                throw new AssertionError("a client received an impossible reply", failure);
            }
        }
    }

    private boolean think(long millis) throws InterruptedException {
        return !stopped.await(millis, TimeUnit.MILLISECONDS);
    }

    // ---- ordering clients -------------------------------------------------------------------------------------------

    private void placeOrders(TestNode first) throws InterruptedException {
        RandomGenerator random = ThreadLocalRandom.current();
        TestNode node = first;
        do {
            OrderRequest request = randomRequest(random);
            Answer answered = client.placeWithRetries(request, node, attempt, RecordingClient.DEADLINE);
            if (answered != null) {
                node = answered.by();
                if (answered.outcome() instanceof Acknowledged) {
                    acknowledged.incrementAndGet();
                }
                followUp(request, answered);
            }
        } while (think(THINK_MILLIS));
    }

    private static OrderRequest randomRequest(RandomGenerator random) {
        SortedMap<String, Long> lines = new TreeMap<>();
        int count = random.nextInt(5) == 0 ? 3 : 1;
        for (int i = 0; i < count; i++) {
            lines.put(ITEMS.get(random.nextInt(ITEMS.size())), random.nextLong(1, 8));
        }
        return OrderRequest.of(random.nextBoolean(), lines);
    }

    /** Reads the effect of an order from another node, where it must be visible now. */
    private void followUp(OrderRequest request, Answer answered) throws InterruptedException {
        int choice = ThreadLocalRandom.current().nextInt(4);
        TestNode other = nodes.get((nodes.indexOf(answered.by()) + 1 + choice % 2) % nodes.size());
        if (!other.runs()) {
            return;
        }
        if (choice < 2) {
            client.lookup(other, request.lines().firstKey(), LOOKUP_TIMEOUT);
        } else if (choice == 2 && answered.outcome() instanceof Acknowledged) {
            client.readOrder(other, answered.reply().body(), attempt);
        }
    }

    // ---- reading clients --------------------------------------------------------------------------------------------

    private void lookUp(TestNode node) throws InterruptedException {
        RandomGenerator random = ThreadLocalRandom.current();
        boolean answered;
        do {
            answered = node.runs() && client.lookup(node, ITEMS.get(random.nextInt(ITEMS.size())), LOOKUP_TIMEOUT);
        } while (think(answered ? THINK_MILLIS : BACK_OFF_MILLIS));
    }
}
