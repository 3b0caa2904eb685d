package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import menhir.testkit.Cacofonix;
import menhir.testkit.SharedCluster;
import menhir.testkit.TestCluster;
import menhir.testkit.TestNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The Olympics' own clients, which know its old paths; and what they cannot see, in the canonical API. */
@ExtendWith(SharedCluster.class)
class OlympicsIT {
    private static final String STORE = "games";
    private static final String RAFFLE = "/v1/stores/games/raffle?limit=1000";
    private static final int REQUESTS_PER_ENTRY = 100;
    private static final long CLOSE_MICROS = 20_000;
    private static final Duration CALL = Duration.ofSeconds(5);

    @Test
    void shouldLoseNoScoreThatWasAcknowledgedWhenTheLeaderIsKilled(TestCluster cluster) throws Exception {
        Cacofonix bard = Cacofonix.at(cluster);
        try (bard) {
            bard.awaitAcknowledged(20);
            TestNode leader = cluster.awaitLeader(STORE);

            // A medal is on its way to it, or half written.
            leader.kill9();
            bard.awaitAcknowledged(20);
            leader.start();
            cluster.awaitReady();
            bard.awaitAcknowledged(20);
        }
        for (TestNode node : cluster.nodes()) {
            assertThat(Cacofonix.shownBy(node)).as("at " + node).isEqualTo(bard.medals());
        }
        cluster.awaitSameLogs(STORE);
    }

    @Test
    void shouldCountOneRaffleAndShowOneTimeThoughAFrontEndIsKilledAndComesBack(TestCluster cluster) throws Exception {
        awaitRaffle(cluster.nodes());
        TestNode gone = cluster.others(cluster.awaitLeader(STORE)).get(0);
        List<TestNode> left = cluster.others(gone);
        long before = requests(cluster.node(1));

        // Three hundred requests at three front-ends, four hundred at those that are left, three hundred at all again.
        pull(cluster.nodes(), 300);
        awaitRequests(cluster.nodes(), before + 300);
        gone.kill9();
        for (TestNode node : left) {
            TestCluster.until(
                    node + " has noticed",
                    () -> node.api()
                                    .ask("/getAllFrontEndServers")
                                    .path("servers")
                                    .size()
                            == left.size());
        }
        Set<String> sentTo = new HashSet<>();
        for (int client = 0; client < 6; client++) {
            sentTo.add(
                    left.get(client % 2).api().ask("/getServer").path("server").asText());
        }
        assertThat(sentTo).as("the dead one is never handed out").hasSize(2);
        sentTo.forEach(address ->
                assertThat(address).doesNotEndWith(gone.api().toString().substring(17)));
        pull(left, 400);
        awaitRequests(left, before + 700);
        gone.start();
        cluster.awaitReady();
        awaitRaffle(cluster.nodes());
        pull(cluster.nodes(), 300);
        awaitRequests(cluster.nodes(), before + 1_000);

        // Ten entries more, the same everywhere, and the same winners.
        TestCluster.until(
                "all have delivered the same",
                () -> cluster.nodes().stream()
                                .map(OlympicsIT::raffle)
                                .map(each -> each.path("position") + " " + each.path("digest"))
                                .distinct()
                                .count()
                        == 1);
        JsonNode first = raffle(cluster.node(1));
        assertThat(first.path("entered").asLong() - before / REQUESTS_PER_ENTRY).isEqualTo(10);
        assertThat(first.path("winners")).isNotEmpty();
        for (TestNode node : cluster.nodes()) {
            assertThat(raffle(node).path("entries")).as("at " + node).isEqualTo(first.path("entries"));
            assertThat(raffle(node).path("winners")).as("at " + node).isEqualTo(first.path("winners"));
        }
        long drawnBefore = -TestCluster.DRAW_EVERY;
        for (JsonNode winner : first.path("winners")) {
            long drawn = winner.path("requests").asLong() / REQUESTS_PER_ENTRY;
            assertThat(drawn - drawnBefore).isGreaterThanOrEqualTo(TestCluster.DRAW_EVERY);
            drawnBefore = drawn;
        }

        // The clock of the one that was away began ten seconds or five from the others', as it does at each start.
        TestCluster.until("the clocks agree", () -> spreadMicros(cluster.nodes()) < CLOSE_MICROS);
    }

    private static void pull(List<TestNode> nodes, int count) throws IOException, InterruptedException {
        for (int i = 0; i < count; i++) {
            TestNode node = nodes.get(i % nodes.size());
            assertThat(node.api().get("/getScore/Luge", CALL).status())
                    .as("at " + node)
                    .isEqualTo(200);
        }
    }

    private static JsonNode raffle(TestNode node) {
        try {
            return node.api().ask(RAFFLE);
        } catch (IOException e) {
            throw new AssertionError(node + " does not show the raffle", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static long requests(TestNode node) {
        return raffle(node).path("requests").asLong();
    }

    private static void awaitRequests(List<TestNode> nodes, long requests) {
        for (TestNode node : nodes) {
            TestCluster.until(node + " has counted " + requests, () -> requests(node) >= requests);
            assertThat(requests(node)).isEqualTo(requests);
        }
    }

    /** Waits until all have installed the same view of the same order. */
    private static void awaitRaffle(List<TestNode> nodes) {
        TestCluster.until("all count together", () -> {
            Set<String> views = new HashSet<>();
            boolean all = true;
            for (TestNode node : nodes) {
                JsonNode raffle = node.api().ask(RAFFLE);
                all &= raffle.path("active").asBoolean();
                views.add(raffle.path("view") + " " + raffle.path("firstView"));
            }
            return all && views.size() == 1;
        });
    }

    /** How far the clocks are apart, each taken to have been read in the middle of its shortest round trip. */
    private static long spreadMicros(List<TestNode> nodes) throws IOException, InterruptedException {
        long earliest = Long.MAX_VALUE;
        long latest = Long.MIN_VALUE;
        for (TestNode node : nodes) {
            long bestTrip = Long.MAX_VALUE;
            long ahead = 0;
            for (int sample = 0; sample < 5; sample++) {
                long asked = System.nanoTime() / 1_000;
                long shown = node.api().ask("/v1/clock").path("timeMicros").asLong();
                long answered = System.nanoTime() / 1_000;
                if (answered - asked < bestTrip) {
                    bestTrip = answered - asked;
                    ahead = shown - (asked + answered) / 2;
                }
            }
            earliest = Math.min(earliest, ahead);
            latest = Math.max(latest, ahead);
        }
        return latest - earliest;
    }
}
