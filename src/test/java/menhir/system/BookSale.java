package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import menhir.experiment.lab.NodeApi;
import menhir.experiment.lab.NodeApi.Reply;
import menhir.testkit.TestCluster;
import menhir.testkit.TestNode;

/**
 * Clients of the bookstore's original API: two at each node buy single copies of a book that is never restocked until it is
 * sold out, and one at each node searches for it. None may see more copies than another has seen before.
 */
final class BookSale implements AutoCloseable {
    static final String STORE = "books";

    private static final int COPIES = 81;
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(12);
    private static final Duration DEADLINE = Duration.ofSeconds(90);
    private static final long BACK_OFF_MILLIS = 50;
    private static final long THINK_MILLIS = 5;
    private static final long THINK_AFTER_PURCHASE_MILLIS = 20;

    private final TestCluster cluster;
    private final String topic = "sale " + UUID.randomUUID();
    private final long number;
    private final AtomicLong least = new AtomicLong(COPIES);
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final ExecutorService clients = Executors.newCachedThreadPool();
    private final List<Future<Integer>> buyers = new ArrayList<>();
    private final List<Future<?>> readers = new ArrayList<>();

    private BookSale(TestCluster cluster) throws IOException, InterruptedException {
        this.cluster = cluster;
        this.number = add(cluster.node(2), topic, COPIES);
    }

    /** Adds a book, whose sale begins with {@link #start}. */
    static BookSale at(TestCluster cluster) throws IOException, InterruptedException {
        return new BookSale(cluster);
    }

    /** Starts the clients. */
    void start() {
        for (TestNode node : cluster.nodes()) {
            for (int buyer = 0; buyer < 2; buyer++) {
                buyers.add(clients.submit(() -> buyAll(node)));
            }
            readers.add(clients.submit(() -> {
                searchUntilSoldOut(node);
                return null;
            }));
        }
    }

    /** Adds a book under a topic of its own, and returns its number. */
    static long add(TestNode node, String topic, int copies) throws IOException, InterruptedException {
        String json = "{\"price\": 12.50, \"quantity\": " + copies + ", \"topic\": \"" + topic + "\"}";
        return TestCluster.addItem(node.api(), STORE, "Book of " + topic, json)
                .path("number")
                .asLong();
    }

    static Reply buy(TestNode node, long number, String key) throws IOException, InterruptedException {
        return node.api().post("/buy?buyNum=" + number, key, ATTEMPT_TIMEOUT);
    }

    /** The copies that a search by topic shows for its only book; -1 if the search failed. */
    static long stock(TestNode node, String topic) throws IOException, InterruptedException {
        Reply reply = node.api().get("/search?topic=" + NodeApi.segment(topic), ATTEMPT_TIMEOUT);
        if (reply.status() == 503) {
            return -1;
        }
        JsonNode books = reply.body().path("books");
        assertThat(books).as(reply.text()).hasSize(1);
        return books.get(0).path("stock").asLong();
    }

    /** The copies that nobody has seen sold yet. */
    long left() {
        return least.get();
    }

    /** Waits until a number of thirds of the copies is sold. */
    void awaitThirdsSold(int thirds) {
        TestCluster.until(thirds + " of 3 parts are sold", () -> least.get() <= (3 - thirds) * COPIES / 3);
    }

    /** Waits until all is sold, and until the clients have noticed. */
    void awaitEnd() throws Exception {
        awaitThirdsSold(3);
        for (Future<Integer> buyer : buyers) {
            buyer.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        }
        for (Future<?> reader : readers) {
            reader.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** Checks what the clients saw and bought. All must be sold. */
    void verify() throws Exception {
        int sold = 0;
        for (Future<Integer> buyer : buyers) {
            sold += buyer.get();
        }
        assertThat(sold).isEqualTo(COPIES);
        assertThat(violations).isEmpty();
        cluster.awaitSameLogs(STORE);
        for (TestNode node : cluster.nodes()) {
            assertThat(stock(node, topic)).as("at " + node).isZero();
        }
    }

    @Override
    public void close() {
        clients.shutdownNow();
    }

    /** Buys single copies until the book is sold out, at one node while that answers, and returns their number. */
    private int buyAll(TestNode first) throws InterruptedException {
        int bought = 0;
        int index = first.number() - 1;
        long start = System.nanoTime();
        String key = UUID.randomUUID().toString();
        while (System.nanoTime() - start < DEADLINE.toNanos()) {
            TestNode node = cluster.nodes().get(index);
            int status = attempt(node, key);
            if (status == 200) {
                bought++;
                key = UUID.randomUUID().toString();
                search(node);
                TimeUnit.MILLISECONDS.sleep(THINK_AFTER_PURCHASE_MILLIS);
            } else if (status == 409) {
                return bought;
            } else {
                index = (index + 1) % cluster.nodes().size();
                TimeUnit.MILLISECONDS.sleep(BACK_OFF_MILLIS);
            }
        }
        throw new AssertionError("no node replied");
    }

    /** The status of the reply, 0 if there was none. */
    private int attempt(TestNode node, String key) throws InterruptedException {
        try {
            Reply reply = buy(node, number, key);
            if (reply.status() != 503) {
                assertThat(reply.text()).isEqualTo(reply.status() == 200 ? "Success" : "Failed");
            }
            return reply.status();
        } catch (IOException noReply) {
            return 0;
        }
    }

    private void searchUntilSoldOut(TestNode node) throws InterruptedException {
        while (least.get() > 0) {
            search(node);
            TimeUnit.MILLISECONDS.sleep(THINK_MILLIS);
        }
    }

    private void search(TestNode node) throws InterruptedException {
        long seen = least.get();
        try {
            long shown = node.runs() ? stock(node, topic) : -1;
            if (shown > seen) {
                violations.add(node + " showed " + shown + " after " + seen + " had been shown");
            } else if (shown >= 0) {
                least.accumulateAndGet(shown, Math::min);
            }
        } catch (IOException noReply) {
            // The node was killed.
            TimeUnit.MILLISECONDS.sleep(BACK_OFF_MILLIS);
        }
    }
}
