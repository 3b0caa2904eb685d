package menhir.replica.actor;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import menhir.journal.Damage;
import menhir.replica.LogReplies.DigestRead;
import menhir.replica.LogReplies.LeaderKnown;
import menhir.replica.LogReplies.LogSummary;
import menhir.replica.LogReplies.OrdersReply;
import menhir.replica.LogReplies.ReleasedEntries;
import menhir.replica.OrderRead;
import menhir.replication.Incarnation;
import menhir.replication.KnownPositions;
import menhir.replication.LeaderOutput.Fetched;
import menhir.replication.ReplicaMessage;
import menhir.replication.ReplicaMessage.Append;
import menhir.replication.ReplicaMessage.Join;
import menhir.replication.ReplicaMessage.PreVote;
import menhir.replication.ReplicaMessage.Prepare;
import menhir.replication.ReplicaMessage.Resign;
import menhir.replication.ReplicaReply;
import menhir.replication.ReplicaReply.Appended;
import menhir.replication.ReplicaReply.PreVoteReply;
import menhir.replication.ReplicaReply.Prepared;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The replica of an order log on a real database. */
class OrderReplicaTest {
    private static final long[] NUMBERS = {
        Long.MIN_VALUE, Long.MIN_VALUE + 1, -1, 0, 1, 2, 3, 1_000_000, Long.MAX_VALUE - 1, Long.MAX_VALUE
    };
    private static final int[] LIMITS = {Integer.MIN_VALUE, -1, 0, 1, 2, Integer.MAX_VALUE};

    @RegisterExtension
    static final SlotSystem system = SlotSystem.create();

    private final SlotEntity store = system.newStore();
    private final ActorRef<OrderReplica.Command> replica = system.replica(store);

    private ActorRef<OrderReplica.Command> restart(ActorRef<OrderReplica.Command> old) {
        system.kit.stop(old);
        return system.replica(store);
    }

    private static LogSummary summary(ActorRef<OrderReplica.Command> of) {
        // There is no answer before the recovery.
        TestProbe<LogSummary> probe = system.probe(LogSummary.class);
        return probe.awaitAssert(SlotSystem.PATIENCE, Duration.ofMillis(10), () -> {
            of.tell(new OrderReplica.GetSummary(probe.getRef()));
            return probe.receiveMessage(Duration.ofMillis(500));
        });
    }

    private static Fetched fetch(ActorRef<OrderReplica.Command> of, long fromIndex) {
        TestProbe<Fetched> probe = system.probe(Fetched.class);
        of.tell(new OrderReplica.Fetch(fromIndex, probe.getRef()));
        return probe.receiveMessage(SlotSystem.PATIENCE);
    }

    // ---- recovery ---------------------------------------------------------------------------------------------------

    @Test
    void shouldAnswerWhatArrivesDuringRecovery() {
        ScriptedLeader leader = ScriptedLeader.of(system, replica);
        leader.fill(3);

        ActorRef<OrderReplica.Command> again = restart(replica);
        // None of these waits for the recovery.
        leader.nowAt(again);
        leader.send(new PreVote(7));
        leader.send(leader.propose(3, List.of(leader.item("late", 1))));

        PreVoteReply vote = leader.receive(PreVoteReply.class);
        assertThat(vote.position().lastIndex()).isEqualTo(3);
        assertThat(vote.leaseRemainingMillis()).isPositive();
        assertThat(leader.receive(Appended.class).upTo()).isEqualTo(4);
    }

    /** A process has been down for some time before it recovers: leases of the one before are over by then. */
    @Test
    void shouldWaitForTheLeasesOfTheReplicaBeforeItOnly() {
        ScriptedLeader leader = ScriptedLeader.of(system, replica);
        leader.fill(3);
        system.kit.stop(replica);

        long down = System.nanoTime() / 1_000_000 - SlotSystem.TIMING.leaseMillis();
        leader.nowAt(system.replica(store, new LocalOrders(), () -> down));
        leader.send(new PreVote(7));

        assertThat(leader.receive(PreVoteReply.class).leaseRemainingMillis()).isZero();
    }

    @Test
    void shouldKeepMembershipPromiseAndEntriesOverARestart() {
        ScriptedLeader leader = ScriptedLeader.of(system, replica);
        leader.fill(5);
        Incarnation before = leader.incarnation();

        ActorRef<OrderReplica.Command> again = restart(replica);

        assertThat(summary(again)).isEqualTo(new LogSummary(true, 5, null));
        Fetched fetched = fetch(again, 1);
        assertThat(fetched.entries()).isEqualTo(leader.log());
        assertThat(fetched.epoch()).isEqualTo(1);
        leader.nowAt(again);
        assertThat(leader.incarnation()).isNotEqualTo(before);
    }

