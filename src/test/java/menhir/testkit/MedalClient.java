package menhir.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import menhir.experiment.lab.NodeApi;
import org.jspecify.annotations.Nullable;

/**
 * Awards medals until it is closed. It retries each award with the same idempotency key, and after each acknowledgement it
 * checks that another node shows the new count. No other client may award medals at the same time.
 */
public final class MedalClient implements AutoCloseable {
    /** The store of the medals. */
    public static final String STORE = "games";

    public static final List<String> TEAMS = List.of("Gaul", "Rome");

    private static final List<String> MEDALS = List.of("Bronze", "Silver", "Gold");
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(8);
    private static final long PAUSE_MILLIS = 10;

    private final TestCluster cluster;
    private final List<TestNode> nodes;
    private final Map<String, Long> medals = new TreeMap<>();
    private final AtomicLong done = new AtomicLong();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final List<Throwable> failures = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "medal-client");

    private MedalClient(TestCluster cluster) {
        this.cluster = cluster;
        this.nodes = cluster.nodes();
    }

    public static MedalClient on(TestCluster cluster) throws IOException, InterruptedException {
        MedalClient client = new MedalClient(cluster);
        client.medals.putAll(shownBy(cluster.live().get(0)));
        client.thread.setDaemon(true);
        client.thread.start();
        return client;
    }

    /** The medals that a node shows: the count by team and medal, such as "Gaul Gold". */
    public static Map<String, Long> shownBy(TestNode node) throws IOException, InterruptedException {
        Map<String, Long> shown = new TreeMap<>();
        for (String team : TEAMS) {
            JsonNode counts = node.api().json("/getMedalTally/" + team).path("medals");
            MEDALS.forEach(
                    medal -> shown.put(team + " " + medal, counts.path(medal).asLong(-1)));
        }
        return shown;
    }

    /** Waits until a number of further medals has been acknowledged. */
    public void awaitAcknowledged(int more) {
        long goal = done.get() + more;
        TestCluster.until(more + " more medals are acknowledged", () -> done.get() >= goal || !thread.isAlive());
    }

    /** Checks that each node shows the initial medals and each acknowledged one. For a client that is closed. */
    public void verify() throws IOException, InterruptedException {
        for (TestNode node : nodes) {
            assertThat(shownBy(node)).as("at " + node).isEqualTo(medals);
        }
        cluster.awaitSameLogs(STORE);
    }

    @Override
    public void close() {
        stopped.countDown();
        try {
            thread.join(2 * TestCluster.TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        for (Throwable failure : failures) {
            throw new AssertionError("the medal client received an impossible reply", failure);
        }
        if (thread.isAlive()) {
            throw new AssertionError("the medal client did not end");
        }
    }

    private void run() {
        try {
            do {
                award();
            } while (!stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | AssertionError e) {
            failures.add(e);
        }
    }

    private void award() throws InterruptedException {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String team = TEAMS.get(random.nextInt(TEAMS.size()));
        String medal = MEDALS.get(random.nextInt(MEDALS.size()));
        String key = UUID.randomUUID().toString();
        long deadline = System.nanoTime() + TestCluster.TIMEOUT.toNanos();
        int index = random.nextInt(nodes.size());
        while (!acknowledged(nodes.get(index), team, medal, key)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("no node accepted a medal within " + TestCluster.TIMEOUT);
            }
            index = (index + 1) % nodes.size();
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        long now = medals.merge(team + " " + medal, 1L, Long::sum);
        done.incrementAndGet();
        Long shown = shown(nodes.get((index + 1) % nodes.size()), team, medal);
        if (shown != null && shown != now) {
            throw new AssertionError(nodes.get((index + 1) % nodes.size()) + " shows " + shown + " of " + team + " "
                    + medal + " where " + now + " were acknowledged");
        }
    }

    private static boolean acknowledged(TestNode node, String team, String medal, String key)
            throws InterruptedException {
        try {
            NodeApi.Reply reply = node.api()
                    .get(
                            "/incrementMedalTally/" + team + "/" + medal + "/" + TestCluster.AUTH_ID,
                            key,
                            ATTEMPT_TIMEOUT);
            if (reply.status() != 200 && reply.status() != 503) {
                throw new AssertionError(node + " answered " + reply);
            }
            return reply.status() == 200;
        } catch (IOException noReply) {
            return false;
        }
    }

    private static @Nullable Long shown(TestNode node, String team, String medal) throws InterruptedException {
        try {
            NodeApi.Reply reply = node.api().get("/getMedalTally/" + team, ATTEMPT_TIMEOUT);
            return reply.status() == 200
                    ? (Long) reply.body().path("medals").path(medal).asLong(-1)
                    : null;
        } catch (IOException noReply) {
            return null;
        }
    }
}
