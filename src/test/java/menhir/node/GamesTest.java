package menhir.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import menhir.games.Games;
import menhir.games.multicast.Delivery;
import menhir.games.node.NodeClock;
import menhir.games.raffle.RaffleStatus;
import menhir.games.raffle.Winner;
import menhir.journal.SyncMode;
import menhir.service.StoreService;
import menhir.service.StoreService.Outcome;
import menhir.store.Board;
import menhir.store.Command;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes with a scoreboard, without HTTP and in one JVM. A single scenario, because a cluster starts slowly. */
class GamesTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String STORE = "games";

    private record Running(ClusterSession session, NodeClock clock, StoreService stores, Games games) {}

    @TempDir
    Path dir;

    @SuppressWarnings("NullAway.Init")
    private NodesInOneJvm cluster;

    @BeforeEach
    void prepare() {
        cluster = new NodesInOneJvm(dir, SyncMode.PROCESS);
    }

    @AfterEach
    void stop() throws Exception {
        cluster.leave();
    }

    @Test
    void shouldKeepScoresClocksAndRaffleConsistentWhenANodeLeaves() throws Exception {
        List<Integer> ports = NodesInOneJvm.ports(3);
        long[] offsets = {0, 4_000_000, -4_000_000};
        List<Running> nodes = start(ports, offsets);
        for (Running node : nodes) {
            await(() -> get(node.stores().notReady()).isEmpty());
        }

        // A medal awarded at one node is visible at every node.
        for (int i = 1; i <= 9; i++) {
            award(nodes.get(i % 3), "k" + i);
            for (Running node : nodes) {
                assertThat(gold(node).count()).isEqualTo(i);
            }
        }

        // Clients are spread over the front-ends whichever node dispatches them.
        Set<String> assigned = new HashSet<>();
        for (Running node : nodes) {
            assigned.add(get(node.games().dispatchClient()).orElseThrow());
        }
        assertThat(assigned).hasSize(3);

        // A thousand requests at three front-ends make ten entries, the same everywhere.
        await(() -> inSameView(nodes));
        for (int i = 0; i < 1_000; i++) {
            nodes.get(i % 3).games().countRequest("request " + i);
        }
        await(() -> countedEverywhere(nodes, 1_000));
        Optional<Winner> winner = get(nodes.get(1).games().draw());
        assertThat(winner).isPresent();
        await(() -> nodes.stream().allMatch(node -> raffle(node).winners().equals(List.of(winner.orElseThrow()))));
        RaffleStatus first = raffle(nodes.get(0));
        assertThat(first.entries()).hasSize(10);
        List<Delivery> order = get(nodes.get(0).games().deliveries(10, 500));
        assertThat(order).hasSizeGreaterThan(400);
        for (Running node : nodes) {
            assertThat(raffle(node).entries()).isEqualTo(first.entries());
            assertThat(raffle(node).digest()).isEqualTo(first.digest());
            assertThat(get(node.games().deliveries(10, 500))).isEqualTo(order);
        }

        // Clocks that started 8 s apart agree.
        await(() -> spreadMicros(nodes) < 20_000);

        // The others continue without the node that left.
        Running left = nodes.get(0);
        List<Running> remaining = nodes.subList(1, 3);
        left.session().leave();
        left.session().ended().toCompletableFuture().get(30, TimeUnit.SECONDS);
        await(() -> remaining.stream()
                .allMatch(node -> raffle(node).installed() && raffle(node).view() > first.view()));
        for (int i = 0; i < 200; i++) {
            remaining.get(i % 2).games().countRequest("later request " + i);
        }
        await(() -> countedEverywhere(remaining, 1_200));
        assertThat(raffle(remaining.get(0)).digest())
                .isEqualTo(raffle(remaining.get(1)).digest());
        for (Running node : remaining) {
            await(() -> get(node.stores().notReady()).isEmpty());
        }
        award(remaining.get(0), "after");
        assertThat(gold(remaining.get(1)).count()).isEqualTo(10);
        for (int i = 0; i < 4; i++) {
            assertThat(get(remaining.get(0).games().dispatchClient()))
                    .isPresent()
                    .get()
                    .isNotEqualTo(http(left));
        }
        assertThat(spreadMicros(remaining)).isLessThan(20_000);
    }

    private static String http(Running node) {
        return "127.0.0.1:" + (8080 + node.clock().status().node().charAt(5) - '1');
    }

    private static void award(Running node, String key) throws Exception {
        assertThat(get(node.stores().submit(STORE, new Command.AwardMedal(key, "Gaul", "Gold"))))
                .isInstanceOf(Outcome.ValueChanged.class);
    }

    private static Board.Counter gold(Running node) throws Exception {
        Board board = (Board) Objects.requireNonNull(
                get(node.stores().lookup(STORE, Board.medals("Gaul"))).value());
        return Objects.requireNonNull(board.counter("Gold"));
    }

    private static RaffleStatus raffle(Running node) {
        try {
            return get(node.games().raffle(100));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static boolean inSameView(List<Running> nodes) {
        RaffleStatus first = raffle(nodes.get(0));
        return nodes.stream()
                .map(GamesTest::raffle)
                .allMatch(status ->
                        status.installed() && status.view() == first.view() && status.firstView() == first.firstView());
    }

    private static boolean countedEverywhere(List<Running> nodes, long requests) {
        return nodes.stream().allMatch(node -> raffle(node).requests() == requests);
    }

    /** The largest difference between two clocks, corrected for the time between the readings. */
    private static long spreadMicros(List<Running> nodes) {
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        for (Running node : nodes) {
            long before = System.nanoTime() / 1_000;
            long shown = node.clock().micros();
            long after = System.nanoTime() / 1_000;
            long ahead = shown - (before + after) / 2;
            least = Math.min(least, ahead);
            most = Math.max(most, ahead);
        }
        return most - least;
    }

    private List<Running> start(List<Integer> ports, long[] offsets) throws Exception {
        List<NodesInOneJvm.Started> started = new ArrayList<>();
        for (int ordinal = 1; ordinal <= ports.size(); ordinal++) {
            started.add(cluster.start(ordinal, ports, Map.of(), offsets[ordinal - 1]));
        }
        List<Running> running = new ArrayList<>();
        for (NodesInOneJvm.Started node : started) {
            Games games = Objects.requireNonNull(get(node.session().joinedGames()));
            StoreService stores = get(node.session().servingStores());
            running.add(new Running(node.session(), node.clock(), stores, games));
        }
        return running;
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) {
        Awaitility.await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(100)).until(condition::holds);
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
