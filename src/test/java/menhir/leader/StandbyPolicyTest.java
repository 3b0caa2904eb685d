package menhir.leader;

import static org.assertj.core.api.Assertions.assertThat;

import menhir.replica.LogReplies.LeaderKnown;
import menhir.replication.ReplicaMessage.Succession;
import menhir.replication.Timing;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandbyPolicyTest {
    private static final Timing TIMING = Timing.ofLease(1_000);
    private static final long LOOK = 31;
    private static final long NOW = -7_000;

    private final StandbyPolicy second = new StandbyPolicy(TIMING, 2, 2);

    private static LeaderKnown known(int slot, @Nullable String leader, long leaseRemainingMillis) {
        return new LeaderKnown(slot, 3, leader, leaseRemainingMillis, Succession.OPEN, 0);
    }

    /**
     * One standby after the other, with more time between them when the replica has heard no leader since its start; at the very
     * first start later, so that the singleton leads.
     */
    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "1, 3, lost, 31",
                "2, 3, lost, 62",
                "3, 3, lost, 93",
                "1, 3, none, 31",
                "2, 3, none, 281",
                "3, 3, none, 531",
                "1, 0, none, 1750",
                "3, 0, none, 2250"
            })
    void shouldActOnceTheLeaseHasBeenOverForTheTimeOfItsRank(
            int rank, long epoch, @Nullable String leader, long millis) {
        StandbyPolicy policy = new StandbyPolicy(TIMING, 2, rank);
        LeaderKnown known = new LeaderKnown(2, epoch, leader, 0, Succession.OPEN, 0);
        assertThat(policy.shouldAct(known, NOW)).isFalse();
        assertThat(policy.shouldAct(known, NOW + millis - 1)).isFalse();
        assertThat(policy.shouldAct(known, NOW + millis)).isTrue();
    }

    @Test
    void shouldNotActWhileALeaseRuns() {
        assertThat(new StandbyPolicy(TIMING, 1, 1).shouldAct(known(1, "leader", 1), NOW))
                .isFalse();
    }

    @Test
    void shouldWaitAnewWhenALeaderWasHeardMeanwhile() {
        second.shouldAct(known(2, "leader", 0), NOW);
        second.shouldAct(known(2, "leader", 900), NOW + 1);
        assertThat(second.shouldAct(known(2, "leader", 0), NOW + 100)).isFalse();
        assertThat(second.shouldAct(known(2, "leader", 0), NOW + 100 + 2 * LOOK))
                .isTrue();
    }

    /** An acting leader hands over to the singleton: if its standby acted again at once, they would depose each other. */
    @Test
    void shouldLetOthersGoFirstAfterItHasActed() {
        StandbyPolicy first = new StandbyPolicy(TIMING, 1, 1);
        first.shouldAct(known(1, "leader", 0), NOW);
        assertThat(first.shouldAct(known(1, "leader", 0), NOW + LOOK)).isTrue();
        first.reset();
        assertThat(first.shouldAct(known(1, "leader", 0), NOW)).isFalse();
        assertThat(first.shouldAct(known(1, "leader", 0), NOW + TIMING.leaseMillis() + LOOK - 1))
                .isFalse();
        assertThat(first.shouldAct(known(1, "leader", 0), NOW + TIMING.leaseMillis() + LOOK))
                .isTrue();

        first.reset();
        first.shouldAct(known(1, "next", 100), NOW);
        first.shouldAct(known(1, "next", 0), NOW + 100);
        assertThat(first.shouldAct(known(1, "next", 0), NOW + 100 + LOOK)).isTrue();
    }

    @Test
    void shouldActAtOnceIfALeaderHasMadeWayForIt() {
        StandbyPolicy third = new StandbyPolicy(TIMING, 3, 3);
        assertThat(third.shouldAct(resigned(3, Succession.THIS_SLOT, 1), NOW)).isFalse();
        assertThat(third.shouldAct(resigned(3, Succession.THIS_SLOT, 0), NOW)).isTrue();
    }

    /** A node may have several slots, and the leader names any of them. */
    @Test
    void shouldActIfALeaderHasMadeWayForAnotherSlotOfItsNode() {
        StandbyPolicy first = new StandbyPolicy(TIMING, 1, 1);
        assertThat(first.shouldAct(known(2, "lost", 0), NOW)).isFalse();
        assertThat(first.shouldAct(known(2, "lost", 0), NOW + 100 * LOOK))
                .as("not its slot")
                .isFalse();
        assertThat(first.shouldAct(resigned(2, Succession.THIS_SLOT, 1), NOW)).isFalse();
        assertThat(first.shouldAct(resigned(2, Succession.THIS_SLOT, 0), NOW)).isTrue();
    }

    @Test
    void shouldLetThoseGoFirstForWhomALeaderHasMadeWay() {
        StandbyPolicy first = new StandbyPolicy(TIMING, 1, 1);
        assertThat(first.shouldAct(resigned(1, Succession.OTHER, 0), NOW)).isFalse();
        assertThat(first.shouldAct(resigned(1, Succession.OTHER, 0), NOW + TIMING.leaseMillis() + LOOK - 1))
                .isFalse();
        assertThat(first.shouldAct(resigned(1, Succession.OTHER, 0), NOW + TIMING.leaseMillis() + LOOK))
                .isTrue();
    }

    private static LeaderKnown resigned(int slot, Succession succession, long leaseRemainingMillis) {
        return new LeaderKnown(slot, 3, "lost", leaseRemainingMillis, succession, 0);
    }

    @Test
    void shouldAskOftenEnoughToNoticeTheEndOfALeaseSoon() {
        assertThat(second.askMillis()).isEqualTo(LOOK);
        assertThat(new StandbyPolicy(Timing.ofLease(30), 1, 1).askMillis()).isPositive();
        second.shouldAct(known(2, "leader", 900), NOW);
        assertThat(second.askMillis()).isEqualTo(200);
        second.shouldAct(known(2, "leader", 500), NOW);
        assertThat(second.askMillis()).isEqualTo(LOOK);
        second.shouldAct(known(2, "leader", 900), NOW);
        second.reset();
        assertThat(second.askMillis()).isEqualTo(LOOK);
    }
}
