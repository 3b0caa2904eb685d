package menhir.frontend.actor;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import menhir.cluster.ClusterNodes;
import menhir.cluster.NodeView;
import menhir.frontend.RecentOrders;
import menhir.frontend.ReplicaSelector;
import menhir.frontend.actor.FrontEnd.FrontEndRefs;
import menhir.replica.actor.LocalOrders;
import menhir.replica.actor.SingleSlotStore;
import menhir.replica.actor.SlotSystem;
import menhir.service.OrderQuery;
import menhir.service.ServiceException;
import menhir.service.StoreService.DigestView;
import menhir.service.StoreService.LogEvents;
import menhir.service.StoreService.OrderPage;
import menhir.service.StoreService.Outcome;
import menhir.service.StoreService.StoreInfo;
import menhir.store.Command;
import menhir.store.Command.PlaceOrder;
import menhir.store.Item;
import menhir.store.Line;
import menhir.store.Order;
import menhir.store.OrderType;
import menhir.store.StoreKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What HTTP calls, for a store with one slot whose actors run on a real database. */
class ClusterStoreServiceTest {
    private static final long[] NUMBERS = {Long.MIN_VALUE, -1, 0, 1, 2, 3, Long.MAX_VALUE - 1, Long.MAX_VALUE};
    private static final int[] LIMITS = {1, 2, 1_000, Integer.MAX_VALUE};

    @RegisterExtension
    static final SlotSystem system = SlotSystem.create();

    private final SingleSlotStore replicas = SingleSlotStore.in(system);
    private final String store = replicas.entity().store();
    private final ClusterStoreService service =
            newService(new NodeOrders(new RecentOrders(1_000_000), replicas.localOrders()));

    private ClusterStoreService newService(NodeOrders orders) {
        FrontEndRefs refs = new FrontEndRefs(replicas.logs(), replicas.catalogs());
        ClusterStoreService.Store only = new ClusterStoreService.Store(
                new StoreInfo(store, StoreKind.TOYS),
                FrontEndTest.settings(replicas),
                refs,
                new ReplicaSelector(slot -> true, List.of(SlotSystem.SLOT), false),
                orders,
                new OutcomeMetrics(new SimpleMeterRegistry(), store),
                system.kit.spawn(FrontEndTest.behavior(replicas, refs)));
        return new ClusterStoreService(system.kit.system(), new OneNode(), 1, Map.of(store, only));
    }

    private static final class OneNode implements ClusterNodes {
        @Override
        public List<NodeView> known() {
            return List.of();
        }

        @Override
        public String nodeOfSlot(int slot) {
            return "node-1";
        }

        @Override
        public String lastNodeOfSlot(int slot) {
            return "node-1";
        }
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(SlotSystem.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** The result, or null if the service says that it cannot answer now. Everything else is a fault. */
    private static <T> @Nullable T tryGet(CompletionStage<T> stage) throws Exception {
        try {
            return get(stage);
        } catch (ExecutionException e) {
            assertThat(
                            e.getCause() instanceof java.util.concurrent.CompletionException wrapped
                                    ? wrapped.getCause()
                                    : e.getCause())
                    .isInstanceOf(ServiceException.class);
            return null;
        }
    }

    private static PlaceOrder buy(String key, String item, long quantity) {
        return new PlaceOrder(key, OrderType.BUY, List.of(new Line(item, quantity)));
    }

    private List<Order> place(int count) throws Exception {
        List<Order> orders = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Outcome outcome = get(service.submit(store, buy("key-" + i, "Tux", 1)));
            orders.add(((Outcome.OrderPlaced) outcome).order());
        }
        return orders;
    }

    @Test
    void shouldSayWhyItIsNotReady() throws Exception {
        assertThat(get(service.notReady())).hasSize(1);
        FrontEndTest.startLeader(system, replicas);
        TestProbe<Object> probe = system.probe(Object.class);
        probe.awaitAssert(SlotSystem.PATIENCE, Duration.ofMillis(10), () -> {
            assertThat(service.notReady().toCompletableFuture().join()).isEmpty();
            return probe;
        });
    }

