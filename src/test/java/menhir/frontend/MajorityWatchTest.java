package menhir.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import menhir.replication.Timing;
import menhir.service.LeaderContact;
import org.junit.jupiter.api.Test;

class MajorityWatchTest {
    private static final Timing TIMING = Timing.ofLease(2_000);
    private static final long LEASE = TIMING.cacheLeaseMillis();
    private static final FrontEndSettings SETTINGS =
            new FrontEndSettings("s", List.of(1, 2, 3), TIMING, 10, 10, 10_000, 10_000);

    private long now = 1_000_000;
    private final MajorityWatch watch = new MajorityWatch(SETTINGS);
    private long leaderHeardAt = now;

    /** Time passes, in which these slots answer every search. */
    private void pass(long millis, int... slots) {
        for (long end = now + millis; now < end; now += 10) {
            for (int slot : slots) {
                watch.heard(slot, now);
            }
            watch.tick(new LeaderContact(1, now - leaderHeardAt, 0), now);
        }
    }

    @Test
    void shouldWaitWhileAMajorityAnswersWithoutALeader() {
        pass(10 * LEASE, 1, 3);
        assertThat(watch.isLost()).isFalse();
    }

    @Test
    void shouldTellWhenNeitherALeaderNorAMajorityIsHeard() {
        pass(LEASE, 1);
        assertThat(watch.isLost()).isFalse();
        pass(LEASE, 1);
        assertThat(watch.isLost()).isTrue();
        pass(100, 1, 2);
        assertThat(watch.isLost()).isFalse();
    }

    @Test
    void shouldBelieveALeaderWhateverReplicasAnswer() {
        for (int i = 0; i < 30; i++) {
            pass(LEASE / 2);
            leaderHeardAt = now;
        }
        assertThat(watch.isLost()).isFalse();
    }

    @Test
    void shouldNotTakeItsOwnPauseForTheLossOfTheOthers() {
        pass(LEASE, 1, 2, 3);
        now += 20 * LEASE;
        pass(20);
        assertThat(watch.isLost()).isFalse();
        pass(LEASE, 1, 2, 3);
        assertThat(watch.isLost()).isFalse();
    }

    @Test
    void shouldWaitForTheReplicasThatStart() {
        for (long end = now + 9_000; now < end; now += 10) {
            watch.tick(LeaderContact.NONE, now);
        }
        assertThat(watch.isLost()).isFalse();
        for (long end = now + 2_000 + LEASE; now < end; now += 10) {
            watch.tick(LeaderContact.NONE, now);
        }
        assertThat(watch.isLost()).isTrue();
    }
}