    @Test
    void shouldShowNothingAsReleasedUntilALeaderSaysSoAgain() {
        ScriptedLeader leader = ScriptedLeader.of(system, replica);
        leader.fill(2);
        ActorRef<OrderReplica.Command> again = restart(replica);
        summary(again);

        TestProbe<ReleasedEntries> probe = system.probe(ReleasedEntries.class);
        again.tell(new OrderReplica.ReadReleased(0, 10, 0, probe.getRef()));
        assertThat(probe.receiveMessage(SlotSystem.PATIENCE).entries()).isEmpty();

        again.tell(new OrderReplica.ReadReleased(0, 10, SlotSystem.PATIENCE.toMillis(), probe.getRef()));
        leader.nowAt(again);
        leader.append(2);
        assertThat(probe.receiveMessage(SlotSystem.PATIENCE).entries()).isEqualTo(leader.log());
    }

    @Test
    void shouldSayOnceThatItsLogIsDamagedAndShowIt() throws Exception {
        ScriptedLeader leader = ScriptedLeader.of(system, replica);
        leader.fill(5);
        system.kit.stop(replica);
        int damaged = system.execute("UPDATE \"orders_" + store.store()
                + "\" SET \"event_payload\" = X'00FF17' WHERE \"sequence_number\" = 3");
        assertThat(damaged).isEqualTo(1);

        ActorRef<OrderReplica.Command> again = LoggingTestKit.error(Damage.ADVICE)
                .withCustom(event -> event.throwable().isEmpty())
                .expect(system.kit.system(), () -> system.replica(store));

        LogSummary summary = summary(again);
        assertThat(summary.member()).isFalse();
        assertThat(summary.failure()).startsWith("the log is damaged: ");
    }

    @Test
    void shouldRecoverWithoutASnapshotThatCannotBeRead() throws Exception {
        ScriptedLeader leader = ScriptedLeader.of(system, replica);
        leader.fill(1_010);
        system.kit.stop(replica);
        int damaged =
                system.execute("UPDATE \"snapshot\" SET \"snapshot_payload\" = X'00FF17' WHERE \"persistence_id\" = '"
                        + store.logPersistenceId().id() + "'");
        assertThat(damaged).isPositive();

        ActorRef<OrderReplica.Command> again = system.replica(store);

        assertThat(summary(again)).isEqualTo(new LogSummary(true, 1_010, null));
        assertThat(fetch(again, 1_001).entries()).isEqualTo(leader.log().subList(1_000, 1_010));
    }

    // ---- writes -----------------------------------------------------------------------------------------------------

    @Test
    void shouldNotAcknowledgeWhatCannotBeWritten() throws Exception {
        ScriptedLeader leader = ScriptedLeader.of(system, replica);
        leader.fill(2);
        String table = "ALTER TABLE \"orders_" + store.store() + "\"";
        system.execute(table + " ADD CONSTRAINT \"full\" CHECK \"sequence_number\" < 5 NOCHECK");
        Append lost = leader.propose(0, List.of(leader.item("lost", 1)));
        leader.send(lost);
        leader.replies.expectNoMessage(Duration.ofMillis(300));
        system.execute(table + " DROP CONSTRAINT \"full\"");

        // The write is gone, and the replica has come back with what is on the disk.
        assertThat(summary(replica)).isEqualTo(new LogSummary(true, 2, null));
        leader.send(lost);
        assertThat(leader.receive(Appended.class).upTo()).isEqualTo(3);
        assertThat(fetch(replica, 1).entries()).isEqualTo(leader.log());
    }

    @Test
    void shouldNotAcknowledgeAfterAnotherIncarnationHasWritten() {
        ScriptedLeader leader = ScriptedLeader.of(system, replica);
        leader.fill(2);
        ActorRef<OrderReplica.Command> second = system.replica(store);
        summary(second);

        // Both actors have the same log. The second one writes first.
        Append append = leader.propose(0, List.of(leader.item("theirs", 1)));
        leader.nowAt(second);
        leader.send(append);
        Appended accepted = leader.receive(Appended.class);
        leader.nowAt(replica);
        leader.send(new Append(
                1,
                99,
                2,
                1,
                List.of(leader.item("ours", 1)),
                new Join(Long.MAX_VALUE, Incarnation.NONE),
                0,
                KnownPositions.NONE,
                SlotSystem.TIMING.leaseMillis()));
        leader.replies.expectNoMessage(Duration.ofMillis(100));
        system.kit.stop(second);

        // The first one starts again, and finds what the second one wrote.
        assertThat(summary(replica)).isEqualTo(new LogSummary(true, 3, null));
        assertThat(fetch(replica, 1).entries()).isEqualTo(leader.log());
        assertThat(leader.incarnation()).isNotEqualTo(accepted.position().incarnation());
    }

