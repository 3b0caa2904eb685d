package menhir.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import menhir.config.Settings;
import menhir.frontend.StoreService;
import menhir.frontend.StoreService.Outcome;
import menhir.journal.OpenSlot;
import menhir.journal.SlotDatabase;
import menhir.journal.SyncMode;
import menhir.store.Command.PlaceOrder;
import menhir.store.Line;
import menhir.store.OrderType;
import menhir.timekeeping.NodeClock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole cluster side of nodes, without HTTP and in one JVM: quick to run, and easy to step through. */
class IncarnationTest {
    private static final String STORE = "stocks";

    @TempDir
    Path dir;

    private final List<Incarnation> started = new ArrayList<>();
    private final List<OpenSlot> slots = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (Incarnation incarnation : started) {
            incarnation.leave();
        }
        for (Incarnation incarnation : started) {
            incarnation.ended().toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
        slots.forEach(OpenSlot::close);
    }

    @Test
    void shouldTakeAnOrderOnOneNode() throws Exception {
        StoreService store = get(start(1, 1, ports(1)));

        awaitReady(store);

        assertThat(buy(store, "k1", 2)).isInstanceOf(Outcome.OrderStands.class);
        assertThat(quantity(store)).isEqualTo(98);
        assertThat(get(store.lookup(STORE, "GameStart")).hit()).isTrue();
        assertThat(buy(store, "k1", 2))
                .isInstanceOfSatisfying(Outcome.OrderStands.class, stands -> assertThat(stands.replayed())
                        .isTrue());
        assertThat(quantity(store)).isEqualTo(98);
    }

    @Test
    void shouldShowEveryOrderAtEveryNode() throws Exception {
        List<Integer> ports = ports(3);
        List<CompletionStage<StoreService>> starting =
                List.of(start(1, 3, ports), start(2, 3, ports), start(3, 3, ports));
        List<StoreService> nodes = List.of(get(starting.get(0)), get(starting.get(1)), get(starting.get(2)));
        nodes.forEach(IncarnationTest::awaitReady);

        for (int i = 0; i < 30; i++) {
            assertThat(buy(nodes.get(i % 3), "k" + i, 1)).isInstanceOf(Outcome.OrderStands.class);
            for (StoreService node : nodes) {
                assertThat(quantity(node)).isEqualTo(99 - i);
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
        }
    }

    private CompletionStage<StoreService> start(int ordinal, int nodes, List<Integer> ports) throws Exception {
        String seeds = ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
        Settings settings = Settings.from(ConfigFactory.parseMap(Map.of(
                        "menhir.node.ordinal",
                        ordinal,
                        "menhir.node.remote-port",
                        ports.get(ordinal - 1),
                        "menhir.cluster.nodes",
                        nodes,
                        "menhir.cluster.slots",
                        nodes,
                        "menhir.cluster.seeds",
                        List.of(seeds.split(",")),
                        "menhir.data.dir",
                        dir.toString()))
                .withFallback(ConfigFactory.load()));
        List<SlotDatabase> databases = settings.node().slots().stream()
                .map(slot -> new SlotDatabase(
                        settings.cluster().name(),
                        slot,
                        List.copyOf(settings.stores().keySet()),
                        dir.resolve("slot-" + slot),
                        SyncMode.POWER))
                .toList();
        databases.forEach(database -> slots.add(database.open()));
        Incarnation incarnation = Incarnation.start(
                settings, databases, new NodeClock("node-" + ordinal, 0, 0), new SimpleMeterRegistry());
        started.add(incarnation);
        return incarnation.joinedService();
    }

    private static List<Integer> ports(int count) throws IOException {
        List<Integer> ports = new ArrayList<>();
        List<ServerSocket> held = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            held.add(socket);
            ports.add(socket.getLocalPort());
        }
        for (ServerSocket socket : held) {
            socket.close();
        }
        return ports;
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
