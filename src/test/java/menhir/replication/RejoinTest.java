package menhir.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import menhir.replication.Bench.Candidate;
import menhir.replication.ReplicaEvent.Started;
import menhir.replication.ReplicaMessage.Append;
import menhir.replication.ReplicaMessage.Join;
import menhir.replication.ReplicaReply.Appended;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stories of replicas that lost their disk, or lag. */
class RejoinTest {
    private static final long LEASE = 1_000;

    private final Bench bench = new Bench(3, Bench.smallWindows());

    private Candidate leaderWithLog(int entries) {
        Candidate candidate = bench.leader();
        for (int i = 0; i < entries; i++) {
            candidate.write("entry " + i);
        }
        return candidate;
    }

    @Test
    void shouldBringAWipedReplicaBackThroughTheLog() {
        Candidate candidate = leaderWithLog(40);
        bench.slot(2).wipe();
        bench.pass(4 * LEASE, candidate);
        assertThat(bench.slot(2).state().member()).isTrue();
        assertThat(bench.slot(2).log).contains("joined 2").isEqualTo(bench.slot(1).log);
        assertThat(candidate.fetchedFrom).isNotEmpty().doesNotContain(2);
    }

    @Test
    void shouldBringBackTheVeryReplicaThatItsLogCameFrom() {
        leaderWithLog(40);
        bench.now += 2 * LEASE;
        Candidate second = bench.candidate();
        bench.settle();
        assertThat(second.leader.established()).isTrue();
        bench.slot(second.sourceSlot).wipe();
        bench.pass(4 * LEASE, second);
        assertThat(bench.slot(second.sourceSlot).state().member()).isTrue();
        assertThat(bench.slot(1).log).isEqualTo(bench.slot(2).log).isEqualTo(bench.slot(3).log);
    }

    @Test
    void shouldNotCountABlankReplica() {
        Candidate candidate = leaderWithLog(3);
        bench.cut.add(3);
        bench.slot(2).wipe();
        bench.pass(LEASE / 2, candidate);
        long index = candidate.write("held by a member and a blank one");
        bench.pass(LEASE / 4, candidate);
        assertThat(bench.slot(2).log).as("it is brought up to date").hasSize((int) index);
        assertThat(candidate.leader.committed()).isLessThan(index);
        assertThat(candidate.leader.leaseRunning(bench.now + LEASE)).isFalse();
    }

    @Test
    void shouldNotElectWithABlankReplica() {
        leaderWithLog(3);
        bench.slot(2).wipe();
        bench.cut.add(3);
        bench.now += 2 * LEASE;
        Candidate second = bench.candidate();
        bench.pass(5 * LEASE, second);
        assertThat(second.leader.leads()).isFalse();
    }

    @Test
    void shouldWaitForALeaseBeforeItLetsABlankReplicaIn() {
        Candidate candidate = leaderWithLog(3);
        bench.slot(2).wipe();
        bench.pass(LEASE * 8 / 10, candidate);
        assertThat(bench.slot(1).log).doesNotContain("joined 2");
        bench.pass(LEASE, candidate);
        assertThat(bench.slot(1).log).containsOnlyOnce("joined 2");
        assertThat(bench.slot(2).state().member()).isTrue();
    }

    @Test
    void shouldWaitAsLongWhenItsOwnTimeSkips() {
        Candidate candidate = leaderWithLog(3);
        bench.slot(2).wipe();
        bench.pass(LEASE / 5, candidate);
        candidate.leader.onTimeSkipped(LEASE);
        bench.now += LEASE;
        bench.pass(LEASE * 6 / 10, candidate);
        assertThat(bench.slot(1).log).doesNotContain("joined 2");
        bench.pass(LEASE, candidate);
        assertThat(bench.slot(1).log).containsOnlyOnce("joined 2");
    }

    /** The copy was taken two starts ago, and has nothing less in its log. */
    @Test
    void shouldNotElectWithADiskThatForgotAStart() {
        Candidate candidate = leaderWithLog(3);
        Bench.Copy copy = bench.slot(2).copy();
        bench.slot(2).restart();
        bench.pass(LEASE / 2, candidate);
        bench.slot(2).putBack(copy);
        bench.cut.add(3);
        bench.now += 2 * LEASE;
        Candidate second = bench.candidate();
        bench.pass(5 * LEASE, second);
        assertThat(second.leader.leads()).isFalse();
        bench.cut.clear();
        bench.pass(5 * LEASE, second);
        assertThat(second.leader.established()).isTrue();
        assertThat(bench.slot(1).log).containsOnlyOnce("joined 2");
        assertThat(bench.slot(2).state().member()).isTrue();
    }

