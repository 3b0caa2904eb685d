package menhir.replica;

import static menhir.replica.MemorySlot.LEADER;
import static menhir.replica.MemorySlot.TIMING;
import static menhir.replica.MemorySlot.appendAt;
import static menhir.replica.MemorySlot.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import menhir.replica.LogReplies.DigestRead;
import menhir.replica.LogReplies.LeaderKnown;
import menhir.replica.LogReplies.LogSummary;
import menhir.replica.LogReplies.OrdersBehind;
import menhir.replica.LogReplies.OrdersRead;
import menhir.replica.LogReplies.OrdersReply;
import menhir.replica.LogReplies.ReleasedEntries;
import menhir.replication.LeaderOutput.Fetched;
import menhir.replication.LogEntry;
import menhir.replication.ReplicaMessage.PreVote;
import menhir.replication.ReplicaMessage.Prepare;
import menhir.replication.ReplicaMessage.Resign;
import menhir.replication.ReplicaMessage.Succession;
import menhir.replication.ReplicaReply.Appended;
import menhir.replication.ReplicaReply.PreVoteReply;
import menhir.replication.ReplicaReply.Prepared;
import menhir.replication.ReplicaReply.Refused;
import menhir.replication.ReplicaState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlotLogTest {
    private static final int MAX_QUEUE = 64;
    private static final int MAX_READS = 128;
    private static final int MAX_WAITERS = 2_000;
    private static final int READ_ENTRIES = 1_000;

    private final MemorySlot slot = MemorySlot.recovered(1);
    private final List<Fetched> fetched = new ArrayList<>();
    private final List<ReleasedEntries> released = new ArrayList<>();
    private final List<OrdersReply> orders = new ArrayList<>();
    private final List<DigestRead> digests = new ArrayList<>();

    private void fetch(long fromIndex) {
        slot.log().fetch(fromIndex, fetched::add);
    }

    private void readReleased(long after, int limit, long waitMillis) {
        slot.log().readReleased(after, limit, waitMillis, released::add, slot.now);
    }

    private void readOrders(long after, int limit, long vouchedIndex) {
        slot.log().readOrders(new OrderRead(7, after, limit, vouchedIndex), orders::add);
    }

    private void readDigest(long index, long waitMillis) {
        slot.log().readDigest(index, waitMillis, digests::add, slot.now);
    }

    private LeaderKnown known() {
        return slot.log().leader(slot.now);
    }

    private void passMillis(long millis) {
        slot.now += millis;
        slot.log().tick(slot.now);
    }

    // ---- leaders' messages ------------------------------------------------------------------------------------------

    @Test
    void shouldReplyOnlyWhenTheEntriesAreOnDisk() {
        slot.holdsWrites = true;
        slot.append(1, 0, "a");
        assertThat(slot.takeReplies()).isEmpty();

        slot.completeWrite();

        assertThat(slot.takeReplies()).singleElement().isInstanceOf(Appended.class);
    }

    @Test
    void shouldTakeOneMessageAtATime() {
        slot.holdsWrites = true;
        slot.deliver(new Prepare(3));
        slot.deliver(new Prepare(4));
        slot.deliver(new Prepare(2));
        slot.deliver(new PreVote(9));
        assertThat(slot.writing()).isEqualTo(1);

        slot.completeWrite();
        assertThat(slot.takeReplies()).singleElement().isInstanceOf(Prepared.class);
        assertThat(slot.writing()).isEqualTo(1);

        slot.completeWrite();
        assertThat(slot.takeReplies())
                .satisfiesExactly(
                        four -> assertThat(four).isInstanceOf(Prepared.class),
                        two -> assertThat(two).isEqualTo(new Refused(1, 4)),
                        nine -> assertThat(nine).isInstanceOf(PreVoteReply.class));
    }

    @Test
    void shouldDropMessagesThatDoNotFitIntoTheQueue() {
        slot.holdsWrites = true;
        slot.deliver(new Prepare(1));
        IntStream.range(0, MAX_QUEUE + 10).forEach(round -> slot.deliver(new PreVote(round)));

        slot.completeWrite();

        assertThat(slot.takeReplies()).hasSize(1 + MAX_QUEUE);
        slot.deliver(new PreVote(0));
        assertThat(slot.takeReplies()).as("there is room again").hasSize(1);
    }

    @Test
    void shouldAnswerNothingBeforeItsStartIsCountedOnDisk() {
        MemorySlot starting = new MemorySlot(1);
        starting.holdsWrites = true;
        starting.recover();
        starting.deliver(new PreVote(1));
        assertThat(starting.takeReplies()).isEmpty();

        starting.completeWrite();
        assertThat(starting.takeReplies()).singleElement().satisfies(reply -> assertThat(
                        ((PreVoteReply) reply).position().incarnation().start())
                .isEqualTo(1));
        starting.holdsWrites = false;
        starting.restart();
        starting.deliver(new PreVote(2));
        assertThat(starting.takeReplies()).singleElement().satisfies(reply -> assertThat(
                        ((PreVoteReply) reply).position().incarnation().start())
                .isEqualTo(2));
    }

    @Test
    void shouldReportWhichEntriesALaterLeaderReplaced() {
        slot.append(1, 1, "a", "b", "c", "d");
        slot.deliver(MemorySlot.appendAt(2, 1, 2, 1, "x"));
        assertThat(slot.reports).containsExactly("truncated 3 to 4 by 2");
    }

    @Test
    void shouldReportOnceForEachLeaderThatItKeepsReleasedEntries() {
        slot.append(1, 3, "a", "b", "c", "d");
        for (int i = 0; i < 3; i++) {
            slot.deliver(MemorySlot.appendAt(1, 1, 2, 1, "x"));
        }
        slot.deliver(MemorySlot.appendAt(1, 1, 3, 1, "x"));
        assertThat(slot.reports).containsExactly("truncation refused from 2 by 2", "truncation refused from 2 by 3");
        assertThat(slot.log().released()).isEqualTo(3);
    }

    @Test
    void shouldKeepMessagesUntilTheLogIsRecovered() {
        MemorySlot starting = new MemorySlot(1);
        starting.deliver(new Prepare(3));
        assertThat(starting.takeReplies()).isEmpty();

        starting.recover();

        assertThat(starting.takeReplies()).singleElement().isInstanceOf(Prepared.class);
    }

    @Test
    void shouldRejectAWriteThatItDidNotAskFor() {
        assertThatThrownBy(() -> slot.log().onPersisted(ReplicaState.BLANK, slot.now))
                .isInstanceOf(IllegalStateException.class);
    }

    // ---- the leader -------------------------------------------------------------------------------------------------

    @Test
    void shouldActBeforeRecoveryAsIfALeaseWereRunning() {
        MemorySlot starting = new MemorySlot(2);
        starting.append(4, 0, "a");
        assertThat(starting.log().leader(0))
                .isEqualTo(new LeaderKnown(2, 0, null, TIMING.leaseMillis(), Succession.OPEN, 0));
        assertThat(starting.log().summary()).isNull();
        assertThat(starting.log().released()).isZero();

        starting.recover();

        assertThat(starting.log().leader(starting.now))
                .isEqualTo(new LeaderKnown(2, 4, LEADER, TIMING.leaseMillis(), Succession.OPEN, 0));
        assertThat(starting.log().summary()).isEqualTo(new LogSummary(false, 1, null));
    }

    @Test
    void shouldTellAfterARestartThatTheLogHasHadALeader() {
        assertThat(known().epoch()).as("a log without entries").isZero();
        slot.append(4, 0, "a");

        slot.restart();

        assertThat(known()).extracting(LeaderKnown::leader, LeaderKnown::epoch).containsExactly(null, 4L);
    }

    @Test
    void shouldKnowTheLeaderOfTheHighestEpoch() {
        slot.append(4, 0, "a");
        slot.log().onMessage(appendAt(0, 0, 3, 0), "deposed", reply -> {}, slot.now);
        assertThat(known().leader()).isEqualTo(LEADER);

        slot.log().onMessage(appendAt(0, 0, 5, 0), "next", reply -> {}, slot.now);

        assertThat(known()).isEqualTo(new LeaderKnown(1, 5, "next", TIMING.leaseMillis(), Succession.OPEN, 0));
    }

    @Test
    void shouldTellWhenTheLeaseHasExpiredOrWasGivenUp() {
        slot.append(4, 0, "a");
        passMillis(TIMING.leaseMillis() - 1);
        assertThat(known().leaseRemainingMillis()).isEqualTo(1);
        passMillis(1);
        assertThat(known().leaseRemainingMillis()).isZero();

        slot.append(4, 0, "b");
        slot.deliver(new Resign(4, 3));

        assertThat(known()).isEqualTo(new LeaderKnown(1, 4, LEADER, 0, Succession.OTHER, 0));
    }

    // ---- fetch ------------------------------------------------------------------------------------------------------

    @Test
    void shouldFetchEntriesReleasedOrNot() {
        slot.append(3, 0, "a", "b", "c");
        fetch(2);

        Fetched reply = fetched.get(0);
        assertThat(texts(reply.entries())).containsExactly("b", "c");
        assertThat(reply)
                .extracting(Fetched::epoch, Fetched::prevEpoch, Fetched::member)
                .containsExactly(3L, 3L, false);
        assertThat(slot.diskReads).as("the newest entries are in memory").isZero();
    }

    @Test
    void shouldFetchFromTheDiskAfterARestart() {
        slot.append(3, 0, "a", "b", "c");
        slot.restart();
        slot.append(3, 0, "d");
        fetch(1);
        fetch(4);

        assertThat(fetched)
                .extracting(reply -> texts(reply.entries()))
                .containsExactly(List.of("a", "b", "c", "d"), List.of("d"));
        assertThat(slot.diskReads).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 3, Long.MAX_VALUE})
    void shouldNotAnswerAFetchOfWhatIsNotInTheLog(long fromIndex) {
        slot.append(1, 0, "a", "b");
        fetch(fromIndex);
        new MemorySlot(2).log().fetch(fromIndex, fetched::add);

        assertThat(fetched).isEmpty();
        assertThat(slot.diskReads).isZero();
    }

    /** What was read may have been replaced meanwhile, and the promise would make it look valid. */
    @Test
    void shouldTellAPromiseThatWasMadeWhileEntriesWereReadInsteadOfTheEntries() {
        slot.append(3, 0, "a");
        slot.restart();
        slot.holdsReads = true;
        fetch(1);
        slot.deliver(new Prepare(8));

        slot.completeRead();

        assertThat(fetched).containsExactly(new Fetched(1, 8, false, 1, 0, List.of()));
    }

    @Test
    void shouldReadWhatReplacedATruncatedSuffix() {
        slot.append(1, 0, "a", "b", "c");
        slot.deliver(appendAt(1, 1, 2, 0, "x"));
        fetch(1);

        assertThat(texts(fetched.get(0).entries())).containsExactly("a", "x");
    }

    @Test
    void shouldNotAnswerAReadThatFailed() {
        slot.append(1, 1, "1");
        slot.restart();
        slot.append(1, 1);
        slot.holdsReads = true;
        fetch(1);
        readReleased(0, 10, 0);
        readOrders(0, 1, 0);
        readDigest(1, 0);

        IntStream.range(0, 4).forEach(i -> slot.failRead());

        assertThat(List.of(fetched, released, orders, digests)).allMatch(List::isEmpty);
    }

    @Test
    void shouldLimitTheReadsUnderWay() {
        slot.append(1, 0, "a");
        slot.restart();
        slot.holdsReads = true;
        IntStream.range(0, MAX_READS + 10).forEach(i -> fetch(1));
        assertThat(slot.diskReads).isEqualTo(MAX_READS);

        slot.failRead();
        slot.completeRead();
        fetch(1);
        fetch(1);
        fetch(1);

        assertThat(slot.diskReads).as("failed reads make room too").isEqualTo(MAX_READS + 2);
    }

    // ---- released entries -------------------------------------------------------------------------------------------

    @Test
    void shouldShowReleasedEntriesOnly() {
        slot.append(1, 2, "a", "b", "c");
        readReleased(0, 10, 0);
        readReleased(1, 10, 0);
        readReleased(2, 10, 0);

        assertThat(released)
                .extracting(reply -> texts(reply.entries()))
                .containsExactly(List.of("a", "b"), List.of("b"), List.of());
        assertThat(released).extracting(ReleasedEntries::released).containsOnly(2L);
    }

    @Test
    void shouldShowNoEntryAsReleasedBeforeItIsOnDisk() {
        slot.holdsWrites = true;
        slot.append(1, 1, "a");
        readReleased(0, 10, 1_000);
        assertThat(released).isEmpty();

        slot.completeWrite();

        assertThat(released).extracting(reply -> texts(reply.entries())).containsExactly(List.of("a"));
    }

    @Test
    void shouldWaitForTheFirstReleasedEntryUntilTheDeadline() {
        slot.append(1, 0, "a", "b");
        readReleased(0, 10, 500);
        readReleased(1, 10, 500);
        slot.append(1, 1);
        assertThat(released).extracting(reply -> texts(reply.entries())).containsExactly(List.of("a"));

        passMillis(499);
        assertThat(released).hasSize(1);
        passMillis(1);

        assertThat(released.get(1)).isEqualTo(new ReleasedEntries(1, 1, 1, List.of(), 1));
    }

    @Test
    void shouldAnswerAtOnceWhenTooManyWait() {
        IntStream.range(0, MAX_WAITERS + 1).forEach(i -> readReleased(0, 10, 500));

        assertThat(released).containsExactly(new ReleasedEntries(1, 0, 0, List.of(), 0));
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1", "0, 5000, 1000", "1499, 10, 1", "0, 0, 0", "0, -1, 0", "-1, 10, 0", "1500, 10, 0"})
    void shouldReadNoMoreEntriesThanTheLimits(long after, int limit, int read) {
        String[] texts = IntStream.range(0, 1_500).mapToObj(i -> "entry").toArray(String[]::new);
        slot.append(1, 1_500, texts);
        readReleased(after, limit, 0);
        slot.restart();
        slot.append(1, 1_500);
        readReleased(after, limit, 0);

        assertThat(released).extracting(reply -> reply.entries().size()).containsExactly(read, read);
    }

    @Test
    void shouldTellTheReleasedIndexToWhoAsksForTheEnd() {
        slot.append(1, 2, "a", "b");
        readReleased(Long.MAX_VALUE - 1, 1, 0);
        readReleased(Long.MAX_VALUE, 1, 0);

        assertThat(released).extracting(ReleasedEntries::released).containsExactly(2L, 2L);
    }

    // ---- orders -----------------------------------------------------------------------------------------------------

    /** Orders 1 to 3 are released, order 4 is not. The log: leader, 1, item, 2, 3, 4. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "behind",
            value = {
                // after, limit, vouched index -> numbers
                "0, 1, 0, 1",
                "0, 3, 0, 1 2 3",
                "1, 2, 0, 2 3",
                // Only a leader can say that there are no more.
                "2, 2, 0, behind",
                "3, 1, 0, behind",
                "9223372036854775807, 1, 0, behind",
                "9223372036854775800, 1000, 0, behind",
                // By a leader's word.
                "0, 10, 5, 1 2 3",
                "0, 10, 6, 1 2 3 4",
                "4, 10, 6, ''",
                "9223372036854775807, 10, 6, ''",
                "0, 10, 3, 1 2 3",
                // The log does not reach what the leader has released.
                "0, 1, 7, behind",
                // Absurd.
                "-1, 1, 0, ''",
                "-9223372036854775808, 2147483647, 0, ''",
                "0, 0, 0, ''",
                "0, -1, 6, ''",
            })
    void shouldReadOrders(long after, int limit, long vouchedIndex, @Nullable String numbers) {
        slot.append(1, 5, "leader", "1", "item", "2", "3", "4");
        readOrders(after, limit, vouchedIndex);

        if (numbers == null) {
            assertThat(orders).containsExactly(new OrdersBehind(7));
        } else {
            assertThat(orders).singleElement().isInstanceOfSatisfying(OrdersRead.class, read -> {
                assertThat(String.join(" ", texts(read.entries()))).isEqualTo(numbers);
                assertThat(read.lastNumber()).isEqualTo(vouchedIndex == 6 ? 4 : 3);
            });
        }
    }

    /** The replica knows only roughly where the older orders are. */
    @Test
    void shouldFindEveryOrderOfALongLogWhereOrdersAndOtherEntriesAlternate() {
        int last = 0;
        while (last < 60_000) {
            List<LogEntry> entries = new ArrayList<>();
            for (int i = 0; i < 250; i++) {
                entries.add(MemorySlot.entry(1, "item"));
                entries.add(MemorySlot.entry(1, Integer.toString(++last)));
            }
            slot.deliver(MemorySlot.append(2L * (last - 250), last > 250 ? 1 : 0, 1, 2L * last, entries));
        }
        for (int number = 1; number <= last; number += 37) {
            orders.clear();
            readOrders(number - 1, 1, 2L * last);
            OrdersRead read = (OrdersRead) orders.get(0);
            assertThat(texts(read.entries())).containsExactly(Integer.toString(number));
            assertThat(read.firstIndex()).isEqualTo(2L * number);
        }
        orders.clear();
        readOrders(1_000, 5, 2L * last);
        assertThat(texts(((OrdersRead) orders.get(0)).entries()))
                .isSubsetOf("1001", "1002", "1003", "1004", "1005")
                .contains("1001");
    }

    @Test
    void shouldReadOrdersFromTheDiskAfterARestart() {
        slot.append(1, 3, "1", "2", "3");
        slot.restart();
        readOrders(0, 2, 0);
        readOrders(0, 2, 3);

        assertThat(orders.get(0)).as("it does not know what is released").isEqualTo(new OrdersBehind(7));
        assertThat(texts(((OrdersRead) orders.get(1)).entries())).containsExactly("1", "2");
    }

    @Test
    void shouldReadNoMoreOrdersThanFitIntoOneMessage() {
        String[] texts =
                IntStream.rangeClosed(1, 1_500).mapToObj(Integer::toString).toArray(String[]::new);
        slot.append(1, 1_500, texts);
        readOrders(0, 1_500, 0);

        assertThat(((OrdersRead) orders.get(0)).entries()).hasSize(READ_ENTRIES);
    }

    /** Otherwise a catalog that recovers before its log asks again only after seconds, and a new leader waits for it. */
    @Test
    void shouldAnswerAReadThatCameBeforeItsStart() {
        MemorySlot starting = new MemorySlot(1);
        starting.log().readReleased(0, 10, 0, released::add, starting.now);
        starting.now += 5_000;
        starting.log().tick(starting.now);
        assertThat(released).isEmpty();

        starting.recover();

        assertThat(released).containsExactly(new ReleasedEntries(1, 0, 0, List.of(), 0));
    }

    @Test
    void shouldBeBehindBeforeRecovery() {
        new MemorySlot(1).log().readOrders(new OrderRead(7, 0, 1, 0), orders::add);

        assertThat(orders).containsExactly(new OrdersBehind(7));
    }

    // ---- digests ----------------------------------------------------------------------------------------------------

    @Test
    void shouldComputeADigestOnceTheIndexIsReleased() {
        slot.append(1, 1, "a", "b");
        readDigest(1, 0);
        readDigest(2, 500);
        assertThat(digests).containsExactly(new DigestRead(1, 1, "digest of 1"));

        slot.append(1, 2);

        assertThat(digests).hasSize(2);
    }

    @Test
    void shouldNotAnswerADigestThatTakesTooLong() {
        slot.append(1, 0, "a");
        readDigest(1, 500);
        passMillis(500);
        slot.append(1, 1);
        readDigest(2, 0);
        readDigest(-1, 0);

        assertThat(digests).isEmpty();
    }
}
