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
import menhir.testkit.NodeApi;
import menhir.testkit.NodeApi.Reply;
import menhir.testkit.SharedCluster;
import menhir.testkit.TestCluster;
import menhir.testkit.TestNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients of the bookstore's original API. */
@ExtendWith(SharedCluster.class)
class BookstoreIT {
    private static final String STORE = "books";
    private static final int COPIES = 81;
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(12);
    private static final Duration DEADLINE = Duration.ofSeconds(90);
    private static final long BACK_OFF_MILLIS = 50;

    @Test
    void shouldSellEachCopyOnceAndNeverShowMoreCopiesWhenTheLeaderIsKilled(TestCluster cluster) throws Exception {
        String topic = "kills " + UUID.randomUUID();
        long number = addBook(cluster, topic, COPIES);
        Sale sale = new Sale(cluster, topic, number);
        ExecutorService clients = Executors.newCachedThreadPool();
        try {
            List<Future<Integer>> buyers = new ArrayList<>();
            List<Future<?>> readers = new ArrayList<>();
            for (TestNode node : cluster.nodes()) {
                buyers.add(clients.submit(() -> sale.buyAll(node)));
                buyers.add(clients.submit(() -> sale.buyAll(node)));
                readers.add(clients.submit(() -> {
                    sale.lookUp(node);
                    return null;
                }));
            }
            TestCluster.until("a third is sold", () -> sale.least.get() <= COPIES * 2 / 3);
            TestNode leader = cluster.awaitLeader(STORE);
            leader.kill9();
            TestCluster.until("another third is sold", () -> sale.least.get() <= COPIES / 3);
            leader.start();
            int sold = 0;
            for (Future<Integer> buyer : buyers) {
                sold += buyer.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
            }
            for (Future<?> reader : readers) {
                reader.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
            }
            assertThat(sold).isEqualTo(COPIES);
            assertThat(sale.violations).isEmpty();
        } finally {
            clients.shutdownNow();
        }
        cluster.awaitSameLogs(STORE);
        for (TestNode node : cluster.nodes()) {
            assertThat(stock(node.api(), topic)).as("at " + node).isZero();
        }
    }

    @Test
    void shouldBalanceCacheMissesOverAllReplicas(TestCluster cluster) throws Exception {
        cluster.awaitReady();
        String topic = "balance " + UUID.randomUUID();
        long number = addBook(cluster, topic, 20);
        List<Long> before = cluster.reads(STORE);
        for (int left = 19; left >= 0; left--) {
            Reply bought = cluster.node(left % 3 + 1).api().post(buy(number), key(), ATTEMPT_TIMEOUT);
            assertThat(bought.status()).isEqualTo(200);
            for (TestNode node : cluster.nodes()) {
                assertThat(stock(node.api(), topic)).as("at " + node).isEqualTo(left);
            }
        }
        List<Long> after = cluster.reads(STORE);
        long total = 0;
        for (int i = 0; i < after.size(); i++) {
            total += after.get(i) - before.get(i);
        }
        assertThat(total).as("each change causes a cache miss at each node").isGreaterThanOrEqualTo(60);
        for (int i = 0; i < after.size(); i++) {
            assertThat(after.get(i) - before.get(i)).as("slot " + (i + 1)).isGreaterThan(total / 6);
        }
    }

    private static long addBook(TestCluster cluster, String topic, int copies) throws Exception {
        String json = "{\"price\": 12.50, \"quantity\": " + copies + ", \"topic\": \"" + topic + "\"}";
        return cluster.node(2)
                .api()
                .addItem(STORE, "Book of " + topic, json)
                .path("number")
                .asLong();
    }

    private static String buy(long number) {
        return "/buy?buyNum=" + number;
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    /** The copies that a search by topic shows for its only book; -1 if the search failed. */
    private static long stock(NodeApi node, String topic) throws IOException, InterruptedException {
        Reply reply = node.get("/search?topic=" + NodeApi.segment(topic), ATTEMPT_TIMEOUT);
        if (reply.status() == 503) {
            return -1;
        }
        JsonNode books = reply.body().path("books");
        assertThat(books).as(reply.text()).hasSize(1);
        return books.get(0).path("stock").asLong();
    }

    /** Sale of a book that is never restocked: no client may see more copies than another has seen before. */
    private static final class Sale {
        final AtomicLong least = new AtomicLong(COPIES);
        final Queue<String> violations = new ConcurrentLinkedQueue<>();
        private final TestCluster cluster;
        private final String topic;
        private final long number;

        Sale(TestCluster cluster, String topic, long number) {
            this.cluster = cluster;
            this.topic = topic;
            this.number = number;
        }

        /** Buys single copies until the book is sold out. */
        int buyAll(TestNode first) throws InterruptedException {
            int bought = 0;
            int index = first.number() - 1;
            long start = System.nanoTime();
            String key = key();
            while (System.nanoTime() - start < DEADLINE.toNanos()) {
                TestNode node = cluster.nodes().get(index);
                int status = attempt(node, key);
                if (status == 200) {
                    bought++;
                    key = key();
                    check(node);
                } else if (status == 409) {
                    return bought;
                } else {
                    index = (index + 1) % cluster.nodes().size();
                    TimeUnit.MILLISECONDS.sleep(BACK_OFF_MILLIS);
                }
            }
            throw new AssertionError("no node replied");
        }

        private int attempt(TestNode node, String key) throws InterruptedException {
            try {
                Reply reply = node.api().post(buy(number), key, ATTEMPT_TIMEOUT);
                if (reply.status() != 503) {
                    assertThat(reply.text()).isEqualTo(reply.status() == 200 ? "Success" : "Failed");
                }
                return reply.status();
            } catch (IOException e) {
                return 0;
            }
        }

        void lookUp(TestNode node) throws InterruptedException {
            while (least.get() > 0) {
                check(node);
                TimeUnit.MILLISECONDS.sleep(5);
            }
        }

        private void check(TestNode node) throws InterruptedException {
            long seen = least.get();
            try {
                long shown = node.runs() ? stock(node.api(), topic) : -1;
                if (shown > seen) {
                    violations.add(node + " showed " + shown + " after " + seen + " had been shown");
                } else if (shown >= 0) {
                    least.accumulateAndGet(shown, Math::min);
                }
            } catch (IOException e) {
                // The node was killed; the lookup is repeated.
                TimeUnit.MILLISECONDS.sleep(BACK_OFF_MILLIS);
            }
        }
    }
}
