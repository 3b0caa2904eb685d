package menhir.client.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArrivalsTest {
    private static final long START = -5;

    @Test
    void shouldBeDueAtTheRateWhateverBecameOfEarlierRequests() {
        Arrivals arrivals = new Arrivals(START, 1_000);
        assertThat(arrivals.isDue(START - 1)).isFalse();
        assertThat(arrivals.untilNextNanos(START - 1)).isEqualTo(1);

        long muchLater = START + 10_000_000_000L;
        assertThat(arrivals.isDue(muchLater)).isTrue();
        assertThat(arrivals.take(muchLater)).isEqualTo(START);
        assertThat(arrivals.take(muchLater)).isEqualTo(START + 1_000_000);
        assertThat(arrivals.take(muchLater)).isEqualTo(START + 2_000_000);
        assertThat(arrivals.isDue(START + 2_999_999)).isFalse();
        assertThat(arrivals.isDue(START + 3_000_000)).isTrue();
    }

    @Test
    void shouldNotDriftWhenThePeriodIsNoWholeNumberOfNanoseconds() {
        Arrivals arrivals = new Arrivals(0, 3);
        for (int i = 0; i < 3_000; i++) {
            arrivals.take(Long.MAX_VALUE);
        }
        assertThat(arrivals.take(Long.MAX_VALUE)).isEqualTo(1_000_000_000_000L);
    }

    @Test
    void shouldAlwaysBeDueInAClosedLoop() {
        Arrivals arrivals = new Arrivals(START, 0);
        assertThat(arrivals.isOpenLoop()).isFalse();
        assertThat(arrivals.isDue(START)).isTrue();
        assertThat(arrivals.take(7)).isEqualTo(7);
        assertThat(arrivals.take(7)).isEqualTo(7);
        assertThat(arrivals.untilNextNanos(7)).isZero();
    }
}
