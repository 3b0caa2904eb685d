package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import menhir.testkit.MedalClient;
import menhir.testkit.SharedCluster;
import menhir.testkit.TestCluster;
import menhir.testkit.TestNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients of the Olympics' original API; what it does not show is read from the canonical API. */
@ExtendWith(SharedCluster.class)
class OlympicsIT {
    private static final String RAFFLE = "/v1/stores/games/raffle?limit=1000";
    private static final int REQUESTS_PER_ENTRY = 100;
    private static final long SYNCHRONIZED_MICROS = 20_000;
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);

    @Test
    void shouldAgreeOnRaffleAndTimeWhenAFrontEndIsKilledAndRestarted(TestCluster cluster) throws Exception {
        awaitRaffle(cluster.nodes());
        TestNode killed = cluster.others(cluster.awaitLeader(MedalClient.STORE)).get(0);
        List<TestNode> remaining = cluster.others(killed);
        long before = requests(cluster.node(1));

        // 300 requests at three front-ends, 400 at the remaining two, and 300 at all three again.
        sendRequests(cluster.nodes(), 300);
        awaitRequests(cluster.nodes(), before + 300);
        killed.kill9();
        for (TestNode node : remaining) {
            TestCluster.until(
                    node + " has removed the killed front-end",
                    () -> node.api()
                                    .json("/getAllFrontEndServers")
                                    .path("servers")
                                    .size()
                            == remaining.size());
        }
        Set<String> sentTo = new HashSet<>();
        for (int client = 0; client < 6; client++) {
            sentTo.add(remaining
                    .get(client % 2)
                    .api()
                    .json("/getServer")
                    .path("server")
                    .asText());
        }
        assertThat(sentTo)
                .as("the dispatcher never returns the killed front-end")
                .hasSize(2);
        sentTo.forEach(address ->
                assertThat(address).doesNotEndWith(killed.api().toString().substring(17)));
        sendRequests(remaining, 400);
        awaitRequests(remaining, before + 700);
        killed.start();
        cluster.awaitReady();
        awaitRaffle(cluster.nodes());
        sendRequests(cluster.nodes(), 300);
        awaitRequests(cluster.nodes(), before + 1_000);

        // Ten further entries, and the same entries and winners at all nodes.
        awaitDrawn(cluster.nodes());
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

        // The restarted node's clock started with an offset of seconds.
        TestCluster.until("the clocks agree", () -> spreadMicros(cluster.nodes()) < SYNCHRONIZED_MICROS);
    }

    private static void sendRequests(List<TestNode> nodes, int count) throws IOException, InterruptedException {
        for (int i = 0; i < count; i++) {
            TestNode node = nodes.get(i % nodes.size());
            assertThat(node.api().get("/getScore/Luge", REQUEST_TIMEOUT).status())
                    .as("at " + node)
                    .isEqualTo(200);
        }
    }

    private static JsonNode raffle(TestNode node) {
        try {
            return node.api().json(RAFFLE);
        } catch (IOException e) {
            throw new AssertionError(node + " did not answer a request for the raffle", e);
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
            TestCluster.until(node + " has ordered " + requests, () -> requests(node) >= requests);
            assertThat(requests(node)).isEqualTo(requests);
        }
    }

    /** Waits until all have delivered the same requests, and the automatic draws that these made due. */
    private static void awaitDrawn(List<TestNode> nodes) {
        TestCluster.until("all have delivered the same requests and draws", () -> {
            List<JsonNode> raffles = nodes.stream().map(OlympicsIT::raffle).toList();
            long delivered = raffles.stream()
                    .map(raffle -> raffle.path("position") + " " + raffle.path("digest"))
                    .distinct()
                    .count();
            return delivered == 1 && !drawIsDue(raffles.get(0));
        });
    }

    private static boolean drawIsDue(JsonNode raffle) {
        JsonNode winners = raffle.path("winners");
        long requestsDrawn = winners.path(winners.size() - 1).path("requests").asLong();
        return raffle.path("entered").asLong() - requestsDrawn / REQUESTS_PER_ENTRY >= TestCluster.DRAW_EVERY;
    }

    /** Waits until all have installed the same view. */
    private static void awaitRaffle(List<TestNode> nodes) {
        TestCluster.until("all take part in the raffle", () -> {
            Set<String> views = new HashSet<>();
            boolean all = true;
            for (TestNode node : nodes) {
                JsonNode raffle = node.api().json(RAFFLE);
                all &= raffle.path("active").asBoolean();
                views.add(raffle.path("view") + " " + raffle.path("firstView"));
            }
            return all && views.size() == 1;
        });
    }

    /** The spread of the clocks; each is assumed to be read in the middle of its shortest round trip. */
    private static long spreadMicros(List<TestNode> nodes) throws IOException, InterruptedException {
        long earliest = Long.MAX_VALUE;
        long latest = Long.MIN_VALUE;
        for (TestNode node : nodes) {
            long bestTrip = Long.MAX_VALUE;
            long ahead = 0;
            for (int sample = 0; sample < 5; sample++) {
                long sent = System.nanoTime() / 1_000;
                long shown = node.api().json("/v1/clock").path("timeMicros").asLong();
                long received = System.nanoTime() / 1_000;
                if (received - sent < bestTrip) {
                    bestTrip = received - sent;
                    ahead = shown - (sent + received) / 2;
                }
            }
            earliest = Math.min(earliest, ahead);
            latest = Math.max(latest, ahead);
        }
        return latest - earliest;
    }
}
