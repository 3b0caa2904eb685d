package menhir.leader.actor;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import menhir.leader.CommandReply;
import menhir.leader.LeaderSettings;
import menhir.leader.LeaderStatus;
import menhir.leader.SubmittedCommand;
import menhir.leader.actor.OrderLeader.AboutCache;
import menhir.leader.actor.OrderLeader.LeaderRefs;
import menhir.leader.actor.OrderLeader.Replies;
import menhir.leader.actor.OrderLeader.ToFrontEnd;
import menhir.replica.LogReplies.OrdersRead;
import menhir.replica.LogReplies.OrdersReply;
import menhir.replica.OrderRead;
import menhir.replica.actor.OrderReplica;
import menhir.replica.actor.SingleSlotStore;
import menhir.replica.actor.SlotSystem;
import menhir.replication.FrontEndMessage.LeaseGranted;
import menhir.store.Command;
import menhir.store.Command.PlaceOrder;
import menhir.store.Line;
import menhir.store.OrderType;
import menhir.store.StoreRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A leader of a store with one slot, whose replicas run on a real database. */
class OrderLeaderTest {
    private static final Duration PATIENCE = SlotSystem.PATIENCE;
    private static final long[] NUMBERS = {Long.MIN_VALUE, -1, 0, 1, 2, Long.MAX_VALUE - 1, Long.MAX_VALUE};

    @RegisterExtension
    static final SlotSystem system = SlotSystem.create();

    private final SingleSlotStore store = SingleSlotStore.in(system);
    private final TestProbe<ToFrontEnd> frontEnd = system.probe(ToFrontEnd.class);
    private long lastId;

    static LeaderSettings settings(SingleSlotStore store) {
        return new LeaderSettings(
                store.entity().store(),
                "node-1",
                1,
                SlotSystem.SLOT,
                List.of(SlotSystem.SLOT),
                SlotSystem.TIMING,
                SlotSystem.KEY_CAPACITY,
                new StoreRules(false, false, null),
                List.of(new Command.PutItem("first", "Tux", BigDecimal.TEN, 1_000_000L, null)),
                System::currentTimeMillis);
    }

    static LeaderRefs refs(SingleSlotStore store) {
        return new LeaderRefs(store.logs(), store.catalogs());
    }

    private ActorRef<OrderLeader.Message> start(boolean singleton) {
        return system.kit.spawn(OrderLeader.create(settings(store), refs(store), singleton));
    }

    private static LeaderStatus status(ActorRef<OrderLeader.Message> leader) {
        TestProbe<LeaderStatus> probe = system.probe(LeaderStatus.class);
        leader.tell(new OrderLeader.GetStatus(probe.getRef()));
        return probe.receiveMessage(PATIENCE);
    }

    /** The leader, once it leads with an epoch above one and takes orders. */
    private static LeaderStatus awaitLeading(ActorRef<OrderLeader.Message> leader, long aboveEpoch) {
        return system.probe(LeaderStatus.class).awaitAssert(PATIENCE, Duration.ofMillis(20), () -> {
            LeaderStatus status = status(leader);
            assertThat(status.leaseRunning() && status.opened() && status.epoch() > aboveEpoch)
                    .as(status.toString())
                    .isTrue();
            return status;
        });
    }

    private static PlaceOrder buy(String key, String item, long quantity) {
        return new PlaceOrder(key, OrderType.BUY, List.of(new Line(item, quantity)));
    }

    private SubmittedCommand submitted(Command command) {
        lastId++;
        return new SubmittedCommand(lastId, 1, Long.MAX_VALUE, command);
    }

    private CommandReply submit(ActorRef<OrderLeader.Message> leader, Command command) {
        leader.tell(new OrderLeader.Submit(
                "front-end", status(leader).epoch(), List.of(submitted(command)), frontEnd.getRef()));
        return replies(frontEnd, 1).get(0);
    }

    private static List<CommandReply> replies(TestProbe<ToFrontEnd> of, int count) {
        List<CommandReply> replies = new ArrayList<>();
        while (replies.size() < count) {
            if (of.receiveMessage(PATIENCE) instanceof Replies some) {
                replies.addAll(some.replies());
            }
        }
        return replies;
    }

    // ---- addresses and batches --------------------------------------------------------------------------------------

