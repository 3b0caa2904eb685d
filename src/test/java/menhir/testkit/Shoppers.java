package menhir.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
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
import menhir.testkit.History.Failed;
import menhir.testkit.History.LookedUp;
import menhir.testkit.History.Ordered;
import menhir.testkit.History.Outcome;
import menhir.testkit.History.Recalled;
import menhir.testkit.History.Refused;
import menhir.testkit.History.Unknown;
import menhir.testkit.NodeApi.Reply;

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

    /** Above the time for which a front-end carries an order through a fail-over; a paused node takes it all. */
    private static final Duration ATTEMPT = Duration.ofSeconds(12);

    private static final Duration LOOK = Duration.ofSeconds(4);
    private static final Duration GIVE_UP = Duration.ofSeconds(90);
    private static final long THINK_MILLIS = 4;
    private static final long BACK_OFF_MILLIS = 100;
    private static final int HTTP_CREATED = 201;
    private static final int HTTP_CONFLICT = 409;

    private final List<TestNode> nodes;
    private final History history;
    private final Duration attempt;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicLong acknowledged = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();

    private Shoppers(TestCluster cluster, Duration attempt) {
        this.nodes = cluster.nodes();
        this.history = cluster.history();
        this.attempt = attempt;
    }

    /** Enough to keep a small machine busy: two buyers and an onlooker for each node. */
    public static Shoppers at(TestCluster cluster) {
        return start(cluster, ATTEMPT);
    }

    /** As {@link #at}, but a buyer leaves a server that has not answered for so long. */
    public static Shoppers impatient(TestCluster cluster, Duration attempt) {
        return start(cluster, attempt);
    }

    private static Shoppers start(TestCluster cluster, Duration attempt) {
        Shoppers shoppers = new Shoppers(cluster, attempt);
        int size = cluster.nodes().size();
        for (int i = 0; i < 2 * size; i++) {
            int first = i % size;
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
                thread.join(2 * GIVE_UP.toMillis());
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

    private void shop(int first) throws InterruptedException {
        RandomGenerator random = ThreadLocalRandom.current();
        int at = first;
        do {
            Wish wish = randomWish(random);
            at = place(wish, at);
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

    /** Asks until there is an answer, and gives the server that had it, for the next order. */
    private int place(Wish wish, int first) throws InterruptedException {
        long invoked = System.nanoTime();
        int at = first;
        String why = "";
        for (int failed = 0; System.nanoTime() - invoked < GIVE_UP.toNanos(); failed++) {
            if (failed > 0) {
                at = (at + 1) % nodes.size();
            }
            if (failed > 0 && failed % nodes.size() == 0) {
                TimeUnit.MILLISECONDS.sleep(BACK_OFF_MILLIS);
            }
            TestNode node = nodes.get(at);
            long asked = System.nanoTime();
            try {
                Reply reply = node.api().order(wish, attempt);
                if (reply.status() == HTTP_CREATED || reply.status() == HTTP_CONFLICT) {
                    long answered = System.nanoTime();
                    history.add(new Ordered(wish, outcome(wish, reply), invoked, answered));
                    followUp(wish, reply, at);
                    return at;
                }
                why = refusedForNow(node, reply, asked, true);
            } catch (IOException e) {
                why = noAnswer(node, e, asked, true);
            }
        }
        history.add(new Ordered(wish, new Unknown(why), invoked, System.nanoTime()));
        return at;
    }

    private Outcome outcome(Wish wish, Reply reply) {
        JsonNode body = reply.body();
        if (reply.status() == HTTP_CONFLICT) {
            return new Refused(
                    body.path("item").asText(), body.path("available").asLong(-1));
        }
        boolean buy = body.path("type").asText().equals("buy");
        if (!wish.isLike(buy, StoreLog.lines(body)) || body.path("number").asLong() < 1) {
            throw new AssertionError("asked to " + wish + " and got " + body);
        }
        acknowledged.incrementAndGet();
        return new Acknowledged(body.path("number").asLong());
    }

    /** What was acknowledged here must be seen everywhere from now on. */
    private void followUp(Wish wish, Reply reply, int at) throws InterruptedException {
        int choice = ThreadLocalRandom.current().nextInt(4);
        TestNode other = nodes.get((at + 1 + choice % 2) % nodes.size());
        if (!other.runs()) {
            return;
        }
        if (choice < 2) {
            lookup(other, wish.lines().firstKey(), history, LOOK);
        } else if (choice == 2 && reply.status() == HTTP_CREATED) {
            recall(other, reply.body());
        }
    }

    private void recall(TestNode node, JsonNode order) throws InterruptedException {
        long number = order.path("number").asLong();
        long invoked = System.nanoTime();
        try {
            Reply reply = node.api().get("/v1/stores/" + TestCluster.STORE + "/orders/" + number, ATTEMPT);
            if (reply.status() == 503) {
                refusedForNow(node, reply, invoked, false);
            } else {
                String found = reply.status() + " " + reply.body();
                boolean same = reply.body().equals(order);
                history.add(new Recalled(node.name(), number, same, found, invoked, System.nanoTime()));
            }
        } catch (IOException e) {
            noAnswer(node, e, invoked, false);
        }
    }

    // ---- onlookers --------------------------------------------------------------------------------------------------

    private void look(TestNode node) throws InterruptedException {
        RandomGenerator random = ThreadLocalRandom.current();
        boolean answered;
        do {
            answered = node.runs() && lookup(node, ITEMS.get(random.nextInt(ITEMS.size())), history, LOOK);
        } while (think(answered ? THINK_MILLIS : BACK_OFF_MILLIS));
    }

    /**
     * Looks an item up at a node, and writes down what that said.
     *
     * @return whether it was answered; 503 is no answer
     */
    public static boolean lookup(TestNode node, String item, History history, Duration timeout)
            throws InterruptedException {
        long invoked = System.nanoTime();
        try {
            Reply reply = node.api().lookup(item, timeout);
            long answered = System.nanoTime();
            if (reply.status() == 200) {
                history.add(new LookedUp(
                        node.name(),
                        item,
                        reply.body().path("version").asLong(-1),
                        reply.body().path("quantity").asLong(-1),
                        reply.header("Cache-Status").contains("hit"),
                        invoked,
                        answered));
                return true;
            }
            record503(node, reply, invoked, false, history);
        } catch (IOException e) {
            history.add(new Failed(node.name(), false, 0, String.valueOf(e.getMessage()), invoked, System.nanoTime()));
        }
        return false;
    }

    private String refusedForNow(TestNode node, Reply reply, long asked, boolean order) {
        record503(node, reply, asked, order, history);
        return node + " answered " + reply.status();
    }

    private static void record503(TestNode node, Reply reply, long asked, boolean order, History history) {
        String why = reply.body().path("title").asText();
        if (reply.status() != 503 || reply.header("Retry-After").isEmpty()) {
            throw new AssertionError(node + " answered " + reply.status() + " " + reply.headers() + reply.body());
        }
        history.add(new Failed(node.name(), order, reply.status(), why, asked, System.nanoTime()));
    }

    private String noAnswer(TestNode node, IOException e, long asked, boolean order) {
        String why = String.valueOf(e.getMessage());
        history.add(new Failed(node.name(), order, 0, why, asked, System.nanoTime()));
        return node + ": " + why;
    }
}