    @Test
    void shouldNotTakeTheWriteOfAnEarlierStartForItsOwn() {
        ScriptedLeader leader = ScriptedLeader.of(system, replica);
        LoggingTestKit.error("nothing was to be persisted").withOccurrences(0).expect(system.kit.system(), () -> {
            for (int round = 1; round <= 3; round++) {
                failDuringWrite(leader, round);
            }
            return leader;
        });
        assertThat(fetch(replica, 1).entries()).isEqualTo(leader.log());
        ActorRef<OrderReplica.Command> again = restart(replica);
        summary(again);
        assertThat(fetch(again, 1).entries()).isEqualTo(leader.log());
    }

    /** It fails while an entry is being written, and gets the next one when it has started again. */
    @SuppressWarnings("NullAway") // What no sender may leave out.
    private void failDuringWrite(ScriptedLeader leader, int round) {
        Append first = leader.propose(0, List.of(leader.item("first-" + round, 1)));
        Append second = leader.propose(0, List.of(leader.item("second-" + round, 1)));
        TestProbe<ReplicaReply> probe = system.probe(ReplicaReply.class);
        replica.tell(new OrderReplica.Deliver(first, ScriptedLeader.ADDRESS, probe.getRef()));
        replica.tell(new OrderReplica.GetLeader(null));
        probe.awaitAssert(SlotSystem.PATIENCE, Duration.ofMillis(20), () -> {
            replica.tell(new OrderReplica.Deliver(first, ScriptedLeader.ADDRESS, probe.getRef()));
            replica.tell(new OrderReplica.Deliver(second, ScriptedLeader.ADDRESS, probe.getRef()));
            // While it starts again, messages may be lost.
            Appended reply = (Appended) probe.receiveMessage(Duration.ofSeconds(1));
            assertThat(reply.upTo()).isEqualTo(leader.log().size());
            return reply;
        });
        assertThat(summary(replica)).isEqualTo(new LogSummary(true, leader.log().size(), null));
    }

