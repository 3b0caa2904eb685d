package menhir.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import menhir.chaos.check.Availability.Gap;
import menhir.chaos.check.ClusterTimeline.Window;
import org.junit.jupiter.api.Test;

class AvailabilityTest {
    private static final long SECOND = 1_000_000_000;

    private static List<Gap> gaps(List<Window> windows, Long... acknowledgedSeconds) {
        return Availability.gaps(
                windows,
                List.of(acknowledgedSeconds).stream().map(at -> at * SECOND).toList());
    }

    private static Window window(long from, long to) {
        return new Window(from * SECOND, to * SECOND);
    }

    @Test
    void shouldFindTheTimeBetweenTwoOrders() {
        assertThat(gaps(List.of(window(0, 10)), 9L, 1L, 2L).get(0)).isEqualTo(new Gap(2 * SECOND, 9 * SECOND));
        assertThat(gaps(List.of(window(0, 10)), 9L, 1L, 2L).get(0).millis()).isEqualTo(7_000);
    }

    @Test
    void shouldFindTheTimeBeforeTheFirstAndAfterTheLastOrder() {
        assertThat(gaps(List.of(window(0, 10)), 6L).get(0)).isEqualTo(new Gap(0, 6 * SECOND));
        assertThat(gaps(List.of(window(0, 10)), 3L).get(0)).isEqualTo(new Gap(3 * SECOND, 10 * SECOND));
        assertThat(gaps(List.of(window(0, 10))).get(0)).isEqualTo(new Gap(0, 10 * SECOND));
    }

    @Test
    void shouldNotCountTimeWithoutAMajority() {
        // No order from 2 to 12, but a majority was there only until 4 and from 9.
        List<Gap> gaps = gaps(List.of(window(0, 4), window(9, 13)), 1L, 2L, 12L, 13L);
        assertThat(gaps.get(0)).isEqualTo(new Gap(9 * SECOND, 12 * SECOND));
        assertThat(gaps.get(1)).isEqualTo(new Gap(2 * SECOND, 4 * SECOND));
    }

    @Test
    void shouldTellAGapOnceWhereWindowsOverlap() {
        List<Gap> gaps = gaps(List.of(window(0, 8), window(5, 20)), 1L, 9L, 20L);
        assertThat(gaps).startsWith(new Gap(9 * SECOND, 20 * SECOND), new Gap(SECOND, 8 * SECOND));
        assertThat(gaps).as("the same order ends both").contains(new Gap(5 * SECOND, 9 * SECOND));
        assertThat(gaps(List.of(window(0, 10), window(5, 10)), 1L, 9L)).hasSize(3);
    }
}
