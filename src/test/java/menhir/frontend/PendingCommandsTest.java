package menhir.frontend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import menhir.leader.CommandReply;
import menhir.leader.SubmittedCommand;
import menhir.replication.Timing;
import menhir.service.ServiceException;
import menhir.store.Command;
import menhir.store.Entry;
import menhir.store.Line;
import menhir.store.OrderType;
import menhir.store.PricedLine;
import menhir.store.Rejection;
import org.junit.jupiter.api.Test;

/** What a front-end may tell a client about a command that was sent more than once. */
class PendingCommandsTest {
    private static final long DEADLINE = 10_000;
    private static final int MAX_PENDING = 300;
    private static final KnownLeader FIRST = new KnownLeader("first", 1);
    private static final KnownLeader SECOND = new KnownLeader("second", 2);
    private static final Rejection NO_STOCK = new Rejection.NotEnough("Tux", 0, 1);
    private static final Command ORDER = new Command.PlaceOrder("key-1", OrderType.BUY, List.of(new Line("Tux", 1)));

    private record Sent(KnownLeader leader, List<SubmittedCommand> commands) {}

    private final Deque<Sent> sent = new ArrayDeque<>();
    private final PendingCommands commands = new PendingCommands(
            new FrontEndSettings("stocks", List.of(1), Timing.ofLease(2_000), 10, MAX_PENDING, DEADLINE, DEADLINE),
            (leader, batch) -> sent.add(new Sent(leader, batch)),
            BackendTimers.NONE);
    private final CompletableFuture<CommandReply> reply = new CompletableFuture<>();

    private long sendOnce() {
        commands.begin(ORDER, reply, 0);
        commands.send(FIRST, 0);
        return takeSent(FIRST, 1);
    }

    private long sendTwice() {
        sendOnce();
        commands.sendAllAgain(SECOND, 100);
        return takeSent(SECOND, 2);
    }

    private long takeSent(KnownLeader leader, int attempt) {
        Sent next = sent.remove();
        assertThat(next.leader()).isEqualTo(leader);
        assertThat(next.commands()).hasSize(1);
        assertThat(next.commands().get(0).attempt()).isEqualTo(attempt);
        return next.commands().get(0).id();
    }

    private static CommandReply.Done done(long request) {
        return new CommandReply.Done(
                request,
                new Entry.OrderPlaced(
                        7, OrderType.BUY, List.of(new PricedLine("Tux", 1, BigDecimal.TEN)), "key-1", 1, 0),
                null);
    }

    @Test
    void shouldNotTellTheRejectionOfAnEarlierAttemptWhileALaterOneMayBeAccepted() {
        long request = sendTwice();
        commands.onReply(new CommandReply.Rejected(request, 1, NO_STOCK));
        assertThat(reply).isNotDone();
        commands.onReply(done(request));
        assertThat(reply.join()).isInstanceOf(CommandReply.Done.class);
    }

    @Test
    void shouldTellTheRejectionOfTheLatestAttempt() {
        long request = sendTwice();
        commands.onReply(new CommandReply.Rejected(request, 2, NO_STOCK));
        assertThat(reply.join()).isEqualTo(new CommandReply.Rejected(request, 2, NO_STOCK));
    }

    @Test
    void shouldTellThatAnEarlierAttemptWasDone() {
        long request = sendTwice();
        commands.onReply(new CommandReply.Replayed(request, 7, 12));
        assertThat(reply.join()).isEqualTo(new CommandReply.Replayed(request, 7, 12));
    }

    @Test
    void shouldSayThatNothingWasChangedWhenTheOnlyAttemptFoundTheLeaderOverloaded() {
        long request = sendOnce();
        commands.onReply(new CommandReply.Overloaded(request, 1));
        assertFailsWith(ServiceException.Reason.OVERLOADED);
    }

    @Test
    void shouldSendAgainInsteadOfSayingOverloadedWhileAnEarlierAttemptIsOpen() {
        long request = sendTwice();
        commands.onReply(new CommandReply.Overloaded(request, 2));
        assertThat(reply).isNotDone();
        commands.tick(SECOND, 200);
        assertThat(takeSent(SECOND, 3)).isEqualTo(request);
        commands.tick(SECOND, DEADLINE);
        assertFailsWith(ServiceException.Reason.OUTCOME_UNKNOWN);
    }

    @Test
    void shouldSayThatNothingWasChangedWhenNoAttemptFoundALeader() {
        long request = sendTwice();
        commands.onReply(new CommandReply.NotLeader(request, 1));
        commands.onReply(new CommandReply.NotLeader(request, 2));
        commands.tick(null, DEADLINE);
        assertFailsWith(ServiceException.Reason.NO_MAJORITY);
    }

    @Test
    void shouldSayThatTheOutcomeIsUnknownWhenAnAttemptWasNeverAnswered() {
        long request = sendTwice();
        commands.onReply(new CommandReply.NotLeader(request, 2));
        commands.tick(null, DEADLINE);
        assertFailsWith(ServiceException.Reason.OUTCOME_UNKNOWN);
    }

    @Test
    void shouldNotSendAgainForAnEarlierAttemptThatFoundNoLeader() {
        long request = sendTwice();
        commands.onReply(new CommandReply.NotLeader(request, 1));
        commands.tick(SECOND, 200);
        assertThat(sent).isEmpty();
    }

    @Test
    void shouldSendNoMoreInOneMessageThanAFrameHolds() {
        for (int i = 0; i < 10; i++) {
            commands.begin(largeOrder("key-" + i), new CompletableFuture<>(), 0);
        }
        commands.send(FIRST, 0);
        assertThat(sent)
                .allSatisfy(each -> assertThat(each.commands()).hasSizeLessThanOrEqualTo(3))
                .hasSize(4);
    }

    @Test
    void shouldLimitTheSizeOfWhatWaits() {
        List<CompletableFuture<CommandReply>> replies = new ArrayList<>();
        for (int i = 0; i < MAX_PENDING; i++) {
            CompletableFuture<CommandReply> large = new CompletableFuture<>();
            replies.add(large);
            commands.begin(largeOrder("key-" + i), large, 0);
        }
        // A hundred lines are as large as several orders of one line.
        assertThat(commands.count()).isBetween(5, MAX_PENDING / 10);
        assertThat(replies.get(commands.count() - 1)).isNotDone();
        assertThat(replies.subList(commands.count(), MAX_PENDING))
                .allMatch(CompletableFuture::isCompletedExceptionally);

        commands.tick(null, DEADLINE);
        assertThat(commands.count()).isZero();
        commands.begin(ORDER, reply, DEADLINE);
        assertThat(reply).isNotDone();
    }

    private static Command largeOrder(String key) {
        List<Line> hundredLines = IntStream.range(0, 100)
                .mapToObj(i -> new Line("x".repeat(97) + (100 + i), 1))
                .toList();
        return new Command.PlaceOrder(key, OrderType.BUY, hundredLines);
    }

    private void assertFailsWith(ServiceException.Reason reason) {
        assertThat(reply).isCompletedExceptionally();
        assertThatThrownBy(reply::join).cause().isInstanceOfSatisfying(ServiceException.class, failure -> assertThat(
                        failure.reason())
                .isEqualTo(reason));
    }
}
