package menhir.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import menhir.replication.ReplicaEvent.EpochPromised;
import menhir.replication.ReplicaEvent.MembershipGained;
import menhir.replication.ReplicaEvent.MembershipLost;
import menhir.replication.ReplicaEvent.Started;
import menhir.replication.ReplicaEvent.SuffixTruncated;
import menhir.replication.ReplicaMessage.Append;
import menhir.replication.ReplicaMessage.Join;
import menhir.replication.ReplicaMessage.PreVote;
import menhir.replication.ReplicaMessage.Prepare;
import menhir.replication.ReplicaMessage.Released;
import menhir.replication.ReplicaMessage.Resign;
import menhir.replication.ReplicaMessage.Succession;
import menhir.replication.ReplicaReply.Appended;
import menhir.replication.ReplicaReply.LeaseHeld;
import menhir.replication.ReplicaReply.Mismatch;
import menhir.replication.ReplicaReply.PreVoteReply;
import menhir.replication.ReplicaReply.Prepared;
import menhir.replication.ReplicaReply.Refused;
import org.junit.jupiter.api.Test;

class ReplicaTest {
    private static final Timing TIMING = Timing.ofLease(1_000);
    private static final Incarnation INCARNATION = new Incarnation(0, 1, 77);

    private ReplicaState disk = ReplicaState.BLANK.apply(new Started(77));
    private Replica replica = new Replica(1, TIMING, disk, 0);
    private final List<ReplicaEvent> written = new ArrayList<>();

    @Test
    void shouldPromiseEachEpochOnceAndOnDiskBeforeItAnswers() {
        Replica.Step step = replica.onPrepare(new Prepare(3), 0);
        assertThat(step.events()).containsExactly(new EpochPromised(3));
        assertThatThrownBy(() -> replica.onPrepare(new Prepare(4), 0)).isInstanceOf(IllegalStateException.class);
        finish(step);
        assertThat(take(new Prepare(3), 0)).isEqualTo(new Refused(1, 3));
        assertThat(take(new Prepare(2), 0)).isEqualTo(new Refused(1, 3));
        assertThat(take(new Prepare(4), 0))
                .isEqualTo(new Prepared(1, 4, false, 0, new LogPosition(INCARNATION, 0, 0), KnownPositions.NONE));
    }

    @Test
    void shouldRefuseTheLeaderThatALaterPromiseShutsOut() {
        take(new Prepare(3), 0);
        assertThat(take(append(2, 0, 0), 0)).isEqualTo(new Refused(1, 3));
        assertThat(take(append(3, 0, 0), 0)).isInstanceOf(Appended.class);
    }

    @Test
    void shouldPromiseByAnAppendOfALaterEpoch() {
        take(append(5, 0, 0, 5), 0);
        assertThat(disk.epoch()).isEqualTo(5);
        assertThat(take(new Prepare(5), 5_000)).isEqualTo(new Refused(1, 5));
    }

    @Test
    void shouldLetNoOneInWhileALeaseRuns() {
        take(append(1, 0, 0, 1), 100);
        assertThat(take(new Prepare(2), 1_099)).isEqualTo(new LeaseHeld(1, 1, 1));
        assertThat(take(new Prepare(2), 1_100)).isInstanceOf(Prepared.class);
    }

    @Test
    void shouldActAfterARestartAsIfALeaseHadJustBegun() {
        join();
        disk = disk.apply(new Started(78));
        replica = new Replica(1, TIMING, disk, 500);
        assertThat(take(new Prepare(9), 1_499)).isInstanceOf(LeaseHeld.class);
        assertThat(take(new Prepare(9), 1_500)).isInstanceOf(Prepared.class);
    }

    @Test
    void shouldBelieveWhatIsReleasedOnlyIfItHoldsIt() {
        take(append(2, 0, 0, 1, 2), 0);
        replica.onReleased(new Released(3, 2));
        replica.onReleased(new Released(2, 1));
        assertThat(replica.released()).isZero();

        replica.onReleased(new Released(2, 2));
        assertThat(replica.released()).isEqualTo(2);
        replica.onReleased(new Released(1, 1));
        assertThat(replica.released()).isEqualTo(2);
    }