    @Test
    void shouldPageThroughOrdersItemsAndEvents() throws Exception {
        FrontEndTest.startLeader(system, replicas);
        List<Order> orders = place(25);

        List<Order> paged = new ArrayList<>();
        Long after = 0L;
        while (after != null) {
            OrderPage page = get(service.orders(store, after, 10));
            paged.addAll(page.orders());
            after = page.next();
        }
        assertThat(paged).isEqualTo(orders);
        assertThat(get(service.order(store, 25))).isEqualTo(orders.get(24));
        assertThat(get(service.order(store, 26))).isNull();

        assertThat(get(service.itemCount(store))).isEqualTo(2);
        assertThat(get(service.items(store, null, null, 1)).next()).isEqualTo("Bear");
        assertThat(get(service.items(store, null, "Bear", 1)).items())
                .extracting(Item::name)
                .containsExactly("Tux");
        assertThat(get(service.items(store, "birds", null, 1)).items()).hasSize(1);
        assertThat(get(service.items(store, "birds", "Tux", 1)).items()).isEmpty();

        long released = get(service.released(store));
        LogEvents events = get(service.events(store, 0, 1_000, Duration.ZERO));
        assertThat(events.events()).hasSize((int) released);
        assertThat(events.lastIndex()).isEqualTo(released);
        assertThat(get(service.entries(store, 3, 2)).events())
                .isEqualTo(events.events().subList(3, 5));
        DigestView digest = get(service.digest(store));
        assertThat(digest.index()).isEqualTo(released);
        assertThat(digest.replicas()).allMatch(replica -> replica.digest() != null && replica.catalog() != null);
    }

    @Test
    void shouldReadTheSameOrdersFromMemoryAndFromTheDatabase() throws Exception {
        FrontEndTest.startLeader(system, replicas);
        List<Order> orders = place(40);
        TestProbe<Object> probe = system.probe(Object.class);
        probe.awaitAssert(SlotSystem.PATIENCE, Duration.ofMillis(10), () -> {
            assertThat(replicas.localOrders().lastNumber()).isEqualTo(40);
            assertThat(replicas.releasedOrders()).containsExactlyElementsOf(orders);
            return probe;
        });

        RecentOrders full = new RecentOrders(1_000_000);
        replicas.releasedOrders().forEach(full::add);
        RecentOrders few = new RecentOrders(1_000);
        for (NodeOrders known : List.of(
                // In memory; in the database; some here and some there; known to other nodes only.
                new NodeOrders(full, new LocalOrders()),
                new NodeOrders(new RecentOrders(0), replicas.localOrders()),
                new NodeOrders(few, replicas.localOrders()),
                new NodeOrders(new RecentOrders(0), new LocalOrders()))) {
            ClusterStoreService node = newService(known);
            for (Order order : orders) {
                assertThat(get(node.order(store, order.number()))).isEqualTo(order);
            }
            assertThat(get(node.order(store, 41))).isNull();
            for (int after = 0; after <= 41; after++) {
                for (int limit : new int[] {1, 7, 40, 1_000}) {
                    OrderPage page = get(node.orders(store, after, limit));
                    int to = Math.min(40, after + limit);
                    assertThat(page.orders()).isEqualTo(orders.subList(Math.min(after, to), to));
                    assertThat(page.next()).isEqualTo(to < 40 ? (Long) (long) to : null);
                }
            }
            assertThat(numbers(node, true, "Tux"))
                    .isEqualTo(LongStream.range(-40, 0)
                            .map(number -> -number)
                            .boxed()
                            .toList());
            assertThat(numbers(node, true, null)).hasSize(40);
            assertThat(numbers(node, false, "Tux"))
                    .isEqualTo(LongStream.rangeClosed(1, 40).boxed().toList());
            assertThat(numbers(node, false, "Bear")).isEmpty();
        }
    }

