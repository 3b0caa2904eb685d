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

/** Three nodes with a scoreboard in one JVM, without HTTP. One test, since the start of a cluster takes long. */
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
        long[] offsets = {0, 10_000_000, -10_000_000};
        List<Running> nodes = start(ports, offsets);
        for (Running node : nodes) {
            await(() -> get(node.stores().notReady()).isEmpty());
        }

        // Every node shows a score as soon as one node has accepted it.
        for (int i = 1; i <= 9; i++) {
            award(nodes.get(i % 3), "k" + i);
            for (Running node : nodes) {
                assertThat(gold(node).count()).isEqualTo(i);
            }
        }

        // The dispatcher spreads clients over the front-ends.
        Set<String> sentTo = new HashSet<>();
        for (Running node : nodes) {
            sentTo.add(get(node.games().sendClient()).orElseThrow());
        }
        assertThat(sentTo).hasSize(3);

        // A thousand requests at three front-ends give ten raffle entries, the same at every node.
        await(() -> areInOneView(nodes));
        for (int i = 0; i < 1_000; i++) {
            nodes.get(i % 3).games().requested("request " + i);
        }
        await(() -> haveDelivered(nodes, 1_000));
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

        // Clocks that started 20 s apart converge.
        await(() -> spreadMicros(nodes) < 20_000);

        // The other nodes continue after one has left.
        Running stopped = nodes.get(0);
        List<Running> remaining = nodes.subList(1, 3);
        stopped.session().leave();
        stopped.session().ended().toCompletableFuture().get(30, TimeUnit.SECONDS);
        await(() -> remaining.stream()
                .allMatch(node -> raffle(node).counting() && raffle(node).roster() > first.roster()));
        for (int i = 0; i < 200; i++) {
            remaining.get(i % 2).games().requested("later request " + i);
        }
        await(() -> haveDelivered(remaining, 1_200));
        assertThat(raffle(remaining.get(0)).digest())
                .isEqualTo(raffle(remaining.get(1)).digest());
        for (Running node : remaining) {
            await(() -> get(node.stores().notReady()).isEmpty());
        }
        award(remaining.get(0), "after");
        assertThat(gold(remaining.get(1)).count()).isEqualTo(10);
        for (int i = 0; i < 4; i++) {
            assertThat(get(remaining.get(0).games().sendClient()))
                    .isPresent()
                    .get()
                    .isNotEqualTo(http(stopped));
        }
        assertThat(spreadMicros(remaining)).isLessThan(20_000);
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

    private static boolean areInOneView(List<Running> nodes) {
        long roster = raffle(nodes.get(0)).roster();
        return nodes.stream().map(GamesTest::raffle).allMatch(view -> view.counting() && view.roster() == roster)
                && nodes.stream()
                        .map(GamesTest::raffle)
                        .allMatch(
                                view -> view.founding() == raffle(nodes.get(0)).founding());
    }

    private static boolean haveDelivered(List<Running> nodes, long requests) {
        return nodes.stream().allMatch(node -> raffle(node).requests() == requests);
    }

    /** How far the clocks are apart; each is compared with the time halfway between the readings around it. */
    private static long spreadMicros(List<Running> nodes) {
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (Running node : nodes) {
            long before = System.nanoTime() / 1_000;
            long shown = node.clock().micros();
            long after = System.nanoTime() / 1_000;
            long ahead = shown - (before + after) / 2;
            min = Math.min(min, ahead);
            max = Math.max(max, ahead);
        }
        return max - min;
    }

    private List<Running> start(List<Integer> ports, long[] offsets) throws Exception {
        List<NodesInOneJvm.Started> started = new ArrayList<>();
        for (int ordinal = 1; ordinal <= ports.size(); ordinal++) {
            started.add(cluster.start(ordinal, ports, Map.of(), offsets[ordinal - 1]));
        }
        List<Running> running = new ArrayList<>();
        for (NodesInOneJvm.Started node : started) {
            Games games = Objects.requireNonNull(get(node.session().joinedGames()));
            StoreService stores = get(node.session().joinedService());
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
