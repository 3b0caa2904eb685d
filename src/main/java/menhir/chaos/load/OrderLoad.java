package menhir.chaos.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import menhir.chaos.check.History.Acknowledged;
import menhir.chaos.check.OrderRequest;
import menhir.chaos.load.RecordingClient.Answer;
import menhir.chaos.load.RecordingClient.Patience;
import menhir.client.api.StocksDialect;

/**
 * Clients that place random orders and look up random items until they are closed, and record all replies. Each ordering
 * client knows all nodes. After an order it often reads what it changed from another node, or sends it again with the same
 * key. Each reading client stays with one node.
 */
public final class OrderLoad implements AutoCloseable {
    /** The items of the built-in catalog. */
    public static final List<String> ITEMS = StocksDialect.CLASSICAL_NAMES;

    private static final Duration LOOKUP_TIMEOUT = Duration.ofSeconds(4);
    private static final long THINK_MILLIS = 40;
    private static final long BACK_OFF_MILLIS = 100;
    private static final long MOST_OF_A_LINE = 8;

    /**
     * What the clients do.
     *
     * @param ordering number of clients that place orders
     * @param patience of an order
     * @param roaming whether each order starts at another node, and half of them are given up after one attempt and sent again
     *     later, with the same key; else a client stays with a node while that answers
     * @param seed of the clients' choices
     */
    public record Plan(int ordering, Patience patience, boolean roaming, long seed) {}

    /** An order whose outcome is unknown. */
    private record Open(OrderRequest request, long invoked) {}

    private final List<Server> nodes;
    private final RecordingClient client;
    private final Plan plan;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong resolved = new AtomicLong();
    private final Queue<Open> open = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();

    /** Starts the ordering clients and a reading client per node. */
    public OrderLoad(List<? extends Server> nodes, RecordingClient client, Plan plan) {
        this.nodes = List.copyOf(nodes);
        this.client = client;
        this.plan = plan;
        SplittableRandom seeds = new SplittableRandom(plan.seed());
        for (int i = 0; i < plan.ordering(); i++) {
            Server first = nodes.get(i % nodes.size());
            RandomGenerator random = seeds.split();
            run("order-client-" + i, () -> placeOrders(first, random));
        }
        for (Server node : nodes) {
            RandomGenerator random = seeds.split();
            run("lookup-client-" + node.name(), () -> lookUp(node, random));
        }
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
                    } catch (RuntimeException e) {
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

    /** The number of orders that were acknowledged so far. */
    public long acknowledged() {
        return acknowledged.get();
    }

    /** The number of orders whose outcome was unknown at first, and is known because they were sent again. */
    public long resolved() {
        return resolved.get();
    }

    /** Why clients have ended early: impossible replies. */
    public List<Throwable> failures() {
        synchronized (failures) {
            return List.copyOf(failures);
        }
    }

    /**
     * Stops all clients once they have finished their current requests.
     *
     * @throws IllegalStateException if one does not end
     */
    @Override
    public void close() {
        stopped.countDown();
        try {
            for (Thread thread : threads) {
                thread.join(2 * plan.patience().deadline().toMillis());
                if (thread.isAlive()) {
                    throw new IllegalStateException(thread.getName() + " did not end");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Sends each order whose outcome is unknown once more, after the clients were closed. */
    public void resolve() throws InterruptedException {
        for (Open each = open.poll(); each != null; each = open.poll()) {
            if (!resolve(each, nodes.get(0))) {
                client.giveUp(each.request(), "no node replied to the same key later", each.invoked());
            }
        }
    }

    private boolean resolve(Open unknown, Server first) throws InterruptedException {
        Answer answered = client.place(unknown.request(), first, plan.patience(), unknown.invoked(), true);
        if (answered != null) {
            resolved.incrementAndGet();
        }
        return answered != null;
    }

    private boolean think(long millis) throws InterruptedException {
        return !stopped.await(millis, TimeUnit.MILLISECONDS);
    }

    // ---- ordering clients -------------------------------------------------------------------------------------------

    private void placeOrders(Server first, RandomGenerator random) throws InterruptedException {
        Server node = first;
        do {
            if (plan.roaming()) {
                node = nodes.get(random.nextInt(nodes.size()));
                resolveOne(node);
            }
            OrderRequest request = randomRequest(random);
            long invoked = System.nanoTime();
            Answer answered = client.place(request, node, patience(random), invoked, false);
            if (answered != null) {
                node = answered.by();
                followUp(request, answered, random);
            } else if (plan.roaming()) {
                open.add(new Open(request, invoked));
            } else {
                client.giveUp(request, "no node replied", invoked);
            }
        } while (think(THINK_MILLIS));
    }

    private Patience patience(RandomGenerator random) {
        boolean once = plan.roaming() && random.nextBoolean();
        return once
                ? new Patience(
                        plan.patience().attempt(), plan.patience().attempt().dividedBy(1_000))
                : plan.patience();
    }

    private void resolveOne(Server node) throws InterruptedException {
        Open unknown = open.poll();
        if (unknown != null && !resolve(unknown, node)) {
            open.add(unknown);
        }
    }

    private static OrderRequest randomRequest(RandomGenerator random) {
        SortedMap<String, Long> lines = new TreeMap<>();
        int count = random.nextInt(5) == 0 ? 3 : 1;
        for (int i = 0; i < count; i++) {
            lines.put(ITEMS.get(random.nextInt(ITEMS.size())), random.nextLong(1, MOST_OF_A_LINE));
        }
        // More is bought than sold, so that items run out.
        return OrderRequest.of(random.nextInt(10) < 6, lines);
    }

    /** Reads the effect of an order from another node, where it must be visible now, or repeats it there. */
    private void followUp(OrderRequest request, Answer answered, RandomGenerator random) throws InterruptedException {
        int choice = random.nextInt(8);
        Server other = nodes.get((nodes.indexOf(answered.by()) + 1 + choice % 2) % nodes.size());
        if (answered.outcome() instanceof Acknowledged) {
            acknowledged.incrementAndGet();
        }
        if (!other.runs()) {
            return;
        }
        if (choice < 4) {
            client.lookup(other, request.lines().firstKey(), LOOKUP_TIMEOUT);
        } else if (answered.outcome() instanceof Acknowledged order) {
            if (choice < 6) {
                client.readOrder(other, answered.reply().body(), plan.patience().attempt());
            } else if (choice == 6) {
                client.repeat(other, request, order.number(), plan.patience().attempt());
            }
        }
    }

    // ---- reading clients --------------------------------------------------------------------------------------------

    private void lookUp(Server node, RandomGenerator random) throws InterruptedException {
        boolean answered;
        do {
            answered = node.runs() && client.lookup(node, ITEMS.get(random.nextInt(ITEMS.size())), LOOKUP_TIMEOUT);
        } while (think(answered ? THINK_MILLIS : BACK_OFF_MILLIS));
    }
}
