package menhir.frontend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.TestInbox;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import menhir.leader.CommandReply;
import menhir.leader.OrderLeader;
import menhir.leader.OrderLeader.Submit;
import menhir.leader.OrderLeader.ToFrontEnd;
import menhir.replica.SlotRefs;
import menhir.replication.Timing;
import menhir.service.ServiceException;
import menhir.store.Command;
import menhir.store.Entry;
import menhir.store.Line;
import menhir.store.OrderType;
import menhir.store.PricedLine;
import menhir.store.Rejection;
import org.junit.jupiter.api.Test;

/** What a front-end may tell a client of a command that was sent more than once. */
class PendingCommandsTest {
    private static final Timing TIMING = Timing.ofLease(2_000);
    private static final long PATIENCE = 10_000;
    private static final Rejection NO_STOCK = new Rejection.NotEnough("Tux", 0, 1);
    private static final Command ORDER = new Command.PlaceOrder("key-1", OrderType.BUY, List.of(new Line("Tux", 1)));

    private final TestInbox<OrderLeader.Message> first = TestInbox.create();
    private final TestInbox<OrderLeader.Message> second = TestInbox.create();
    private final TestInbox<ToFrontEnd> frontEnd = TestInbox.create();
    private final PendingCommands commands = new PendingCommands(
            new FrontEndSettings(
                    "stocks",
                    "front-end",
                    new SlotRefs<>(List.of(), slot -> true),
                    new SlotRefs<>(List.of(), slot -> true),
                    List.of(1),
                    TIMING,
                    10,
                    10,
                    PATIENCE,
                    PATIENCE),
            frontEnd.getRef(),
            new BackendMetrics(new SimpleMeterRegistry(), "stocks"));
    private final CompletableFuture<Done> answer = new CompletableFuture<>();

    private long sendOnce() {
        commands.begin(ORDER, answer, 0);
        commands.send(new KnownLeader(first.getRef(), 1), 0);
        return request(first, 1, 1);
    }

    private long sendTwice() {
        sendOnce();
        commands.sendAllAgain(new KnownLeader(second.getRef(), 2), 100);
        return request(second, 2, 2);
    }

    private static long request(TestInbox<OrderLeader.Message> leader, long epoch, int sending) {
        Submit submit = (Submit) leader.receiveMessage();
        assertThat(submit.epoch()).isEqualTo(epoch);
        assertThat(submit.requests()).hasSize(1);
        assertThat(submit.requests().get(0).sending()).isEqualTo(sending);
        return submit.requests().get(0).id();
    }

    private static CommandReply.Done done(long request) {
        return new CommandReply.Done(
                request,
                new Entry.OrderPlaced(
                        7, OrderType.BUY, List.of(new PricedLine("Tux", 1, BigDecimal.TEN)), "key-1", 1, 0),
                null);
    }

    @Test
    void shouldNotTellARefusalOfAnEarlierSendingWhileALaterOneMayBeAccepted() {
        long request = sendTwice();
        commands.onAnswer(new CommandReply.Rejected(request, 1, NO_STOCK));
        assertThat(answer).isNotDone();
        commands.onAnswer(done(request));
        assertThat(answer.join()).isInstanceOf(Done.Now.class);
    }

    @Test
    void shouldTellTheRefusalOfTheLastSending() {
        long request = sendTwice();
        commands.onAnswer(new CommandReply.Rejected(request, 2, NO_STOCK));
        assertThat(answer.join()).isEqualTo(new Done.Not(NO_STOCK));
    }

    @Test
    void shouldTellThatAnEarlierSendingWasDone() {
        long request = sendTwice();
        commands.onAnswer(new CommandReply.DoneBefore(request, 7, 12));
        assertThat(answer.join()).isEqualTo(new Done.Before(7, 12));
    }

    @Test
    void shouldSayNothingWasChangedWhenTheOnlySendingFoundTheLeaderOverloaded() {
        long request = sendOnce();
        commands.onAnswer(new CommandReply.Overloaded(request, 1));
        assertFailsWith(ServiceException.Reason.OVERLOADED);
    }

    @Test
    void shouldSendAgainRatherThanSayOverloadedWhileAnEarlierSendingIsOpen() {
        long request = sendTwice();
        commands.onAnswer(new CommandReply.Overloaded(request, 2));
        assertThat(answer).isNotDone();
        commands.tick(new KnownLeader(second.getRef(), 2), 200);
        assertThat(request(second, 2, 3)).isEqualTo(request);
        commands.tick(new KnownLeader(second.getRef(), 2), PATIENCE);
        assertFailsWith(ServiceException.Reason.OUTCOME_UNKNOWN);
    }

    @Test
    void shouldSayNothingWasChangedWhenEverySendingWasPutOff() {
        long request = sendTwice();
        commands.onAnswer(new CommandReply.NotNow(request, 1));
        commands.onAnswer(new CommandReply.NotNow(request, 2));
        commands.tick(null, PATIENCE);
        assertFailsWith(ServiceException.Reason.NO_MAJORITY);
    }

    @Test
    void shouldSayTheOutcomeIsUnknownWhenASendingWasNeverAnswered() {
        long request = sendTwice();
        commands.onAnswer(new CommandReply.NotNow(request, 2));
        commands.tick(null, PATIENCE);
        assertFailsWith(ServiceException.Reason.OUTCOME_UNKNOWN);
    }

    @Test
    void shouldNotSendAgainForAnEarlierSendingThatWasPutOff() {
        long request = sendTwice();
        commands.onAnswer(new CommandReply.NotNow(request, 1));
        commands.tick(new KnownLeader(second.getRef(), 2), 200);
        assertThat(second.hasMessages()).isFalse();
    }

    @Test
    void shouldSendNoMoreInOneMessageThanAFrameHolds() {
        List<Line> hundredLines = IntStream.range(0, 100)
                .mapToObj(i -> new Line("x".repeat(97) + (100 + i), 1))
                .toList();
        for (int i = 0; i < 10; i++) {
            commands.begin(
                    new Command.PlaceOrder("key-" + i, OrderType.BUY, hundredLines), new CompletableFuture<>(), 0);
        }
        commands.send(new KnownLeader(first.getRef(), 1), 0);
        assertThat(first.getAllReceived())
                .allSatisfy(message -> assertThat(((Submit) message).requests()).hasSizeLessThanOrEqualTo(3))
                .hasSize(4);
    }

    private void assertFailsWith(ServiceException.Reason reason) {
        assertThat(answer).isCompletedExceptionally();
        assertThatThrownBy(answer::join).cause().isInstanceOfSatisfying(ServiceException.class, failure -> assertThat(
                        failure.reason())
                .isEqualTo(reason));
    }
}
