package menhir.replication;

import static org.assertj.core.api.Assertions.assertThat;

import menhir.replication.FrontEndMessage.LeaseGranted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HolderClockTest {
    private static final long LEASE = 1_000;

    private long monotonic = -70_000;
    private long wall = 1_700_000_000_000L;
    private final HolderClock clock = new HolderClock(Timing.ofLease(LEASE), () -> monotonic, () -> wall);

    /** Time passes on both clocks. */
    private void pass(long millis) {
        monotonic += millis;
        wall += millis;
    }

    @Test
    void shouldShowTheMonotonicTimeWhileBothClocksAgree() {
        assertThat(clock.millis()).isEqualTo(-70_000);
        pass(5_000);
        assertThat(clock.millis()).isEqualTo(-65_000);
        assertThat(clock.skippedMillis()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 300, 999})
    void shouldSkipAStandstillAtTheFirstReading(long stoodStill) {
        wall += stoodStill;
        assertThat(clock.millis()).isEqualTo(monotonic + stoodStill);
        assertThat(clock.millis()).as("once").isEqualTo(monotonic + stoodStill);
        assertThat(clock.skippedMillis()).isEqualTo(stoodStill);
    }

    @Test
    void shouldSkipNoMoreThanEndsEveryLease() {
        wall += 3_600_000;
        assertThat(clock.millis()).isEqualTo(monotonic + LEASE);
        pass(10);
        assertThat(clock.skippedMillis()).isEqualTo(LEASE);
        wall += 3_600_000;
        assertThat(clock.millis()).isEqualTo(monotonic + 2 * LEASE);
    }

    @Test
    void shouldCountShortStandstillsTogether() {
        for (int i = 0; i < 10; i++) {
            wall += 2;
            pass(100);
            long behind = 2L * (i + 1) - (clock.millis() - monotonic);
            assertThat(behind).isBetween(0L, HolderClock.TOLERANCE_MILLIS);
        }
    }

    @Test
    void shouldNotCountWhatIsOnlyUnevenReading() {
        for (int i = 0; i < 1_000; i++) {
            pass(7);
            wall += i % 2 == 0 ? 2 : -2;
            clock.millis();
        }
        assertThat(clock.skippedMillis()).isZero();
    }

    @Test
    void shouldNotGoBackWithTheWallClock() {
        wall += 400;
        long before = clock.millis();
        wall -= 7_200_000;
        assertThat(clock.millis()).isEqualTo(before);
        pass(50);
        assertThat(clock.millis()).isEqualTo(before + 50);
    }

    @Test
    void shouldSkipAStandstillAfterTheWallClockWasSetBack() {
        wall -= 7_200_000;
        clock.millis();
        wall += 300;
        assertThat(clock.millis()).isEqualTo(monotonic + 300);
    }

    /** Its lease is over, and so is one that it asked for before. */
    @Test
    void shouldEndTheLeaseOfACacheWhoseMachineSlept() {
        CoherentCache<String> cache = new CoherentCache<>(10);
        long askedAt = clock.millis();
        cache.onGranted(new LeaseGranted(1, askedAt, 500, 1), clock.millis());
        cache.offer("ball", "3 left", 1, cache.generation(), clock.millis());
        long askedAgainAt = clock.millis();
        assertThat(cache.get("ball", clock.millis())).isEqualTo("3 left");
        wall += 60_000;
        assertThat(cache.get("ball", clock.millis())).isNull();
        cache.onGranted(new LeaseGranted(1, askedAgainAt, 500, 1), clock.millis());
        assertThat(cache.leaseRunning(clock.millis())).isFalse();
    }
}
