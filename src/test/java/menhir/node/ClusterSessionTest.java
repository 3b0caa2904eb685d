package menhir.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import menhir.journal.SyncMode;
import menhir.service.OrderQuery;
import menhir.service.StoreService;
import menhir.service.StoreService.Outcome;
import menhir.store.Command.PlaceOrder;
import menhir.store.Line;
import menhir.store.Order;
import menhir.store.OrderType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions of one and of three nodes in one JVM, without HTTP. */
class ClusterSessionTest {
    private static final String STORE = "stocks";

    /** How many nodes must be there before Akka Cluster admits one. */
    private static final String ADMISSION = "akka.cluster.min-nr-of-members";

    private static final OrderQuery NEWEST =
            new OrderQuery(true, OrderQuery.NEWEST, 1, null, Long.MIN_VALUE, Long.MAX_VALUE);

    @TempDir
    Path dir;

    @SuppressWarnings("NullAway.Init")
    private NodesInOneJvm cluster;

    @BeforeEach
    void prepare() {
        cluster = new NodesInOneJvm(dir, SyncMode.POWER);
    }

    @AfterEach
    void stop() throws Exception {
        cluster.leave();
    }

    @Test
    void shouldPlaceAnOrderOnOneNode() throws Exception {
        StoreService store = get(start(1, NodesInOneJvm.ports(1)));

        awaitReady(store);

        assertThat(buy(store, "k1", 2)).isInstanceOf(Outcome.OrderPlaced.class);
        assertThat(quantity(store)).isEqualTo(98);
        assertThat(get(store.lookup(STORE, "GameStart")).hit()).isTrue();
        assertThat(buy(store, "k1", 2))
                .isInstanceOfSatisfying(Outcome.OrderPlaced.class, stands -> assertThat(stands.replayed())
                        .isTrue());
        assertThat(quantity(store)).isEqualTo(98);
    }

    @Test
    void shouldShowEveryOrderAtEveryNode() throws Exception {
        List<Integer> ports = NodesInOneJvm.ports(3);
        List<CompletionStage<StoreService>> starting = List.of(start(1, ports), start(2, ports), start(3, ports));
        List<StoreService> nodes = List.of(get(starting.get(0)), get(starting.get(1)), get(starting.get(2)));
        nodes.forEach(ClusterSessionTest::awaitReady);

        for (int i = 0; i < 30; i++) {
            Order placed = ((Outcome.OrderPlaced) buy(nodes.get(i % 3), "k" + i, 1)).order();
            for (StoreService node : nodes) {
                assertThat(quantity(node)).isEqualTo(99 - i);
                assertThat(get(node.order(STORE, i + 1))).isEqualTo(placed);
                assertThat(get(node.orders(STORE, NEWEST)).orders()).containsExactly(placed);
            }
        }

        for (StoreService node : nodes) {
            assertThat(get(node.orders(STORE, 0, 100)).orders()).hasSize(30);
            assertThat(get(node.order(STORE, 30)).number()).isEqualTo(30);
            assertThat(get(node.order(STORE, 31))).isNull();
            assertThat(get(node.digest(STORE)).replicas())
                    .extracting(StoreService.ReplicaDigest::digest)
                    .doesNotContainNull()
                    .containsOnly(get(node.digest(STORE)).replicas().get(0).digest());
            assertThat(get(node.digest(STORE)).replicas())
                    .extracting(StoreService.ReplicaDigest::catalog)
                    .doesNotContainNull()
                    .containsOnly(
                            get(nodes.get(0).digest(STORE)).replicas().get(0).catalog());
        }
    }