    @Test
    void shouldReplyToEachFrontEndAtItsNewestAddress() {
        ActorRef<OrderLeader.Message> leader = start(true);
        long epoch = awaitLeading(leader, 0).epoch();
        TestProbe<ToFrontEnd> other = system.probe(ToFrontEnd.class);
        TestProbe<ToFrontEnd> moved = system.probe(ToFrontEnd.class);

        leader.tell(new OrderLeader.Submit(
                "a", epoch, List.of(new SubmittedCommand(1, 1, 0, buy("a", "Tux", 1))), frontEnd.getRef()));
        leader.tell(new OrderLeader.Submit(
                "b", epoch, List.of(new SubmittedCommand(2, 1, 0, buy("b", "Tux", 1))), other.getRef()));
        assertThat(replies(frontEnd, 1).get(0).request()).isEqualTo(1);
        assertThat(replies(other, 1).get(0).request()).isEqualTo(2);

        leader.tell(new OrderLeader.AskLease("a", 5, moved.getRef()));
        assertThat(moved.receiveMessage(PATIENCE))
                .isInstanceOfSatisfying(
                        AboutCache.class, about -> assertThat(about.message()).isInstanceOf(LeaseGranted.class));
        frontEnd.expectNoMessage();
        other.expectNoMessage();
    }

    @Test
    void shouldReplyOnceToEachCommandOfLargeBatches() {
        ActorRef<OrderLeader.Message> leader = start(true);
        long epoch = awaitLeading(leader, 0).epoch();
        for (int batch = 0; batch < 10; batch++) {
            List<SubmittedCommand> commands = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                commands.add(submitted(buy("key-" + lastId, "Tux", 1)));
            }
            leader.tell(new OrderLeader.Submit("front-end", epoch, commands, frontEnd.getRef()));
        }

