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
import menhir.games.multicast.Delivered;
import menhir.games.node.NodeClock;
import menhir.games.raffle.RaffleView;
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

/** Three nodes with a scoreboard, without HTTP and in one JVM. One story, for starting a cluster takes long. */
class GamesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String STORE = "games";

    private record Running(ClusterSession incarnation, NodeClock clock, StoreService stores, Games games) {}

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
    void shouldKeepScoresClocksAndRaffleTogetherWhileANodeDies() throws Exception {
        List<Integer> ports = NodesInOneJvm.ports(3);
        long[] offsets = {0, 10_000_000, -10_000_000};
        List<Running> nodes = start(ports, offsets);
        for (Running node : nodes) {
            await(() -> get(node.stores().notReady()).isEmpty());
        }

        // A score set at one node is what every node shows from then on.
        for (int i = 1; i <= 9; i++) {
            award(nodes.get(i % 3), "k" + i);
            for (Running node : nodes) {
                assertThat(gold(node).count()).isEqualTo(i);
            }
        }

        // Clients are spread over the front-ends, whichever node they ask.
        Set<String> sentTo = new HashSet<>();
        for (Running node : nodes) {
            sentTo.add(get(node.games().sendClient()).orElseThrow());
        }
        assertThat(sentTo).hasSize(3);

        // A thousand requests at three front-ends are ten entries, the same everywhere.
        await(() -> countTogether(nodes));
        for (int i = 0; i < 1_000; i++) {
            nodes.get(i % 3).games().requested("request " + i);
        }
        await(() -> countedEverywhere(nodes, 1_000));
        Optional<Winner> winner = get(nodes.get(1).games().draw());
        assertThat(winner).isPresent();
        await(() -> nodes.stream().allMatch(node -> raffle(node).winners().equals(List.of(winner.orElseThrow()))));
        RaffleView first = raffle(nodes.get(0));
        assertThat(first.entries()).hasSize(10);
        List<Delivered> order = get(nodes.get(0).games().deliveries(10, 500));
        assertThat(order).hasSizeGreaterThan(400);
        for (Running node : nodes) {
            assertThat(raffle(node).entries()).isEqualTo(first.entries());
            assertThat(raffle(node).digest()).isEqualTo(first.digest());
            assertThat(get(node.games().deliveries(10, 500))).isEqualTo(order);
        }

        // Clocks that were 20 s apart come together.
        await(() -> spreadMicros(nodes) < 20_000);

        // The others go on without a node that is gone.
        Running gone = nodes.get(0);
        List<Running> left = nodes.subList(1, 3);
        gone.incarnation().leave();
        gone.incarnation().ended().toCompletableFuture().get(30, TimeUnit.SECONDS);
        await(() -> left.stream()
                .allMatch(node -> raffle(node).counting() && raffle(node).roster() > first.roster()));
        for (int i = 0; i < 200; i++) {
            left.get(i % 2).games().requested("later request " + i);
        }
        await(() -> countedEverywhere(left, 1_200));
        assertThat(raffle(left.get(0)).digest()).isEqualTo(raffle(left.get(1)).digest());
        for (Running node : left) {
            await(() -> get(node.stores().notReady()).isEmpty());
        }
        award(left.get(0), "after");
        assertThat(gold(left.get(1)).count()).isEqualTo(10);
        for (int i = 0; i < 4; i++) {
            assertThat(get(left.get(0).games().sendClient())).isPresent().get().isNotEqualTo(http(gone));
        }
        assertThat(spreadMicros(left)).isLessThan(20_000);
    }

    private static String http(Running node) {
        return "127.0.0.1:" + (8080 + node.clock().view().node().charAt(5) - '1');
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

    private static RaffleView raffle(Running node) {
        try {
            return get(node.games().raffle(100));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static boolean countTogether(List<Running> nodes) {
        long roster = raffle(nodes.get(0)).roster();
        return nodes.stream().map(GamesTest::raffle).allMatch(view -> view.counting() && view.roster() == roster)
                && nodes.stream()
                        .map(GamesTest::raffle)
                        .allMatch(
                                view -> view.founding() == raffle(nodes.get(0)).founding());
    }

    private static boolean countedEverywhere(List<Running> nodes, long requests) {
        return nodes.stream().allMatch(node -> raffle(node).requests() == requests);
    }

    /** Read one right after the other, in both directions, so that the time between the readings does not count. */
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
            Games games = Objects.requireNonNull(get(node.incarnation().joinedGames()));
            StoreService stores = get(node.incarnation().joinedService());
            running.add(new Running(node.incarnation(), node.clock(), stores, games));
        }
        return running;
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(condition::holds);
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
