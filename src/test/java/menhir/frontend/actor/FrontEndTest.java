package menhir.frontend.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.Behaviors;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import menhir.frontend.BackendTimers;
import menhir.frontend.FrontEndSettings;
import menhir.frontend.ReplicaSelector;
import menhir.frontend.actor.FrontEnd.FrontEndRefs;
import menhir.leader.CommandReply;
import menhir.leader.LeaderSettings;
import menhir.leader.actor.OrderLeader;
import menhir.leader.actor.OrderLeader.LeaderRefs;
import menhir.replica.LogReplies.LeaderKnown;
import menhir.replica.LogReplies.OrdersRead;
import menhir.replica.actor.OrderReplica;
import menhir.replica.actor.SingleSlotStore;
import menhir.replica.actor.SlotRefs;
import menhir.replica.actor.SlotSystem;
import menhir.replication.ReplicaMessage.Succession;
import menhir.service.ServiceException;
import menhir.service.StoreService.CacheView;
import menhir.service.StoreService.Lookup;
import menhir.service.StoreService.Topic;
import menhir.store.Command;
import menhir.store.Command.PlaceOrder;
import menhir.store.Item;
import menhir.store.Line;
import menhir.store.OrderType;
import menhir.store.StoreRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A front-end of a store with one slot, whose leader and replicas run on a real database. */
class FrontEndTest {
    private static final Duration PATIENCE = SlotSystem.PATIENCE;
    private static final long[] NUMBERS = {Long.MIN_VALUE, -1, 0, 1, 2, Long.MAX_VALUE - 1, Long.MAX_VALUE};
    private static final List<String> NAMES =
            List.of("", " ", "/", "\0", "\1Tux", "\uD800", "\uFFFF", "x".repeat(5_000));

    @RegisterExtension
    static final SlotSystem system = SlotSystem.create();

    private final SingleSlotStore store = SingleSlotStore.in(system);
    private final FrontEndRefs refs = new FrontEndRefs(store.logs(), store.catalogs());
    private final TestProbe<Object> probe = system.probe(Object.class);

    static FrontEndSettings settings(SingleSlotStore store) {
        return new FrontEndSettings(
                store.entity().store(),
                List.of(SlotSystem.SLOT),
                SlotSystem.TIMING,
                100,
                1_000,
                PATIENCE.toMillis(),
                PATIENCE.toMillis());
    }

    static ActorRef<OrderLeader.Message> startLeader(SlotSystem system, SingleSlotStore store) {
        LeaderSettings settings = new LeaderSettings(
                store.entity().store(),
                "node-1",
                1,
                SlotSystem.SLOT,
                List.of(SlotSystem.SLOT),
                SlotSystem.TIMING,
                SlotSystem.KEY_CAPACITY,
                new StoreRules(true, true, null),
                List.of(
                        new Command.PutItem("1", "Tux", BigDecimal.TEN, 100L, "birds", 1L),
                        new Command.PutItem("2", "Bear", BigDecimal.ONE, 100L, "mammals", 2L)),
                System::currentTimeMillis);
        return system.kit.spawn(OrderLeader.create(settings, new LeaderRefs(store.logs(), store.catalogs()), true));
    }

    static Behavior<FrontEnd.Command> behavior(SingleSlotStore store, FrontEndRefs refs) {
        // Supervised as on a node.
        return Behaviors.supervise(FrontEnd.create(
                        "node-1",
                        settings(store),
                        refs,
                        new ReplicaSelector(slot -> true, List.of(SlotSystem.SLOT), false),
                        BackendTimers.NONE))
                .onFailure(SupervisorStrategy.restartWithBackoff(Duration.ofMillis(1), Duration.ofMillis(10), 0.1));
    }

    private ActorRef<FrontEnd.Command> start() {
        return system.kit.spawn(behavior(store, refs));
    }

    private static PlaceOrder buy(String key, String item, long quantity) {
        return new PlaceOrder(key, OrderType.BUY, List.of(new Line(item, quantity)));
    }

