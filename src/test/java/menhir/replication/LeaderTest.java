package menhir.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import menhir.replication.Bench.Candidate;
import menhir.replication.FrontEndMessage.LeaseGranted;
import menhir.replication.FrontEndMessage.Revoke;
import menhir.replication.Leader.Phase;
import menhir.replication.ReplicaMessage.Succession;
import menhir.replication.ReplicaReply.Prepared;
import menhir.replication.ReplicaReply.Refused;
import org.junit.jupiter.api.Test;

/** Stories of leaders: how they come, what they may say, and how they go. */
class LeaderTest {
    private static final long LEASE = 1_000;

    private final Bench bench = new Bench(3, Timing.ofLease(LEASE));

    @Test
    void shouldFoundAStoreOnlyWithAllReplicas() {
        bench.cut.add(3);
        Candidate candidate = bench.leader();
        bench.pass(3 * LEASE, candidate);
        assertThat(candidate.leader.leads()).isFalse();

        // The last one comes, and all become members before anything is written.
        bench.cut.clear();
        bench.pass(3 * LEASE, candidate);
        assertThat(candidate.leader.phase()).isEqualTo(Phase.LEADING);
        assertThat(bench.slots).allSatisfy(slot -> {
            assertThat(slot.state().member()).isTrue();
            assertThat(slot.log).containsExactly("leader " + candidate.leader.epoch());
        });
    }

    @Test
    void shouldReleaseWhatAMajorityHolds() {
        Candidate candidate = bench.leader();
        bench.cut.add(2);
        long index = candidate.write("order");
        assertThat(candidate.leader.released()).isEqualTo(index);

        bench.cut.add(3);
        long next = candidate.write("one more");
        assertThat(candidate.leader.committed()).isLessThan(next);
    }

    /** Word of a release, whose answer the next order would have to wait for, delays a client that orders alone. */
    @Test
    void shouldTellWhatIsReleasedWithoutDelayingTheNextEntry() {
        Candidate candidate = bench.leader();
        long index = candidate.write("order");
        assertThat(bench.slot(2).replica.released()).isEqualTo(index);

        candidate.propose("next");
        candidate.leader.flush(bench.now);
        while (candidate.leader.released() == index) {
            bench.settleOne();
        }
        // Word of the release is on its way.
        int before = bench.slot(2).appends;
        candidate.propose("third");
        candidate.leader.flush(bench.now);
        while (bench.slot(2).appends == before) {
            bench.settleOne();
        }
        assertThat(bench.slot(2).log).contains("third");
    }

    @Test
    void shouldHaveLittleToDoWhileNothingChanges() {
        Candidate candidate = bench.candidate();
        long often = Timing.ofLease(LEASE).shortestHeartbeatMillis() / 2;
        assertThat(candidate.leader.tickMillis()).isEqualTo(often);

        candidate = bench.leader();
        bench.pass(10 * LEASE, candidate);
        assertThat(candidate.leader.tickMillis()).isEqualTo(LEASE / 8);
        int before = bench.slot(2).appends;
        bench.pass(2 * LEASE, candidate);
        assertThat(bench.slot(2).appends - before).isBetween(7, 9);
    }

    @Test
    void shouldNotLeadWhileTheOldLeadersLeaseRuns() {
        Candidate old = bench.leader();
        Candidate rival = bench.candidate();
        bench.settle();
        bench.pass(LEASE / 2, rival);
        assertThat(rival.leader.leads()).isFalse();
        assertThat(old.leader.leaseRunning(bench.now)).isTrue();

        // The old one is paused for longer than its lease.
        bench.pass(2 * LEASE, rival);
        assertThat(rival.leader.leads()).isTrue();
        assertThat(old.leader.leaseRunning(bench.now)).isFalse();
    }

