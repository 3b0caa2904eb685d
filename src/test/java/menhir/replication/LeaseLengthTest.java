package menhir.replication;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LeaseLengthTest {
    private static final Timing LONGEST = Timing.ofLease(2_000);
    private static final long SHORTEST = 500;
    private static final long TICK = 20;
    private static final long ROUND_TRIP = 10;

    private long now = -50_000;
    private long lastIndex;
    private final LeaseLength length = new LeaseLength(LONGEST);

    /** Time passes without a pause: heartbeats are confirmed after a round trip. */
    private void calm(long millis, boolean changes) {
        for (long end = now + millis; now < end; now += TICK) {
            lastIndex += changes ? 1 : 0;
            length.tick(lastIndex, now - ROUND_TRIP, now);
        }
    }

    private void pause(long millis) {
        now += millis;
        length.tick(++lastIndex, now - millis - ROUND_TRIP, now);
    }

    private long lease() {
        return length.timing().leaseMillis();
    }

    @Test
    void shouldBeginWithTheLongestAndBecomeTheShortestAfterAShortWindowWithoutAPause() {
        calm(4_000, true);
        assertThat(lease()).isEqualTo(2_000);
        calm(100, true);
        assertThat(lease()).isEqualTo(SHORTEST);
        assertThat(length.timing().cacheLeaseMillis()).isEqualTo(250);
        assertThat(length.timing().heartbeatMillis()).isEqualTo(62);
        assertThat(length.timing().marginMillis()).isEqualTo(25);
    }

    @Test
    void shouldFollowTheLongestPauseAndForgetItAfterAWhile() {
        calm(17_000, true);
        pause(260);
        long afterPause = lease();
        assertThat(afterPause).isBetween(4 * 200L, 4 * 260L);
        calm(7_000, true);
        assertThat(lease()).isEqualTo(afterPause);
        calm(9_100, true);
        assertThat(lease()).isEqualTo(SHORTEST);
    }

    /** Before the leader leads, nothing can be confirmed. */
    @Test
    void shouldMeasureFromTheFirstTick() {
        length.tick(++lastIndex, ReplicaProgress.NEVER, now);
        now += 200;
        length.tick(++lastIndex, ReplicaProgress.NEVER, now);
        calm(4_100, true);
        assertThat(lease()).isEqualTo(SHORTEST);
    }

    @Test
    void shouldRememberAPauseOfTheFirstWindow() {
        calm(1_000, true);
        pause(600);
        calm(4_100, true);
        assertThat(lease()).isBetween(4 * 340L, 4 * 410L);
    }

    @Test
    void shouldNeverAskForMoreThanTheLongest() {
        pause(60_000);
        assertThat(lease()).isEqualTo(2_000);
        pause(Long.MAX_VALUE / 8);
        assertThat(lease()).isEqualTo(2_000);
    }

    @Test
    void shouldAskForTheLongestWhileNothingChanges() {
        calm(17_000, true);
        calm(5_900, false);
        assertThat(lease()).isEqualTo(SHORTEST);
        calm(200, false);
        assertThat(lease()).isEqualTo(2_000);
        assertThat(length.timing().heartbeatMillis()).isEqualTo(500);
        calm(TICK, true);
        assertThat(lease()).isEqualTo(SHORTEST);
        assertThat(length.timing().heartbeatMillis()).isEqualTo(62);
    }

    /** A store that is busy again must not take its last, long interval for a pause. */
    @Test
    void shouldNotCountTheHeartbeatsOfAnIdleStoreAsPauses() {
        calm(17_000, true);
        for (long end = now + 20_000; now < end; ) {
            long confirmedAt = now;
            for (int tick = 0; tick < 2; tick++) {
                now += length.timing().heartbeatMillis() / 2;
                length.tick(lastIndex, confirmedAt, now);
            }
        }
        assertThat(lease()).isEqualTo(2_000);
        calm(1_000, true);
        assertThat(lease()).isEqualTo(SHORTEST);
    }

    @Test
    void shouldKeepAVeryShortLongest() {
        assertThat(LeaseLength.shortestMillis(Timing.ofLease(30))).isEqualTo(30);
        assertThat(LeaseLength.shortestMillis(Timing.ofLease(200))).isEqualTo(100);
    }
}