    private static CompletableFuture<CommandReply> submit(ActorRef<FrontEnd.Command> to, Command command) {
        CompletableFuture<CommandReply> reply = new CompletableFuture<>();
        to.tell(new FrontEnd.Submit(command, reply));
        return reply;
    }

    private static CompletableFuture<Lookup> lookUp(ActorRef<FrontEnd.Command> at, String name) {
        CompletableFuture<Lookup> reply = new CompletableFuture<>();
        at.tell(new FrontEnd.LookUp(name, reply));
        return reply;
    }

    private static <T> T get(CompletableFuture<T> reply) throws Exception {
        return reply.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    // ---- requests ---------------------------------------------------------------------------------------------------

    @Test
    void shouldServeRequestsThatCameBeforeThereWasALeader() throws Exception {
        ActorRef<FrontEnd.Command> frontEnd = start();
        CompletableFuture<CommandReply> order = submit(frontEnd, buy("key", "Tux", 1));
        CompletableFuture<Lookup> lookup = lookUp(frontEnd, "Bear");
        CompletableFuture<Long> minIndex = new CompletableFuture<>();
        frontEnd.tell(new FrontEnd.GetMinIndex(minIndex));
        startLeader(system, store);

        assertThat(get(order)).isInstanceOf(CommandReply.Done.class);
        // The item may not have been there yet.
        assertThat(get(lookup).hit()).isFalse();
        assertThat(get(minIndex)).isNotNegative();
    }

    @Test
    void shouldShowNoLessThanAnAcknowledgedOrderAtAnotherFrontEnd() throws Exception {
        startLeader(system, store);
        ActorRef<FrontEnd.Command> one = start();
        ActorRef<FrontEnd.Command> other = start();
        for (int sold = 1; sold <= 50; sold++) {
            get(submit(one, buy("key-" + sold, "Tux", 1)));
            Item found = get(lookUp(other, "Tux")).item();
            assertThat(found == null ? -1 : found.quantity()).isEqualTo(100 - sold);
        }
    }

    @Test
    void shouldCarryRequestsToTheNextLeader() throws Exception {
        ActorRef<OrderLeader.Message> first = startLeader(system, store);
        ActorRef<FrontEnd.Command> frontEnd = start();
        get(submit(frontEnd, buy("before", "Tux", 1)));
        system.kit.stop(first);
        CompletableFuture<CommandReply> order = submit(frontEnd, buy("during", "Tux", 1));
        startLeader(system, store);

        CommandReply.Done done = (CommandReply.Done) get(order);
        assertThat(done.entry().orderNumber()).isEqualTo(2);
    }

    // ---- its end ----------------------------------------------------------------------------------------------------

    private static void shouldFail(CompletableFuture<?> reply) {
        assertThatThrownBy(() -> reply.get(PATIENCE.toSeconds() / 2, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(ServiceException.class);
    }

    private List<CompletableFuture<?>> pending(ActorRef<FrontEnd.Command> frontEnd) {
        CompletableFuture<Topic> topic = new CompletableFuture<>();
        CompletableFuture<OrdersRead> orders = new CompletableFuture<>();
        CompletableFuture<Long> minIndex = new CompletableFuture<>();
        frontEnd.tell(new FrontEnd.LookUpTopic("birds", topic));
        frontEnd.tell(new FrontEnd.ReadOrders(0, 10, orders));
        frontEnd.tell(new FrontEnd.GetMinIndex(minIndex));
        return List.of(submit(frontEnd, buy("key", "Tux", 1)), lookUp(frontEnd, "Tux"), topic, orders, minIndex);
    }

    @Test
    void shouldFailWhatIsPendingWhenItStops() throws Exception {
        // There is no leader.
        ActorRef<FrontEnd.Command> frontEnd = start();
        List<CompletableFuture<?>> pending = pending(frontEnd);
        CompletableFuture<CacheView> afterThem = new CompletableFuture<>();
        frontEnd.tell(new FrontEnd.GetCache(afterThem));
        get(afterThem);
        system.kit.stop(frontEnd);
        pending.forEach(FrontEndTest::shouldFail);
    }

    @Test
    @SuppressWarnings("NullAway") // What no sender may leave out.
    void shouldFailWhatIsPendingWhenItStartsAgain() throws Exception {
        ActorRef<FrontEnd.Command> frontEnd = start();
        List<CompletableFuture<?>> pending = pending(frontEnd);
        frontEnd.tell(new FrontEnd.GetCache(null));
        pending.forEach(FrontEndTest::shouldFail);

        startLeader(system, store);
        assertThat(get(submit(frontEnd, buy("key", "Tux", 1)))).isInstanceOf(CommandReply.Done.class);
    }

    // ---- whatever is sent -------------------------------------------------------------------------------------------

    @Test
    void shouldSurviveRequestsOfAnyNumbersAndNames() throws Exception {
        startLeader(system, store);
        ActorRef<FrontEnd.Command> frontEnd = start();
        // The items of the first catalog are released one after the other; Bear is the last.
        probe.awaitAssert(PATIENCE, Duration.ofMillis(10), () -> {
            assertThat(get(lookUp(frontEnd, "Bear")).value()).isNotNull();
            return frontEnd;
        });
        for (long number : NUMBERS) {
            CompletableFuture<Lookup> lookup = new CompletableFuture<>();
            frontEnd.tell(new FrontEnd.LookUpNumber(number, lookup));
            assertThat(get(lookup).value() != null).isEqualTo(number == 1 || number == 2);
            for (int limit : new int[] {Integer.MIN_VALUE, -1, 0, 1, Integer.MAX_VALUE}) {
                CompletableFuture<OrdersRead> orders = new CompletableFuture<>();
                frontEnd.tell(new FrontEnd.ReadOrders(number, limit, orders));
                assertThat(get(orders).entries()).isEmpty();
            }
        }
        for (String name : NAMES) {
            assertThat(get(lookUp(frontEnd, name)).value()).as(name).isNull();
            CompletableFuture<Topic> topic = new CompletableFuture<>();
            frontEnd.tell(new FrontEnd.LookUpTopic(name, topic));
            assertThat(get(topic).items()).isEmpty();
        }
        CompletableFuture<CacheView> cache = new CompletableFuture<>();
        frontEnd.tell(new FrontEnd.GetCache(cache));
        // It counts from its start: it has not started again.
        assertThat(get(cache).misses()).isGreaterThanOrEqualTo(NUMBERS.length + 2 * NAMES.size() + 1);
    }

    @Test
    void shouldSurviveAnyAddressOfALeader() throws Exception {
        TestProbe<OrderReplica.Command> log = system.probe(OrderReplica.Command.class);
        SlotRefs<OrderReplica.Command> logs = new SlotRefs<>(store.system(), 1, slot -> log.getRef());
        ActorRef<FrontEnd.Command> frontEnd =
                system.kit.spawn(behavior(store, new FrontEndRefs(logs, store.catalogs())));
        CompletableFuture<CommandReply> order = submit(frontEnd, buy("key", "Tux", 1));
        long epoch = -10;
        for (String address : List.of("", "nobody", "akka://", "akka://other@nowhere:1/user/x#1", "\0", "http://[")) {
            epoch++;
            OrderReplica.GetLeader asked = log.expectMessageClass(OrderReplica.GetLeader.class, PATIENCE);
            asked.replyTo().tell(new LeaderKnown(1, epoch, address, 100, Succession.OPEN, 0));
        }
        // At last it hears of the leader.
        startLeader(system, store);
        probe.awaitAssert(PATIENCE, Duration.ofMillis(10), () -> {
            store.log().tell(log.expectMessageClass(OrderReplica.GetLeader.class, PATIENCE));
            assertThat(order).isDone();
            return order;
        });
        assertThat(get(order)).isInstanceOf(CommandReply.Done.class);
    }
}
