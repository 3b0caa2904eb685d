package menhir.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import menhir.replication.Bench.Candidate;
import menhir.replication.ReplicaEvent.EntriesAppended;
import org.junit.jupiter.api.Test;

/** A cluster is lost, and another one is made from a backup of it. */
class RestorationTest {
    private static final long LEASE = 1_000;
    private static final long NOW_MINUTES = 29_000_000;

    private final Bench bench = new Bench(3, Bench.smallWindows());

    /** The old cluster writes some entries, then the backup is taken, then it writes others and is lost. */
    private Bench.Copy backupOfALostCluster() {
        Candidate old = bench.leader();
        old.write("in the backup");
        Bench.Copy backup = bench.slot(1).copy();
        old.write("after the backup");
        old.write("and another");
        bench.now += 10 * LEASE;
        return backup;
    }

    /** The disk of a replica that is made from a backup. */
    private static Bench.Copy restored(Bench.Copy backup, long minutes) {
        Restoration restoration =
                new Restoration(3, backup.state().lastIndex(), backup.state().lastEpoch(), minutes);
        ReplicaState state = ReplicaState.BLANK;
        for (ReplicaEvent event : restoration.before()) {
            state = state.apply(event);
        }
        state = state.apply(new EntriesAppended(1, backup.entries(), KnownPositions.NONE));
        for (ReplicaEvent event : restoration.after()) {
            state = state.apply(event);
        }
        return new Bench.Copy(state, backup.entries());
    }

    @Test
    void shouldLeadWithAMajorityOfRestoredReplicasAndBringTheBlankOneBack() {
        Bench.Copy backup = backupOfALostCluster();
        bench.slot(1).putBack(restored(backup, NOW_MINUTES));
        bench.slot(2).putBack(restored(backup, NOW_MINUTES + 1));
        bench.slot(3).wipe();
        bench.now += 2 * LEASE;
        Candidate first = bench.candidate();
        bench.pass(4 * LEASE, first);
        first.write("of the new cluster");
        assertThat(first.leader.established()).isTrue();
        assertThat(bench.slot(3).state().member()).isTrue();
        assertThat(bench.slot(1).log)
                .contains("in the backup", "of the new cluster")
                .doesNotContain("after the backup")
                .isEqualTo(bench.slot(2).log)
                .isEqualTo(bench.slot(3).log);
        // They survive a restart like any others.
        bench.slots.forEach(Bench.Slot::restart);
        bench.now += 2 * LEASE;
        Candidate second = bench.candidate();
        bench.pass(2 * LEASE, second);
        assertThat(second.leader.established()).isTrue();
    }

    @Test
    void shouldNotBelieveADiskOfTheLostCluster() {
        Bench.Copy backup = backupOfALostCluster();
        Bench.Copy lost = bench.slot(3).copy();
        bench.slot(1).putBack(restored(backup, NOW_MINUTES));
        bench.slot(2).putBack(restored(backup, NOW_MINUTES));
        bench.slot(3).putBack(lost);
        bench.now += 2 * LEASE;

        // It is a member and has the longer log, but is no voter.
        bench.cut.add(2);
        Candidate alone = bench.candidate();
        bench.pass(5 * LEASE, alone);
        assertThat(alone.leader.leads()).isFalse();

        bench.cut.clear();
        bench.pass(6 * LEASE, alone);
        assertThat(alone.leader.established()).isTrue();
        assertThat(bench.slot(1).log).doesNotContain("after the backup").containsOnlyOnce("joined 3");
        assertThat(bench.slot(3).log).isEqualTo(bench.slot(1).log);
        assertThat(bench.slot(3).state().member()).isTrue();
    }

    /** Two clusters are made from one backup, one after the other. */
    @Test
    void shouldNeverNameTwoEntriesByOneIndexAndEpoch() {
        Bench.Copy backup = backupOfALostCluster();
        Map<List<Long>, byte[]> named = new HashMap<>();
        collect(bench.slot(3).copy(), named);
        for (long minutes = NOW_MINUTES; minutes < NOW_MINUTES + 2; minutes++) {
            for (Bench.Slot slot : bench.slots) {
                slot.putBack(restored(backup, minutes));
            }
            bench.now += 2 * LEASE;
            Candidate leader = bench.candidate();
            bench.pass(LEASE, leader);
            leader.write("minute " + minutes);
            collect(bench.slot(1).copy(), named);
        }
    }

    private static void collect(Bench.Copy disk, Map<List<Long>, byte[]> named) {
        long index = 0;
        for (LogEntry entry : disk.entries()) {
            byte[] before = named.put(List.of(++index, entry.epoch()), entry.payload());
            assertThat(before == null || java.util.Arrays.equals(before, entry.payload()))
                    .as("index %s of epoch %s", index, entry.epoch())
                    .isTrue();
        }
    }

    @Test
    void shouldRaiseTheEpochAtEachRestoration() {
        long first = new Restoration(3, 10, 34, NOW_MINUTES).epoch();
        assertThat(first).isGreaterThan(1L << 50).isLessThan(1L << 53);
        assertThat(new Restoration(3, 10, 34, NOW_MINUTES + 1).epoch()).isGreaterThan(first);
        // The clock of this machine is years behind.
        assertThat(new Restoration(3, 10, first + 5, 0).epoch()).isGreaterThan(first + 5);
    }
}
