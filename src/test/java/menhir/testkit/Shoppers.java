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
import menhir.testkit.Customer.Answered;
import menhir.testkit.History.Acknowledged;

/**
 * Clients that order and look up at random until they are stopped, and write down what they were told. Each buyer knows
 * all servers: it stays with one while that works, then asks the next, and keeps an order's key through it all. After an
 * order it often asks another server at once for what it changed. Each onlooker stays at one server.
 */
public final class Shoppers implements AutoCloseable {
    /** Those of the built-in catalog. */
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

    private static final Duration LOOK = Duration.ofSeconds(4);
    private static final long THINK_MILLIS = 4;
    private static final long BACK_OFF_MILLIS = 100;

    private final List<TestNode> nodes;
    private final Customer customer;
    private final Duration attempt;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicLong acknowledged = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();

    private Shoppers(TestCluster cluster, Duration attempt) {
        this.nodes = cluster.nodes();
        this.customer = cluster.customer();
        this.attempt = attempt;
    }

    /** Enough to keep a small machine busy: two buyers and an onlooker for each node. */
    public static Shoppers at(TestCluster cluster) {
        return start(cluster, Customer.ATTEMPT);
    }

    /** As {@link #at}, but a buyer leaves a server that has not answered for so long. */
    public static Shoppers impatient(TestCluster cluster, Duration attempt) {
        return start(cluster, attempt);
    }

    private static Shoppers start(TestCluster cluster, Duration attempt) {
        Shoppers shoppers = new Shoppers(cluster, attempt);
        int size = cluster.nodes().size();
        for (int i = 0; i < 2 * size; i++) {
            TestNode first = cluster.nodes().get(i % size);
            shoppers.run("buyer-" + i, () -> shoppers.shop(first));
        }
        for (TestNode node : cluster.nodes()) {
            shoppers.run("onlooker-" + node, () -> shoppers.look(node));
        }
        return shoppers;
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

    /** Waits until so many more orders have been acknowledged: proof that orders are taken now. */
    public void awaitAcknowledged(int more) {
        long goal = acknowledged.get() + more;
        TestCluster.until(more + " more orders are acknowledged", () -> acknowledged.get() >= goal);
    }

    /** Lets everyone finish what they have begun. */
    @Override
    public void close() {
        stopped.countDown();
        try {
            for (Thread thread : threads) {
                thread.join(2 * Customer.GIVE_UP.toMillis());
                if (thread.isAlive()) {
                    throw new AssertionError(thread.getName() + " does not end");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        synchronized (failures) {
            for (Throwable failure : failures) {
                throw new AssertionError("a client met what no client may meet", failure);
            }
        }
    }

    private boolean think(long millis) throws InterruptedException {
        return !stopped.await(millis, TimeUnit.MILLISECONDS);
    }

    // ---- buyers -----------------------------------------------------------------------------------------------------

    private void shop(TestNode first) throws InterruptedException {
        RandomGenerator random = ThreadLocalRandom.current();
        TestNode at = first;
        do {
            Wish wish = randomWish(random);
            Answered answered = customer.insist(wish, at, attempt, Customer.GIVE_UP);
            if (answered != null) {
                at = answered.by();
                if (answered.outcome() instanceof Acknowledged) {
                    acknowledged.incrementAndGet();
                }
                followUp(wish, answered);
            }
        } while (think(THINK_MILLIS));
    }

    private static Wish randomWish(RandomGenerator random) {
        SortedMap<String, Long> lines = new TreeMap<>();
        int count = random.nextInt(5) == 0 ? 3 : 1;
        for (int i = 0; i < count; i++) {
            lines.put(ITEMS.get(random.nextInt(ITEMS.size())), random.nextLong(1, 8));
        }
        return Wish.of(random.nextBoolean(), lines);
    }

    /** What was answered by one server must be seen at the others from now on. */
    private void followUp(Wish wish, Answered answered) throws InterruptedException {
        int choice = ThreadLocalRandom.current().nextInt(4);
        TestNode other = nodes.get((nodes.indexOf(answered.by()) + 1 + choice % 2) % nodes.size());
        if (!other.runs()) {
            return;
        }
        if (choice < 2) {
            customer.lookup(other, wish.lines().firstKey(), LOOK);
        } else if (choice == 2 && answered.outcome() instanceof Acknowledged) {
            customer.recall(other, answered.reply().body(), attempt);
        }
    }

    // ---- onlookers --------------------------------------------------------------------------------------------------

    private void look(TestNode node) throws InterruptedException {
        RandomGenerator random = ThreadLocalRandom.current();
        boolean answered;
        do {
            answered = node.runs() && customer.lookup(node, ITEMS.get(random.nextInt(ITEMS.size())), LOOK);
        } while (think(answered ? THINK_MILLIS : BACK_OFF_MILLIS));
    }
}