    /** A cluster may admit nobody for long: while it waits for the removal of a node, or a link is broken. */
    @Test
    void shouldPlaceOrdersOnNodesThatNoClusterAdmits() throws Exception {
        System.setProperty(ADMISSION, "4");
        ConfigFactory.invalidateCaches();
        try {
            List<Integer> ports = NodesInOneJvm.ports(3);
            List<CompletionStage<StoreService>> starting = List.of(start(1, ports), start(2, ports), start(3, ports));
            for (CompletionStage<StoreService> node : starting) {
                awaitReady(get(node));
            }

            assertThat(buy(get(starting.get(0)), "k1", 1)).isInstanceOf(Outcome.OrderPlaced.class);
            assertThat(quantity(get(starting.get(1)))).isEqualTo(99);
            assertThat(cluster.node(1).hasJoined()).isFalse();
            assertThat(cluster.node(2).hasJoined()).isFalse();
            assertThat(cluster.node(3).hasJoined()).isFalse();
        } finally {
            System.clearProperty(ADMISSION);
            ConfigFactory.invalidateCaches();
        }
    }

    @Test
    void shouldFindAnAcknowledgedOrderAtOnceAtTheOtherNodes() throws Exception {
        List<Integer> ports = NodesInOneJvm.ports(3);
        List<CompletionStage<StoreService>> starting = List.of(start(1, ports), start(2, ports), start(3, ports));
        List<StoreService> nodes = List.of(get(starting.get(0)), get(starting.get(1)), get(starting.get(2)));
        nodes.forEach(ClusterSessionTest::awaitReady);

        List<CompletionStage<Void>> checks = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            PlaceOrder sell = new PlaceOrder("s" + i, OrderType.SELL, List.of(new Line("GameStart", 1)));
            StoreService other = nodes.get((i + 1 + i / 3 % 2) % 3);
            checks.add(nodes.get(i % 3).submit(STORE, sell).thenCompose(outcome -> {
                Order placed = ((Outcome.OrderPlaced) outcome).order();
                CompletionStage<Void> found = other.order(STORE, placed.number())
                        .thenAccept(order -> assertThat(order).isEqualTo(placed));
                return found.thenCompose(same -> other.orders(STORE, NEWEST))
                        .thenAccept(page ->
                                assertThat(page.orders().get(0).number()).isGreaterThanOrEqualTo(placed.number()));
            }));
        }
        for (CompletionStage<Void> check : checks) {
            get(check);
        }
        assertThat(get(nodes.get(0).order(STORE, 601))).isNull();
    }

    @Test
    void shouldFailIfItsActorsCannotStart() throws Exception {
        MeterRegistry broken = new SimpleMeterRegistry() {
            @Override
            protected Timer newTimer(Meter.Id id, DistributionStatisticConfig config, PauseDetector detector) {
                throw new IllegalStateException("no timers");
            }
        };

        ClusterSession session =
                cluster.start(1, NodesInOneJvm.ports(1), Map.of(), 0, broken).session();

        assertThat(session.ended())
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .withMessageContaining("no timers");
        cluster.forget(session);
    }

    @Test
    void shouldSayThatItLeavesWhileItStillAnswers() throws Exception {
        ClusterSession session =
                cluster.start(1, NodesInOneJvm.ports(1), Map.of(), 0).session();
        StoreService store = get(session.servingStores());
        awaitReady(store);
        CompletionStage<StoreService.CacheView> asked = session.leaving().thenCompose(done -> store.cache(STORE));

        session.leave();

        assertThat(get(asked).store()).isEqualTo(STORE);
    }

    private CompletionStage<StoreService> start(int ordinal, List<Integer> ports) {
        return cluster.start(ordinal, ports, Map.of(), 0).session().servingStores();
    }

    private static void awaitReady(StoreService store) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> get(store.notReady())
                .isEmpty());
    }

    private static Outcome buy(StoreService store, String key, long quantity) throws Exception {
        return get(store.submit(STORE, new PlaceOrder(key, OrderType.BUY, List.of(new Line("GameStart", quantity)))));
    }

    private static long quantity(StoreService store) throws Exception {
        return Objects.requireNonNull(get(store.lookup(STORE, "GameStart")).item())
                .quantity();
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