    /** Numbers of all orders with an item, page by page. */
    private List<Long> numbers(ClusterStoreService node, boolean newestFirst, @Nullable String item) throws Exception {
        List<Long> numbers = new ArrayList<>();
        Long cursor = newestFirst ? OrderQuery.NEWEST : 0;
        while (cursor != null) {
            OrderQuery query = new OrderQuery(newestFirst, cursor, 7, item, Long.MIN_VALUE, Long.MAX_VALUE);
            OrderPage page = get(node.orders(store, query));
            page.orders().forEach(order -> numbers.add(order.number()));
            cursor = page.next();
        }
        return numbers;
    }

    @Test
    void shouldKnowAnAcknowledgedOrderAtOnceAtANodeThatHasNotHeardOfIt() throws Exception {
        FrontEndTest.startLeader(system, replicas);
        // Its memory is empty for ever, and its own replica has never said what is released.
        ClusterStoreService other = newService(new NodeOrders(new RecentOrders(0), new LocalOrders()));
        for (int i = 1; i <= 30; i++) {
            assertThat(get(other.order(store, i))).isNull();
            Outcome outcome = get(service.submit(store, buy("other-" + i, "Tux", 1)));
            assertThat(get(other.order(store, i))).isEqualTo(((Outcome.OrderPlaced) outcome).order());
            assertThat(get(other.orders(store, i - 1, 1)).orders()).hasSize(1);
            OrderQuery newest = new OrderQuery(true, OrderQuery.NEWEST, 1, null, Long.MIN_VALUE, Long.MAX_VALUE);
            assertThat(get(other.orders(store, newest)).orders())
                    .extracting(Order::number)
                    .containsExactly((long) i);
        }
    }

    @Test
    void shouldGiveTheFirstOutcomeOfAKeyAgain() throws Exception {
        FrontEndTest.startLeader(system, replicas);
        Order order = place(1).get(0);
        Command put = new Command.PutItem("put", "Bear", BigDecimal.valueOf(7), null, null);
        Outcome.ItemChanged changed = (Outcome.ItemChanged) get(service.submit(store, put));
        Outcome rejected = get(service.submit(store, buy("too many", "Tux", 1_000)));
        assertThat(rejected).isInstanceOf(Outcome.Rejected.class);

        assertThat(get(service.submit(store, buy("key-0", "Tux", 1)))).isEqualTo(new Outcome.OrderPlaced(order, true));
        assertThat(get(service.submit(store, put))).isEqualTo(new Outcome.ItemChanged(changed.item(), false, true));
        assertThat(get(service.submit(store, buy("too many", "Tux", 1_000))))
                .isEqualTo(new Outcome.Rejected(((Outcome.Rejected) rejected).reason(), true));
    }

    @Test
    void shouldAnswerRequestsWithAnyNumbers() throws Exception {
        FrontEndTest.startLeader(system, replicas);
        place(3);
        for (long number : NUMBERS) {
            Order order = get(service.order(store, number));
            assertThat(order == null ? 0 : order.number()).isEqualTo(number >= 1 && number <= 3 ? number : 0);
            get(service.lookupNumber(store, number));
            for (int limit : LIMITS) {
                OrderPage page = get(service.orders(store, number, limit));
                assertThat(page.orders().size()).isLessThanOrEqualTo(limit);
                tryGet(service.events(store, number, limit, Duration.ZERO));
            }
            tryGet(service.entries(store, number, 1));
        }
        for (int limit : LIMITS) {
            for (String name : new String[] {null, "", "birds", "\uFFFF"}) {
                assertThat(get(service.items(store, name, name, limit)).items().size())
                        .isLessThanOrEqualTo(limit);
            }
        }
        assertThat(get(service.cache(store)).misses()).isGreaterThan(NUMBERS.length);
    }
}