    @Test
    void shouldLetAnotherInAtOnceWhenTheLeaderResigns() {
        take(append(2, 0, 0, 2), 0);
        replica.onResign(new Resign(1, 0), 10);
        assertThat(take(new Prepare(3), 10)).isInstanceOf(LeaseHeld.class);
        replica.onResign(new Resign(2, 0), 10);
        assertThat(take(new Prepare(3), 10)).isInstanceOf(Prepared.class);
    }

    @Test
    void shouldTellWhomALeaderThatResignedHasNamed() {
        take(append(2, 0, 0, 2), 0);
        assertThat(replica.succession()).isEqualTo(Succession.OPEN);
        replica.onResign(new Resign(1, 1), 10);
        assertThat(replica.succession()).as("not of its leader").isEqualTo(Succession.OPEN);
        replica.onResign(new Resign(2, 1), 10);
        assertThat(replica.succession()).isEqualTo(Succession.THIS_SLOT);
        replica.onResign(new Resign(2, 3), 10);
        assertThat(replica.succession()).isEqualTo(Succession.OTHER);
        replica.onResign(new Resign(2, Resign.SINGLETON), 10);
        assertThat(replica.succession()).isEqualTo(Succession.OTHER);
        replica.onResign(new Resign(2, Resign.ANYONE), 10);
        assertThat(replica.succession()).isEqualTo(Succession.OPEN);
        take(append(3, 0, 0, 2), 20);
        assertThat(replica.succession()).as("the next leader has said nothing").isEqualTo(Succession.OPEN);
    }

    @Test
    void shouldSayHowItStandsWithoutWriting() {
        take(append(2, 0, 0, 2, 2), 0);
        written.clear();
        assertThat(replica.onPreVote(new PreVote(8), 400))
                .isEqualTo(
                        new PreVoteReply(1, 8, false, 2, 600, new LogPosition(INCARNATION, 2, 2), KnownPositions.NONE));
        assertThat(written).isEmpty();
    }

    @Test
    void shouldAnswerARepeatedAppendWithoutWritingAgain() {
        Append append = append(1, 0, 0, 1, 1, 1);
        take(append, 0);
        written.clear();
        assertThat(take(append, 10)).isEqualTo(new Appended(1, 1, 0, 3, false, new LogPosition(INCARNATION, 1, 3)));
        assertThat(written).isEmpty();
        assertThat(take(append(1, 1, 1), 20)).as("a shorter one drops nothing").isInstanceOf(Appended.class);
        assertThat(disk.lastIndex()).isEqualTo(3);
    }

    @Test
    void shouldGiveUpAConflictingSuffixOnly() {
        take(append(1, 0, 0, 1, 1, 1), 0);
        take(append(4, 1, 1, 4), 0);
        assertThat(written).contains(new SuffixTruncated(2));
        assertThat(disk.lastIndex()).isEqualTo(2);
        assertThat(disk.lastEpoch()).isEqualTo(4);
    }

    @Test
    void shouldHintWhereTheLogsMayStillAgree() {
        take(append(3, 0, 0, 1, 1, 3, 3), 0);
        assertThat(take(append(5, 9, 5), 0)).isEqualTo(new Mismatch(1, 5, 0, 4, false, disk.position()));
        assertThat(take(append(5, 4, 5), 0))
                .as("the whole run of epoch 3 is doubtful")
                .isEqualTo(new Mismatch(1, 5, 0, 2, false, disk.position()));
        assertThat(take(append(5, 2, 4), 0)).isEqualTo(new Mismatch(1, 5, 0, 0, false, disk.position()));
        assertThat(take(append(5, 0, 0), 0)).isInstanceOf(Appended.class);
    }

    @Test
    void shouldBecomeAMemberOnlyWhenItsLogReachesTheJoin() {
        take(join(append(1, 0, 0, 1, 1), 4, INCARNATION), 0);
        assertThat(disk.member()).isFalse();
        take(join(append(1, 2, 1, 1, 1), 4, INCARNATION), 0);
        assertThat(disk.member()).isTrue();
        assertThat(written).containsOnlyOnce(new MembershipGained(4));
    }

