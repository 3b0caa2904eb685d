package menhir.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import menhir.journal.SyncMode;
import menhir.service.StoreService;
import menhir.service.StoreService.LogEvent;
import menhir.service.StoreService.Outcome;
import menhir.service.StoreService.ReplicaView;
import menhir.service.StoreService.Topic;
import menhir.store.Command.PlaceOrder;
import menhir.store.Command.PutItem;
import menhir.store.Entry;
import menhir.store.Item;
import menhir.store.Line;
import menhir.store.OrderType;
import menhir.store.Rejection;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A bookstore and a toy store on three nodes in one JVM, which all tests share; the last one ends a node. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StoreKindsTest {
    private static final String BOOKS = "books";
    private static final String TOYS = "toys";
    private static final String RESTOCKED = "Tux";
    private static final int NODES = 3;
    private static final Map<String, Object> SETTINGS = Map.of(
            "menhir.stores.stocks.enabled",
            false,
            "menhir.stores.toys.restock.every",
            "1 s",
            "menhir.http.root-store",
            TOYS);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path dir;

    @SuppressWarnings("NullAway.Init")
    private NodesInOneJvm cluster;

    private final List<StoreService> nodes = new ArrayList<>();

    @BeforeAll
    void start() throws Exception {
        cluster = new NodesInOneJvm(dir, SyncMode.PROCESS);
        List<Integer> ports = NodesInOneJvm.ports(NODES);
        List<CompletionStage<StoreService>> starting = new ArrayList<>();
        for (int ordinal = 1; ordinal <= NODES; ordinal++) {
            starting.add(cluster.start(ordinal, ports, SETTINGS, 0).session().servingStores());
        }
        for (CompletionStage<StoreService> each : starting) {
            nodes.add(get(each));
        }
        nodes.forEach(StoreKindsTest::awaitReady);
    }

    @AfterAll
    void stop() throws Exception {
        cluster.leave();
    }

    @Test
    void shouldShowCurrentTopicsAndNumbersAtEveryNode() throws Exception {
        for (int i = 0; i < 4; i++) {
            assertThat(buy(nodes.get(i % NODES), BOOKS, "k" + i, "RPCs for Dummies", 1))
                    .isInstanceOf(Outcome.OrderPlaced.class);
            for (StoreService node : nodes) {
                assertThat(stock(get(node.topic(BOOKS, "DS")), "RPCs for Dummies"))
                        .isEqualTo(3 - i);
                assertThat(get(node.topic(BOOKS, "DS")).hit()).isTrue();
                assertThat(Objects.requireNonNull(
                                        get(node.lookupNumber(BOOKS, 2)).item())
                                .quantity())
                        .isEqualTo(3 - i);
                assertThat(get(node.items(BOOKS, "DS", null, 10)).items()).hasSize(3);
            }
        }

        PutItem move = new PutItem("move", "RPCs for Dummies", new BigDecimal("41.50"), null, "OS");
        assertThat(get(nodes.get(1).submit(BOOKS, move))).isInstanceOf(Outcome.ItemChanged.class);
        assertThat(get(nodes.get(2).submit(BOOKS, new PutItem("add", "New", BigDecimal.ONE, 1L, "OS"))))
                .isInstanceOfSatisfying(
                        Outcome.ItemChanged.class,
                        stands -> assertThat(stands.item().number()).isEqualTo(8));
        for (StoreService node : nodes) {
            assertThat(get(node.topic(BOOKS, "DS")).items()).hasSize(2);
            assertThat(get(node.topic(BOOKS, "OS")).items())
                    .extracting(Item::name)
                    .containsExactly("New", "RPCs for Dummies");
            assertThat(Objects.requireNonNull(get(node.lookupNumber(BOOKS, 8)).item())
                            .name())
                    .isEqualTo("New");
            assertThat(get(node.items(BOOKS, "OS", "New", 1)).items()).hasSize(1);
        }

        // After every change each node read from a replica again, from all replicas in turn.
        List<Long> reads = reads(BOOKS);
        assertThat(reads).allSatisfy(count -> assertThat(count).isPositive());
        long total = reads.stream().mapToLong(Long::longValue).sum();
        assertThat(reads).allSatisfy(count -> assertThat(count).isBetween(total / 6, total * 2 / 3));
    }

    @Test
    void shouldKeepRejectionsInTheLogOfEveryNode() throws Exception {
        assertThat(buy(nodes.get(0), TOYS, "a", "Whale", 1)).isInstanceOf(Outcome.OrderPlaced.class);
        Outcome rejected = new Outcome.Rejected(new Rejection.NotEnough("Whale", 99, 1000));
        assertThat(buy(nodes.get(0), TOYS, "b", "Whale", 1000)).isEqualTo(rejected);
        assertThat(buy(nodes.get(1), TOYS, "c", "invalid", 1))
                .isEqualTo(new Outcome.Rejected(new Rejection.UnknownItem("invalid")));
        assertThat(buy(nodes.get(2), TOYS, "d", "Whale", 99)).isInstanceOf(Outcome.OrderPlaced.class);

        for (StoreService node : nodes) {
            assertThat(buy(node, TOYS, "b", "Whale", 1000))
                    .isEqualTo(new Outcome.Rejected(new Rejection.NotEnough("Whale", 99, 1000), true));
            assertThat(log(node, TOYS).stream().map(StoreKindsTest::line).filter(line -> !line.isEmpty()))
                    .containsExactly("1 Whale", "-1 Whale", "-1 invalid", "2 Whale");
            assertThat(get(node.orders(TOYS, 0, 10)).orders()).hasSize(2);
        }
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void shouldRestockOnceDespiteAFailOver() throws Exception {
        List<StoreService> remaining = new ArrayList<>(nodes);
        for (int round = 0; round < 2; round++) {
            assertThat(buy(remaining.get(0), TOYS, "all" + round, RESTOCKED, 100))
                    .isInstanceOf(Outcome.OrderPlaced.class);
            for (StoreService node : remaining) {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> Objects.requireNonNull(get(node.lookup(TOYS, RESTOCKED))
                                                .item())
                                        .quantity()
                                == 100);
            }
            if (round == 0) {
                int leader = leader(TOYS);
                cluster.node(leader + 1).leave();
                remaining.remove(leader);
                remaining.forEach(StoreKindsTest::awaitReady);
            }
        }
        for (StoreService node : remaining) {
            assertThat(log(node, TOYS).stream()
                            .filter(event -> event.entry() instanceof Entry.Restocked restocked
                                    && restocked.name().equals(RESTOCKED)))
                    .hasSize(2);
        }
    }

    private int leader(String store) throws Exception {
        String name = get(nodes.get(0).cluster()).stores().stream()
                .filter(view -> view.store().equals(store))
                .map(view -> Objects.requireNonNull(view.leader()))
                .findFirst()
                .orElseThrow();
        return Integer.parseInt(name.substring("node-".length())) - 1;
    }

    private List<Long> reads(String store) throws Exception {
        return get(nodes.get(0).cluster()).stores().stream()
                .filter(view -> view.store().equals(store))
                .flatMap(view -> view.replicas().stream())
                .map(ReplicaView::reads)
                .map(Objects::requireNonNull)
                .toList();
    }

    private static List<LogEvent> log(StoreService node, String store) throws Exception {
        List<LogEvent> log = new ArrayList<>();
        long last = get(node.released(store));
        while (log.size() < last) {
            log.addAll(get(node.entries(store, log.size(), 5)).events());
        }
        return log;
    }

    private static String line(LogEvent event) {
        if (event.entry() instanceof Entry.OrderPlaced placed) {
            return placed.number() + " " + placed.lines().get(0).item();
        } else if (event.entry() instanceof Entry.OrderRejected rejected) {
            return "-1 " + rejected.lines().get(0).item();
        }
        return "";
    }

    private static long stock(Topic topic, String name) {
        return topic.items().stream()
                .filter(item -> item.name().equals(name))
                .findFirst()
                .orElseThrow()
                .quantity();
    }

    private static Outcome buy(StoreService node, String store, String key, String item, long quantity)
            throws Exception {
        return get(node.submit(store, new PlaceOrder(key, OrderType.BUY, List.of(new Line(item, quantity)))));
    }

    private static void awaitReady(StoreService node) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> get(node.notReady())
                .isEmpty());
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