    /** The copy was taken in use, since the last start. */
    @Test
    void shouldNotElectWithADiskThatHasLessThanItAcknowledged() {
        Candidate candidate = leaderWithLog(3);
        Bench.Copy copy = bench.slot(2).copy();
        candidate.write("one more");
        candidate.write("and another");
        bench.slot(2).putBack(copy);
        bench.cut.add(3);
        bench.now += 2 * LEASE;
        Candidate second = bench.candidate();
        bench.pass(5 * LEASE, second);
        assertThat(second.leader.leads()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void shouldBringADiskThatForgotBackThroughTheLogWhileTheLeaderLives(boolean startForgotten) {
        Candidate candidate = leaderWithLog(3);
        Bench.Copy copy = bench.slot(2).copy();
        if (startForgotten) {
            bench.slot(2).restart();
            bench.pass(LEASE / 2, candidate);
        }
        candidate.write("one more");
        candidate.write("and another");
        bench.slot(2).putBack(copy);
        int before = bench.slot(2).appends;
        bench.pass(5 * LEASE, candidate);
        assertThat(bench.slot(1).log).containsOnlyOnce("joined 2");
        assertThat(bench.slot(2).state().member()).isTrue();
        assertThat(bench.slot(2).log).isEqualTo(bench.slot(1).log);
        assertThat(bench.slot(2).appends - before).as("messages in five leases").isLessThan(100);
    }

    @Test
    void shouldDecideAnewForEachDisk() {
        Candidate candidate = leaderWithLog(3);
        bench.slot(2).wipe();
        bench.pass(2 * LEASE, candidate);
        bench.slot(2).wipe();
        bench.pass(2 * LEASE, candidate);
        assertThat(bench.slot(1).log).filteredOn("joined 2"::equals).hasSize(2);
        assertThat(bench.slot(2).state().member()).isTrue();
    }

    @Test
    void shouldNotLetALateMessageMakeTheNextDiskAMember() {
        Replica first = new Replica(2, bench.timing, ReplicaState.BLANK.apply(new Started(11)), 0);
        Append meantForFirst = new Append(
                1,
                1,
                0,
                0,
                List.of(),
                new Join(0, new Incarnation(0, 1, 11)),
                0,
                KnownPositions.NONE,
                bench.timing.leaseMillis());
        assertThat(((Appended) first.onAppend(meantForFirst, 0).reply()).member())
                .isTrue();

        Replica second = new Replica(2, bench.timing, ReplicaState.BLANK.apply(new Started(12)), 0);
        Appended answer = (Appended) second.onAppend(meantForFirst, 0).reply();
        assertThat(answer.member()).isFalse();
        assertThat(answer.position().incarnation().nonce()).isEqualTo(12);
    }

    @Test
    void shouldStreamOldEntriesToAReplicaThatWasAwayForLong() {
        Candidate candidate = bench.leader();
        bench.cut.add(3);
        for (int i = 0; i < 40; i++) {
            candidate.write("entry " + i);
        }
        bench.cut.clear();
        bench.pass(2 * LEASE, candidate);
        assertThat(bench.slot(3).log).isEqualTo(bench.slot(1).log);
        assertThat(bench.slot(3).replica.released()).isEqualTo(candidate.leader.released());
        assertThat(candidate.fetchedFrom).isNotEmpty();
    }

    /** A log that was read under an earlier promise may have ended in entries that a later leader replaced. */
    @ParameterizedTest
    @CsvSource({"1, false", "0, true"})
    void shouldNotPassOnWhatWasReadFromABlankReplicaOrUnderAnEarlierPromise(long promised, boolean member) {
        Candidate candidate = bench.leader();
        bench.cut.add(3);
        for (int i = 0; i < 20; i++) {
            candidate.write("entry " + i);
        }
        LogEntry wrong = new LogEntry(1, 0, Bench.bytes("wrong"));
        bench.cut.clear();
        while (candidate.fetchedFrom.isEmpty()) {
            bench.now += 10;
            candidate.leader.tick(bench.now);
            bench.settleOne();
        }
        for (int slot = 1; slot <= 2; slot++) {
            candidate.leader.onFetched(
                    new LeaderOutput.Fetched(slot, promised, member, 2, 1, List.of(wrong, wrong)), bench.now);
        }
        bench.pass(2 * LEASE, candidate);
        assertThat(bench.slot(3).log).doesNotContain("wrong").isEqualTo(bench.slot(1).log);
    }
}