    @Test
    void shouldKnowOnlySoMuchReleasedAsItHolds() {
        take(released(append(1, 0, 0, 1, 1), 9), 0);
        assertThat(replica.released()).isEqualTo(2);
        take(released(append(1, 1, 1), 1), 0);
        assertThat(replica.released()).as("rises only").isEqualTo(2);
        take(released(append(1, 2, 1, 1, 1), 3), 0);
        assertThat(replica.released()).isEqualTo(3);
    }

    @Test
    void shouldNotSayReleasedBeforeItIsOnDisk() {
        Replica.Step step = replica.onAppend(released(append(1, 0, 0, 1), 1), 0);
        assertThat(replica.released()).isZero();
        finish(step);
        assertThat(replica.released()).isEqualTo(1);
    }

    @Test
    void shouldRenewNoLeaseByAMessageThatItsLogDoesNotFit() {
        take(append(1, 0, 0, 1), 0);
        assertThat(take(append(1, 9, 1), 5_000)).isInstanceOf(Mismatch.class);
        assertThat(replica.leaseRemainingMillis(5_000)).isZero();
    }

    @Test
    void shouldNeverDeleteReleasedEntries() {
        take(released(append(1, 0, 0, 1, 1, 1), 2), 0);
        assertThat(take(append(2, 1, 1, 2), 5_000)).isEqualTo(new Refused(1, 1));
        assertThat(disk.lastIndex()).isEqualTo(3);
        assertThat(replica.leaseRemainingMillis(5_000)).isZero();
        assertThat(take(append(2, 2, 1, 2), 5_000)).isInstanceOf(Appended.class);
    }

    @Test
    void shouldBecomeBlankWhenTheLeaderKnowsThatItHadMore() {
        join();
        LogPosition more = new LogPosition(INCARNATION.joined(1), 1, 9);
        Appended reply = (Appended) take(known(append(2, 1, 1, 2), KnownPositions.NONE.with(1, more)), 5_000);
        assertThat(reply.member()).isFalse();
        assertThat(disk.member()).isFalse();
        assertThat(written).contains(new MembershipLost());
    }

    @Test
    void shouldStayAMemberWhenTheLeaderKnowsWhatItHas() {
        join();
        KnownPositions known = KnownPositions.NONE.with(1, disk.position());
        assertThat(((Appended) take(known(append(2, 1, 1, 2), known), 5_000)).member())
                .isTrue();
        assertThat(((Appended) take(known(append(2, 2, 2, 2), known), 5_000)).member())
                .isTrue();
    }

    private static Append known(Append append, KnownPositions known) {
        return with(append, append.join(), append.released(), known);
    }

    private void join() {
        take(join(append(1, 0, 0, 1), 1, INCARNATION), 0);
    }

    private static Append append(long epoch, long prevIndex, long prevEpoch, long... epochs) {
        List<LogEntry> entries = new ArrayList<>();
        for (long each : epochs) {
            entries.add(new LogEntry(each, 0, new byte[] {1}));
        }
        return new Append(
                epoch, 0, prevIndex, prevEpoch, entries, Join.NONE, 0, KnownPositions.NONE, TIMING.leaseMillis());
    }

    private static Append join(Append append, long atIndex, Incarnation incarnation) {
        return with(append, new Join(atIndex, incarnation), append.released(), append.known());
    }

    private static Append released(Append append, long released) {
        return with(append, append.join(), released, append.known());
    }

    private static Append with(Append append, Join join, long released, KnownPositions known) {
        return new Append(
                append.epoch(),
                append.round(),
                append.prevIndex(),
                append.prevEpoch(),
                append.entries(),
                join,
                released,
                known,
                append.leaseMillis());
    }

    private ReplicaReply take(ReplicaMessage message, long now) {
        Replica.Step step = message instanceof Prepare prepare
                ? replica.onPrepare(prepare, now)
                : replica.onAppend((Append) message, now);
        if (!step.events().isEmpty()) {
            finish(step);
        }
        return step.reply();
    }

    private void finish(Replica.Step step) {
        for (ReplicaEvent event : step.events()) {
            disk = disk.apply(event);
            written.add(event);
        }
        replica.persisted(step, disk);
    }
}
