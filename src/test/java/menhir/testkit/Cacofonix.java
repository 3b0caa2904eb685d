package menhir.testkit;

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
import org.jspecify.annotations.Nullable;

/**
 * Gives medals without end until he is stopped, keeps each one's key through all that befalls the servers, and looks at
 * another server at once whether it shows what he was told is done. Nobody else may give medals meanwhile.
 */
public final class Cacofonix implements AutoCloseable {
    public static final List<String> TEAMS = List.of("Gaul", "Rome");

    private static final List<String> MEDALS = List.of("Bronze", "Silver", "Gold");
    private static final Duration ATTEMPT = Duration.ofSeconds(8);
    private static final long PAUSE_MILLIS = 10;

    private final List<TestNode> nodes;
    private final Map<String, Long> medals = new TreeMap<>();
    private final AtomicLong done = new AtomicLong();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final List<Throwable> failures = new ArrayList<>();
    private final Thread thread = new Thread(this::live, "cacofonix");

    private Cacofonix(TestCluster cluster) {
        this.nodes = cluster.nodes();
    }

    public static Cacofonix at(TestCluster cluster) throws IOException, InterruptedException {
        Cacofonix bard = new Cacofonix(cluster);
        bard.medals.putAll(shownBy(cluster.live().get(0)));
        bard.thread.setDaemon(true);
        bard.thread.start();
        return bard;
    }

    /** Medals as a server shows them: "Gaul Gold" and how many. */
    public static Map<String, Long> shownBy(TestNode node) throws IOException, InterruptedException {
        Map<String, Long> shown = new TreeMap<>();
        for (String team : TEAMS) {
            JsonNode tally = node.api().ask("/getMedalTally/" + team).path("medals");
            MEDALS.forEach(
                    medal -> shown.put(team + " " + medal, tally.path(medal).asLong(-1)));
        }
        return shown;
    }

    /** Waits until so many more were acknowledged. */
    public void awaitAcknowledged(int more) {
        long goal = done.get() + more;
        TestCluster.until(more + " more medals are acknowledged", () -> done.get() >= goal || !thread.isAlive());
    }

    /** What there must be: what was there at first, and each acknowledged medal once. To be asked when he is stopped. */
    public Map<String, Long> medals() {
        return medals;
    }

    @Override
    public void close() {
        stopped.countDown();
        try {
            thread.join(2 * TestCluster.PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        for (Throwable failure : failures) {
            throw new AssertionError("Cacofonix met what nobody may meet", failure);
        }
        if (thread.isAlive()) {
            throw new AssertionError("Cacofonix does not end");
        }
    }

    private void live() {
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
        long deadline = System.nanoTime() + TestCluster.PATIENCE.toNanos();
        int at = random.nextInt(nodes.size());
        while (!acknowledged(nodes.get(at), team, medal, key)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("nobody took a medal within " + TestCluster.PATIENCE);
            }
            at = (at + 1) % nodes.size();
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        long now = medals.merge(team + " " + medal, 1L, Long::sum);
        done.incrementAndGet();
        Long shown = shown(nodes.get((at + 1) % nodes.size()), team, medal);
        if (shown != null && shown != now) {
            throw new AssertionError(nodes.get((at + 1) % nodes.size()) + " shows " + shown + " of " + team + " "
                    + medal + " where " + now + " were acknowledged");
        }
    }

    private static boolean acknowledged(TestNode node, String team, String medal, String key)
            throws InterruptedException {
        try {
            NodeApi.Reply reply = node.api().award(team, medal, key, ATTEMPT);
            if (reply.status() != 200 && reply.status() != 503) {
                throw new AssertionError(node + " answered " + reply);
            }
            return reply.status() == 200;
        } catch (IOException noAnswer) {
            return false;
        }
    }

    private static @Nullable Long shown(TestNode node, String team, String medal) throws InterruptedException {
        try {
            NodeApi.Reply reply = node.api().get("/getMedalTally/" + team, ATTEMPT);
            return reply.status() == 200
                    ? (Long) reply.body().path("medals").path(medal).asLong(-1)
                    : null;
        } catch (IOException noAnswer) {
            return null;
        }
    }
}