    @Test
    void shouldStepDownAndSayNothingOnceALaterLeaderIsPromised() {
        Candidate old = bench.leader();
        Candidate rival = bench.candidate();
        bench.pass(2 * LEASE, rival);
        assertThat(rival.leader.leads()).isTrue();

        bench.pass(LEASE, old, rival);
        assertThat(old.leader.phase()).isEqualTo(Phase.RETIRED);
        assertThat(old.retiredBecause).contains("epoch " + rival.leader.epoch());
        assertThatThrownBy(() -> old.propose("too late")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldStartFromTheBestLogOfAMajority() {
        Candidate first = bench.leader();
        bench.cut.add(3);
        first.write("a");
        first.write("b");
        bench.cut.clear();
        bench.cut.add(1);

        Candidate second = bench.candidate();
        bench.pass(3 * LEASE, second);
        assertThat(second.leader.leads()).isTrue();
        assertThat(bench.slot(3).log).startsWith("leader 1", "a", "b").isEqualTo(bench.slot(2).log);
    }

    @Test
    void shouldOverwriteWhatNoMajorityEverHeld() {
        Candidate first = bench.leader();
        bench.cut.addAll(List.of(2, 3));
        first.write("never committed");
        assertThat(bench.slot(1).log).contains("never committed");

        bench.cut.clear();
        bench.cut.add(1);
        Candidate second = bench.candidate();
        bench.pass(3 * LEASE, second);
        second.write("instead");
        bench.cut.clear();
        bench.pass(LEASE, second);
        assertThat(bench.slot(1).log)
                .doesNotContain("never committed")
                .contains("instead")
                .isEqualTo(bench.slot(2).log);
    }

    @Test
    void shouldNotCommitAnEarlierLeadersEntryBeforeOneOfItsOwn() {
        Candidate first = bench.leader();
        bench.cut.addAll(List.of(2, 3));
        long index = first.write("of epoch 1");
        bench.cut.clear();
        bench.cut.add(3);

        Candidate second = bench.candidate();
        second.loads = false;
        bench.pass(3 * LEASE, second);
        assertThat(second.leader.phase()).isEqualTo(Phase.LOADING);
        second.leader.onLoaded(bench.now);
        assertThat(second.leader.committed()).isZero();
        assertThat(second.leader.established()).isFalse();
        bench.settle();
        assertThat(second.leader.committed()).isGreaterThan(index);
        assertThat(second.leader.established()).isTrue();
    }

    @Test
    void shouldIgnoreAPromiseThatArrivesAfterALease() {
        Timing timing = bench.timing;
        bench.leader();
        bench.now += 2 * LEASE;
        Candidate candidate = bench.candidate();
        candidate.loads = false;
        while (candidate.leader.phase() == Phase.PRE_VOTE) {
            bench.settleOne();
        }
        bench.lose();
        long epoch = candidate.leader.epoch();
        candidate.leader.onReply(prepared(1, epoch), bench.now);
        bench.now += timing.leaseMillis();
        candidate.leader.onReply(prepared(2, epoch), bench.now);
        assertThat(candidate.leader.phase()).isEqualTo(Phase.PREPARING);
        candidate.leader.tick(bench.now);
        assertThat(candidate.leader.phase()).isEqualTo(Phase.PRE_VOTE);
    }

    private static Prepared prepared(int slot, long epoch) {
        LogPosition position = new LogPosition(new Incarnation(0, 1, slot), 1, 1);
        return new Prepared(slot, epoch, true, 1, position, KnownPositions.NONE);
    }

    @Test
    void shouldKeepRivalsOffWhileItLoads() {
        bench.leader();
        bench.now += 2 * LEASE;
        Candidate slow = bench.candidate();
        slow.loads = false;
        bench.settle();
        assertThat(slow.leader.phase()).isEqualTo(Phase.LOADING);

        Candidate rival = bench.candidate();
        for (int i = 0; i < 30; i++) {
            bench.pass(9 * LEASE, slow, rival);
            slow.leader.onLoadProgress(bench.now);
        }
        assertThat(rival.leader.phase()).isEqualTo(Phase.PRE_VOTE);
        assertThat(slow.asksToLoad).isGreaterThan(5);
        slow.leader.onLoaded(bench.now);
        bench.settle();
        assertThat(slow.leader.established()).isTrue();
    }

    @Test
    void shouldMakeWayWhenTheLoadMakesNoProgress() {
        bench.leader();
        bench.now += 2 * LEASE;
        Candidate stuck = bench.candidate();
        stuck.loads = false;
        bench.settle();
        bench.pass(9 * LEASE, stuck);
        assertThat(stuck.leader.phase()).isEqualTo(Phase.LOADING);
        bench.pass(2 * LEASE, stuck);
        assertThat(stuck.leader.phase()).isEqualTo(Phase.RETIRED);
    }

    /** Chaos found it: another candidate reached a majority, but one replica of it was still leased to this leader. */
    @Test
    void shouldMakeWayWhenItsLeaseHasBeenOverForAWhile() {
        Candidate alone = bench.leader();
        bench.cut.addAll(List.of(2, 3));
        bench.pass(LEASE, alone);
        assertThat(alone.leader.phase()).isEqualTo(Phase.LEADING);
        bench.pass(LEASE / 2 + bench.timing.heartbeatMillis(), alone);
        assertThat(alone.leader.phase()).isEqualTo(Phase.RETIRED);
        assertThat(alone.retiredBecause).contains("no majority");
        assertThat(bench.slot(1).replica.leaseRemainingMillis(bench.now)).isZero();
    }

    @Test
    void shouldGoOnAfterAPauseDuringWhichNobodyElseHasLed() {
        Candidate paused = bench.leader();
        bench.now += 10 * LEASE;
        bench.pass(LEASE, paused);
        assertThat(paused.leader.phase()).isEqualTo(Phase.LEADING);
        paused.write("after the pause");
        assertThat(bench.slot(2).log).endsWith("after the pause");
    }

    @Test
    void shouldNotWaitForAnyoneWhenItResignsWithoutAMajority() {
        Candidate alone = bench.leader();
        bench.cut.addAll(List.of(2, 3));
        alone.write("never committed");
        bench.pass(LEASE + bench.timing.heartbeatMillis(), alone);
        assertThat(alone.leader.phase()).isEqualTo(Phase.LEADING);
        alone.leader.resignToSingleton(bench.now);
        assertThat(alone.leader.phase()).isEqualTo(Phase.RETIRED);
    }

    @Test
    void shouldMakeWayWhenTheLogCannotBeLoaded() {
        bench.leader();
        bench.now += 2 * LEASE;
        Candidate stuck = bench.candidate();
        stuck.loads = false;
        bench.settle();
        assertThat(stuck.leader.phase()).isEqualTo(Phase.LOADING);

        // Its source is gone. The other two have all that was committed, and must get a leader.
        Candidate next = bench.candidate();
        bench.cut.add(stuck.sourceSlot);
        bench.pass(6 * LEASE, stuck, next);
        assertThat(stuck.leader.phase()).isEqualTo(Phase.RETIRED);
        assertThat(next.leader.established()).isTrue();
    }

    @Test
    void shouldMakeWayWhenItsSourceLosesItsDiskBeforeAMajorityHoldsTheLog() {
        Candidate first = bench.leader();
        bench.cut.addAll(List.of(2, 3));
        first.write("only in slot 1");
        bench.cut.clear();
        bench.cut.add(3);
        bench.now += 2 * LEASE;
        Candidate second = bench.candidate();
        second.loads = false;
        bench.settle();
        assertThat(second.sourceSlot).isEqualTo(1);
        second.leader.onLoaded(bench.now);
        bench.lose();

        bench.slot(1).wipe();
        bench.cut.clear();
        Candidate third = bench.candidate();
        bench.pass(8 * LEASE, second, third);
        assertThat(second.leader.phase()).isEqualTo(Phase.RETIRED);
        assertThat(third.leader.established()).isTrue();
        assertThat(bench.slot(1).state().member()).isTrue();
        assertThat(bench.slot(1).log).isEqualTo(bench.slot(2).log).isEqualTo(bench.slot(3).log);
    }

    @Test
    void shouldCommitEvenWhenEveryAnswerTakesLongerThanTheTimeToARepetition() {
        Candidate candidate = bench.leader();
        candidate.propose("slow");
        long resend = bench.timing.resendMillis();
        candidate.leader.flush(bench.now);
        // The answer to the first message comes after the second was sent, and so on.
        List<Runnable> first = bench.takeInFlight();
        bench.now += resend + resend / 2;
        candidate.leader.tick(bench.now);
        List<Runnable> second = bench.takeInFlight();
        first.forEach(Runnable::run);
        bench.settle();
        assertThat(second).isNotEmpty();
        assertThat(candidate.leader.released()).isEqualTo(candidate.leader.lastIndex());
    }

    @Test
    void shouldLimitWhatWaitsForAMajority() {
        Bench small = new Bench(3, Bench.smallWindows());
        Candidate candidate = small.leader();
        small.cut.addAll(List.of(1, 2));
        for (int i = 0; i < small.timing.unreleasedEntries(); i++) {
            assertThat(candidate.leader.hasRoom()).isTrue();
            candidate.write("entry " + i);
        }
        assertThat(candidate.leader.hasRoom()).isFalse();

        small.cut.clear();
        small.pass(2 * LEASE, candidate);
        assertThat(candidate.leader.hasRoom()).isTrue();
        assertThat(small.slot(1).log).hasSize(1 + small.timing.unreleasedEntries());
    }

    @Test
    void shouldLimitTheBytesThatWaitForAMajority() {
        Candidate candidate = bench.leader();
        bench.cut.addAll(List.of(1, 2));
        int entryBytes = bench.timing.unreleasedBytes() / 10;
        for (int i = 0; i < 10; i++) {
            assertThat(candidate.leader.hasRoom()).isTrue();
            candidate.write("x".repeat(entryBytes + 1));
        }
        assertThat(candidate.leader.hasRoom()).isFalse();

        bench.cut.clear();
        bench.pass(2 * LEASE, candidate);
        assertThat(candidate.leader.hasRoom()).isTrue();
        assertThat(bench.slot(1).log).hasSize(11);
    }

    @Test
    void shouldResignWithoutMakingAnyoneWaitForALease() {
        Candidate old = bench.leader();
        old.write("order");
        old.leader.resignToSingleton(bench.now);
        bench.settle();
        assertThat(old.leader.phase()).isEqualTo(Phase.RETIRED);

        Candidate next = bench.candidate();
        bench.settle();
        assertThat(next.leader.established()).isTrue();
        assertThat(bench.slot(1).log).containsExactly("leader 1", "order", "leader 2");
    }

    @Test
    void shouldResignOnlyWhenNoFrontEndMayServeFromItsCacheAnyMore() {
        Candidate old = bench.leader();
        old.leader.onLeaseAsked("front-end", 0, bench.now);
        assertThat(old.frontEndMessages).hasSize(1);
        old.leader.resignToSingleton(bench.now);
        bench.pass(bench.timing.cacheLeaseMillis() - 50, old);
        assertThat(old.leader.phase()).isEqualTo(Phase.RESIGNING);
        old.leader.onLeaseAsked("front-end", 0, bench.now);
        assertThat(old.frontEndMessages)
                .as("no new leases")
                .filteredOn(LeaseGranted.class::isInstance)
                .hasSize(1);
        bench.pass(LEASE / 2, old);
        assertThat(old.leader.phase()).isEqualTo(Phase.RETIRED);
    }

    @Test
    void shouldResignAtOnceWhenTheFrontEndsReturnTheirLeases() {
        Candidate old = bench.leader();
        old.leader.onLeaseAsked("a", 0, bench.now);
        old.leader.onLeaseAsked("b", 0, bench.now);
        old.leader.resignToSingleton(bench.now);
        assertThat(old.frontEndMessages).filteredOn(new Revoke(1)::equals).hasSize(2);
        old.leader.onLeaseReturned("a", 1, bench.now);
        old.leader.onLeaseReturned("b", 7, bench.now);
        assertThat(old.leader.phase()).isEqualTo(Phase.RESIGNING);

        old.leader.onLeaseReturned("b", 1, bench.now);
        bench.settle();
        assertThat(old.leader.phase()).isEqualTo(Phase.RETIRED);
    }

    /** Two candidates that meet would otherwise cost a lease: the one holds the replica that the other needs. */
    @Test
    void shouldLetOthersLeadAtOnceWhenItIsDeposedAndNoFrontEndServesFromItsCache() {
        Candidate old = bench.leader();
        old.leader.onReply(new Refused(2, 2), bench.now);
        assertThat(old.leader.phase()).isEqualTo(Phase.RETIRED);
        bench.settle();

        Candidate next = bench.candidate();
        bench.settle();
        assertThat(next.leader.established()).isTrue();
    }

    @Test
    void shouldLetOthersWaitWhenItIsDeposedWhileAFrontEndMayServeFromItsCache() {
        Candidate old = bench.leader();
        old.leader.onLeaseAsked("front-end", 0, bench.now);
        old.leader.onReply(new Refused(2, 2), bench.now);
        bench.settle();

        Candidate next = bench.candidate();
        bench.settle();
        assertThat(next.leader.leads()).isFalse();
    }

    @Test
    void shouldAskForALeaseAgainThatIsNotReturned() {
        Candidate old = bench.leader();
        old.leader.onLeaseAsked("front-end", 0, bench.now);
        old.leader.resignToSingleton(bench.now);
        bench.pass(bench.timing.resendMillis(), old);
        assertThat(old.frontEndMessages).filteredOn(new Revoke(1)::equals).hasSize(2);
    }

    /** Nobody waits for a change that only concerns leases that were returned. */
    @Test
    void shouldReleaseWithoutAnAcknowledgementOfAReturnedLease() {
        Candidate old = bench.leader();
        old.leader.onLeaseAsked("front-end", 0, bench.now);
        long index = old.write("order", "key");
        old.leader.resignToSingleton(bench.now);
        bench.settle();
        assertThat(old.leader.released()).isLessThan(index);
        old.leader.onLeaseReturned("front-end", 1, bench.now);
        assertThat(old.leader.released()).isEqualTo(index);
    }

    @Test
    void shouldNameASuccessorThatHoldsTheWholeLog() {
        Candidate old = bench.leader();
        bench.cut.add(3);
        old.write("order");
        bench.settle();
        bench.cut.clear();
        old.leader.resignTo(List.of(3, 2), bench.now);
        bench.settle();
        assertThat(bench.slot(2).replica.succession()).isEqualTo(Succession.THIS_SLOT);
        assertThat(bench.slot(3).replica.succession()).isEqualTo(Succession.OTHER);
    }

    @Test
    void shouldRefuseAnEvenNumberOfSlots() {
        assertThatThrownBy(() -> new Bench(2, Timing.ofLease(LEASE)).candidate())
                .isInstanceOf(IllegalArgumentException.class);
    }
}