    @Test
    void shouldReplyToEachSenderInTurn() {
        ScriptedLeader leader = ScriptedLeader.of(system, replica);
        List<TestProbe<ReplicaReply>> senders = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            TestProbe<ReplicaReply> sender = system.probe(ReplicaReply.class);
            senders.add(sender);
            Append append = leader.propose(0, List.of(leader.item("item-" + i, 1)));
            replica.tell(new OrderReplica.Deliver(append, ScriptedLeader.ADDRESS, sender.getRef()));
        }
        for (int i = 0; i < senders.size(); i++) {
            Appended reply = (Appended) senders.get(i).receiveMessage(SlotSystem.PATIENCE);
            assertThat(reply.upTo()).isEqualTo(i + 1);
        }
    }

    // ---- readers ----------------------------------------------------------------------------------------------------

    @Test
    void shouldServeThousandsOfReadsWhileItPersists() {
        ScriptedLeader leader = ScriptedLeader.of(system, replica);
        leader.fill(10);
        TestProbe<ReleasedEntries> released = system.probe(ReleasedEntries.class);
        TestProbe<LeaderKnown> known = system.probe(LeaderKnown.class);
        leader.send(leader.propose(10, List.of(leader.item("one", 1))));
        for (int i = 0; i < 5_000; i++) {
            replica.tell(new OrderReplica.ReadReleased(0, 1, 0, released.getRef()));
            replica.tell(new OrderReplica.GetLeader(known.getRef()));
        }
        assertThat(leader.receive(Appended.class).upTo()).isEqualTo(11);
        for (int i = 0; i < 5_000; i++) {
            assertThat(released.receiveMessage(SlotSystem.PATIENCE).entries()).hasSize(1);
            assertThat(known.receiveMessage(SlotSystem.PATIENCE).leader()).isEqualTo(ScriptedLeader.ADDRESS);
        }
    }

    @Test
    void shouldEndAWaitThatReachesNothing() {
        ScriptedLeader.of(system, replica).fill(1);
        TestProbe<ReleasedEntries> probe = system.probe(ReleasedEntries.class);
        replica.tell(new OrderReplica.ReadReleased(1, 10, 1, probe.getRef()));
        assertThat(probe.receiveMessage(SlotSystem.PATIENCE)).isEqualTo(new ReleasedEntries(1, 1, 1, List.of(), 1));
    }

    @Test
    void shouldGiveTheSameDigestInOneStepAsInMany() {
        ScriptedLeader leader = ScriptedLeader.of(system, replica);
        leader.fill(100);
        List<String> inSteps = List.of(digest(replica, 10), digest(replica, 11), digest(replica, 99));

        ActorRef<OrderReplica.Command> again = restart(replica);
        leader.nowAt(again);
        leader.append(100);
        // Backwards: none continues from another.
        String third = digest(again, 99);
        String second = digest(again, 11);
        assertThat(List.of(digest(again, 10), second, third)).isEqualTo(inSteps).doesNotHaveDuplicates();
    }

    private static String digest(ActorRef<OrderReplica.Command> of, long index) {
        TestProbe<DigestRead> probe = system.probe(DigestRead.class);
        of.tell(new OrderReplica.ReadDigest(index, SlotSystem.PATIENCE.toMillis(), probe.getRef()));
        return probe.receiveMessage(SlotSystem.PATIENCE).digest();
    }

    // ---- whatever is sent -------------------------------------------------------------------------------------------

    @Test
    void shouldSurviveReadsOfAnyNumbers() {
        ScriptedLeader leader = ScriptedLeader.of(system, replica);
        leader.fill(3);
        Incarnation before = leader.incarnation();
        for (long number : NUMBERS) {
            replica.tell(
                    new OrderReplica.Fetch(number, system.probe(Fetched.class).getRef()));
            for (long wait : NUMBERS) {
                replica.tell(new OrderReplica.ReadDigest(
                        number, wait, system.probe(DigestRead.class).getRef()));
                for (int limit : LIMITS) {
                    replica.tell(new OrderReplica.ReadReleased(
                            number,
                            limit,
                            wait,
                            system.probe(ReleasedEntries.class).getRef()));
                    replica.tell(new OrderReplica.ReadOrders(
                            new OrderRead(number, number, limit, wait),
                            system.probe(OrdersReply.class).getRef()));
                }
            }
        }
        assertThat(leader.incarnation()).isEqualTo(before);
    }

    @Test
    void shouldSurviveMessagesOfAnyNumbers() {
        ScriptedLeader leader = ScriptedLeader.of(system, replica);
        leader.fill(3);
        Incarnation before = leader.incarnation();
        TestProbe<ReplicaReply> stranger = system.probe(ReplicaReply.class);
        for (long number : NUMBERS) {
            for (long other : NUMBERS) {
                for (ReplicaMessage message : List.of(
                        new PreVote(number),
                        // Not for a higher epoch: that would be another leader.
                        new Prepare(Math.min(number, 1)),
                        new Append(
                                1,
                                number,
                                number,
                                other,
                                List.of(),
                                new Join(other, new Incarnation(number, other, number)),
                                0,
                                positions(number, other),
                                other),
                        new Append(
                                1,
                                number,
                                other,
                                1,
                                List.of(),
                                new Join(number, new Incarnation(0, 0, other)),
                                Math.min(number, 0),
                                KnownPositions.NONE,
                                other),
                        new Append(
                                Math.min(number, 0),
                                1,
                                other,
                                1,
                                List.of(),
                                new Join(number, Incarnation.NONE),
                                0,
                                KnownPositions.NONE,
                                other),
                        new Resign(number, 0))) {
                    replica.tell(new OrderReplica.Deliver(message, "nobody", stranger.getRef()));
                    // The queue is bounded.
                    if (!(message instanceof Resign)) {
                        stranger.receiveMessage(SlotSystem.PATIENCE);
                    }
                }
            }
        }
        assertThat(leader.incarnation()).isEqualTo(before);
    }

    private static KnownPositions positions(long number, long other) {
        return KnownPositions.of(new long[] {
            2, Math.max(0, number), Math.max(0, other), Math.max(0, number), Math.max(0, other), Math.max(0, number)
        });
    }

    @Test
    void shouldReplyToTheLeaderWithTheHigherEpochOnly() {
        ScriptedLeader leader = ScriptedLeader.of(system, replica);
        leader.send(new Resign(1, 0));
        leader.send(new Prepare(2));
        assertThat(leader.receive(Prepared.class).epoch()).isEqualTo(2);
        leader.send(leader.propose(0, List.of(leader.item("late", 1))));
        assertThat(leader.receive(ReplicaReply.Refused.class).epoch()).isEqualTo(2);
    }
}
