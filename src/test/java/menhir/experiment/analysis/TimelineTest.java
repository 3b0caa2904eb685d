package menhir.experiment.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import menhir.client.metrics.RequestKind;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final long MILLI = 1_000_000;

    private final Timeline timeline = new Timeline(250);

    @Test
    void shouldCountEachEventInItsSlice() {
        timeline.completedAt(10 * MILLI, RequestKind.ORDER, 3 * MILLI);
        timeline.completedAt(249 * MILLI, RequestKind.LOOKUP_HIT, 7 * MILLI);
        timeline.completedAt(750 * MILLI, RequestKind.ORDER_LOOKUP, MILLI);
        timeline.retriedAt(760 * MILLI);

        assertThat(timeline.slices())
                .containsExactly(
                        new Timeline.Slice(0.125, 1, 1, 0, 7),
                        new Timeline.Slice(0.375, 0, 0, 0, 0),
                        new Timeline.Slice(0.625, 0, 0, 0, 0),
                        new Timeline.Slice(0.875, 1, 0, 1, 1));
    }

    @Test
    void shouldFindTheLongestPauseInATimeSpan() {
        for (long millis : List.of(0L, 250L, 500L, 1_500L, 2_000L, 4_000L)) {
            timeline.completedAt(millis * MILLI, RequestKind.ORDER, MILLI);
        }

        // The pause from 0.75 s to 1.5 s; the longer one from 2.25 s to 4 s ends after the time span.
        assertThat(Timeline.longestPause(timeline.slices(), 0.25, 0.5, 2.5, Timeline.Slice::orders))
                .isEqualTo(0.75);
    }
}
