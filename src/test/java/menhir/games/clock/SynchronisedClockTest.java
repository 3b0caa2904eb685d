package menhir.games.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import menhir.games.clock.ClockMessage.Adjust;
import menhir.games.clock.ClockMessage.Poll;
import org.junit.jupiter.api.Test;

/** Adjustments and artificial faults as readers and the time server see them. */
class SynchronisedClockTest {
    private static final long START = 1_700_000_000_000_000L;
    private static final ClockTiming TIMING = ClockTiming.standard();

    private final SynchronisedClock clock = new SynchronisedClock("one", TIMING, START);

    private Adjust adjust(long byMicros) {
        return new Adjust("server", 1, clock.version(), byMicros);
    }

    @Test
    void shouldStartWithThePhysicalTime() {
        assertThat(clock.read(START + 5)).isEqualTo(START + 5);
    }

    @Test
    void shouldSlewAnAdjustmentOverARound() {
        clock.adjust(adjust(100_000), START);
        assertThat(clock.read(START)).isEqualTo(START);
        assertThat(clock.read(START + 1_000_000)).isEqualTo(START + 1_050_000);
        assertThat(clock.pendingMicros(START + 1_000_000)).isEqualTo(50_000);
        assertThat(clock.read(START + 2_000_000)).isEqualTo(START + 2_100_000);
        assertThat(clock.read(START + 9_000_000)).isEqualTo(START + 9_100_000);
    }

    @Test
    void shouldReplyWithTheTimeAfterAllAdjustments() {
        clock.adjust(adjust(100_000), START);
        assertThat(clock.reply(new Poll("server", 2, 0), START).timeMicros()).isEqualTo(START + 100_000);
    }

    @Test
    void shouldLimitAnAdjustmentToTheLargestOfARound() {
        clock.adjust(adjust(Long.MIN_VALUE), START);
        assertThat(clock.correctionMicros()).isEqualTo(-TIMING.maxAdjustMicros());
        clock.adjust(adjust(Long.MAX_VALUE), START);
        clock.adjust(adjust(Long.MAX_VALUE), START);
        clock.adjust(adjust(Long.MAX_VALUE), START);
        clock.adjust(adjust(Long.MAX_VALUE), START);
        assertThat(clock.pendingMicros(START)).isEqualTo(2 * TIMING.maxAdjustMicros());
    }

    @Test
    void shouldIgnoreADuplicateAdjustment() {
        Adjust once = adjust(1_000);
        assertThat(clock.adjust(once, START)).isTrue();
        assertThat(clock.adjust(once, START)).isFalse();
        assertThat(clock.correctionMicros()).isEqualTo(1_000);
    }

    @Test
    void shouldIgnoreAnAdjustmentForAnEarlierIncarnation() {
        Adjust old = adjust(1_000);
        SynchronisedClock restarted = new SynchronisedClock("one", TIMING, START + 1_000_000);
        assertThat(restarted.adjust(old, START + 1_000_000)).isFalse();
    }

    @Test
    void shouldStandStillInsteadOfRunningBackwardsWhenSetBack() {
        clock.read(START + 1_000);
        clock.setFault(-500, 0, START + 1_000);
        assertThat(clock.read(START + 1_000)).isEqualTo(START + 1_000);
        assertThat(clock.read(START + 1_400)).isEqualTo(START + 1_000);
        assertThat(clock.read(START + 1_600)).isEqualTo(START + 1_100);
    }

    @Test
    void shouldDriftAsConfigured() {
        clock.setFault(1_000_000, 200, START);
        assertThat(clock.read(START + 10_000_000)).isEqualTo(START + 11_002_000);
    }

    @Test
    void shouldRejectAFaultBeyondItsLimits() {
        assertThatThrownBy(() -> clock.setFault(SynchronisedClock.MAX_OFFSET_MICROS + 1, 0, START))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("day");
        assertThatThrownBy(() -> clock.setFault(0, -SynchronisedClock.MAX_DRIFT_PPM - 1, START))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("parts per million");
    }

    @Test
    void shouldNeitherRunBackwardsNorTooFastForAnyAdjustments() {
        for (long seed = 1; seed <= 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            SynchronisedClock any = new SynchronisedClock("any", TIMING, START);
            any.setFault(random.nextLong(-1_000_000, 1_000_000), random.nextLong(-100_000, 100_001), START);
            long physical = START;
            long before = any.read(physical);
            for (int step = 0; step < 2_000; step++) {
                long passed = random.nextLong(20_000);
                physical += passed;
                if (random.nextInt(20) == 0) {
                    any.adjust(new Adjust("s", 1, any.version(), random.nextLong(-5_000_000, 5_000_001)), physical);
                }
                long time = any.read(physical);
                assertThat(time - before)
                        .as("seed %d, step %d", seed, step)
                        .isBetween(passed * 39 / 100 - 2, passed * 161 / 100 + 2);
                before = time;
            }
        }
    }
}