        List<CommandReply> replies = replies(frontEnd, 3_000);
        assertThat(replies).allMatch(CommandReply.Done.class::isInstance);
        assertThat(replies.stream().map(CommandReply::request))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 3_000).boxed().toList());
    }

    @Test
    void shouldHaveAReplicaAnswerReadsOfOrders() {
        ActorRef<OrderLeader.Message> leader = start(true);
        awaitLeading(leader, 0);
        submit(leader, buy("one", "Tux", 1));
        TestProbe<OrdersReply> reader = system.probe(OrdersReply.class);
        leader.tell(new OrderLeader.ReadOrders(new OrderRead(9, 0, 100, 0), reader.getRef()));

        OrdersRead read = (OrdersRead) reader.receiveMessage(PATIENCE);
        assertThat(read.request()).isEqualTo(9);
        assertThat(read.entries()).hasSize(1);
        assertThat(read.lastNumber()).isEqualTo(1);
    }

    // ---- its life ---------------------------------------------------------------------------------------------------

    @Test
    void shouldKnowWhatAnEarlierLeaderHasDone() {
        ActorRef<OrderLeader.Message> first = start(true);
        long epoch = awaitLeading(first, 0).epoch();
        assertThat(submit(first, buy("key", "Tux", 7))).isInstanceOf(CommandReply.Done.class);
        // It has no time to resign.
        system.kit.stop(first);

        ActorRef<OrderLeader.Message> second = start(true);
        awaitLeading(second, epoch);
        assertThat(submit(second, buy("key", "Tux", 7)))
                .isInstanceOfSatisfying(CommandReply.Replayed.class, replayed -> assertThat(replayed.number())
                        .isEqualTo(1));
        assertThat(submit(second, buy("next", "Tux", 1)))
                .isInstanceOfSatisfying(
                        CommandReply.Done.class,
                        done -> assertThat(done.entry().orderNumber()).isEqualTo(2));
    }

    @Test
    void shouldReplyToWhatItHasAcceptedBeforeItStops() {
        ActorRef<OrderLeader.Message> leader = start(true);
        long epoch = awaitLeading(leader, 0).epoch();
        List<SubmittedCommand> commands = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            commands.add(submitted(buy("key-" + i, "Tux", 1)));
        }
        leader.tell(new OrderLeader.Submit("front-end", epoch, commands, frontEnd.getRef()));
        leader.tell(new OrderLeader.Stop());
        leader.tell(new OrderLeader.Submit(
                "front-end", epoch, List.of(submitted(buy("late", "Tux", 1))), frontEnd.getRef()));

        List<CommandReply> replies = replies(frontEnd, 101);
        assertThat(replies).filteredOn(CommandReply.Done.class::isInstance).hasSize(100);
        assertThat(replies)
                .filteredOn(CommandReply.NotLeader.class::isInstance)
                .extracting(CommandReply::request)
                .containsExactly(101L);
        frontEnd.expectTerminated(leader, PATIENCE);
    }

    @Test
    void shouldStopWhenItIsToldSoAsACandidate() {
        // Nobody answers it.
        system.kit.stop(store.log());
        ActorRef<OrderLeader.Message> leader = start(true);
        leader.tell(new OrderLeader.Stop());
        frontEnd.expectTerminated(leader, PATIENCE);
    }

    @Test
    void shouldEndAsAnActingLeaderThatDoesNotWin() {
        system.kit.stop(store.log());
        frontEnd.expectTerminated(start(false), PATIENCE);
    }

    @Test
    void shouldStandAgainAsTheSingletonAfterItHasRetired() {
        AtomicBoolean cut = new AtomicBoolean();
        ActorRef<OrderReplica.Command> link = system.kit.spawn(Behaviors.receiveMessage(message -> {
            if (!cut.get()) {
                store.log().tell(message);
            }
            return Behaviors.same();
        }));
        SingleSlotStore behindLink = new SingleSlotStore(
                store.system(), store.entity(), link, store.catalog(), store.localOrders(), store.releasedOrders());
        ActorRef<OrderLeader.Message> leader =
                system.kit.spawn(OrderLeader.create(settings(store), refs(behindLink), true));
        long epoch = awaitLeading(leader, 0).epoch();
        cut.set(true);
        system.probe(LeaderStatus.class).awaitAssert(PATIENCE, Duration.ofMillis(20), () -> assertThat(
                        status(leader).epoch())
                .isNotEqualTo(epoch));
        cut.set(false);
        awaitLeading(leader, epoch);
        assertThat(submit(leader, buy("key", "Tux", 1))).isInstanceOf(CommandReply.Done.class);
    }

    @Test
    void shouldTakeOverFromAnActingLeader() {
        ActorRef<OrderLeader.Message> acting = start(false);
        long epoch = awaitLeading(acting, 0).epoch();
        ActorRef<OrderLeader.Message> singleton = start(true);

        frontEnd.expectTerminated(acting, PATIENCE);
        awaitLeading(singleton, epoch);
    }

    // ---- whatever is sent -------------------------------------------------------------------------------------------

    @Test
    void shouldSurviveMessagesOfAnyNumbers() {
        ActorRef<OrderLeader.Message> leader = start(true);
        long epoch = awaitLeading(leader, 0).epoch();
        TestProbe<ToFrontEnd> stranger = system.probe(ToFrontEnd.class);
        TestProbe<OrdersReply> reader = system.probe(OrdersReply.class);
        for (long number : NUMBERS) {
            leader.tell(new OrderLeader.Submit("stranger", number, List.of(), stranger.getRef()));
            for (long other : NUMBERS) {
                leader.tell(new OrderLeader.Invalidated("nobody", number, other));
                leader.tell(new OrderLeader.Invalidated("stranger", epoch, other));
                leader.tell(new OrderLeader.ReadOrders(new OrderRead(1, number, (int) other, other), reader.getRef()));
                leader.tell(new OrderLeader.Submit(
                        "stranger",
                        epoch,
                        List.of(
                                new SubmittedCommand(number, (int) other, 0, buy("", "", other)),
                                new SubmittedCommand(number, (int) other, 0, buy("k" + other, "no such item", other)),
                                new SubmittedCommand(
                                        number,
                                        (int) other,
                                        other,
                                        new PlaceOrder("e" + number, OrderType.SELL, List.of())),
                                new SubmittedCommand(
                                        number, (int) other, other, new Command.Restock("r" + other, "none", other))),
                        stranger.getRef()));
            }
        }
        assertThat(submit(leader, buy("after", "Tux", 1))).isInstanceOf(CommandReply.Done.class);
        assertThat(status(leader).epoch()).isEqualTo(epoch);
    }

    @Test
    void shouldRejectWhatWouldOverflowAStock() {
        ActorRef<OrderLeader.Message> leader = start(true);
        long epoch = awaitLeading(leader, 0).epoch();
        PlaceOrder sell = new PlaceOrder("sell", OrderType.SELL, List.of(new Line("Tux", Long.MAX_VALUE)));
        assertThat(submit(leader, sell)).isInstanceOf(CommandReply.Rejected.class);
        assertThat(submit(leader, new Command.Restock("restock", "Tux", Long.MAX_VALUE)))
                .isInstanceOf(CommandReply.Rejected.class);
        assertThat(submit(leader, buy("after", "Tux", 1))).isInstanceOf(CommandReply.Done.class);
        assertThat(status(leader).epoch()).isEqualTo(epoch);
    }

    @Test
    void shouldReturnTheTimeOfTheRequestWithALease() {
        ActorRef<OrderLeader.Message> leader = start(true);
        awaitLeading(leader, 0);
        for (long askedAt : NUMBERS) {
            leader.tell(new OrderLeader.AskLease("front-end", askedAt, frontEnd.getRef()));
            LeaseGranted granted = (LeaseGranted) ((AboutCache) frontEnd.receiveMessage(PATIENCE)).message();
            // The time is the front-end's own: it comes back unchanged.
            assertThat(granted.askedAt()).isEqualTo(askedAt);
        }
    }
}
