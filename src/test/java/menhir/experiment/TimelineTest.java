package menhir.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import menhir.client.Clients.WalkResult;
import menhir.client.metrics.RequestKind;
import menhir.experiment.CrashRun.Kill;
import menhir.experiment.CrashRun.Outcome;
import menhir.experiment.analysis.LogCheck;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final long MILLI = 1_000_000;

    private final Timeline timeline = new Timeline(250);

    @Test
    void shouldCountEachEventInTheSliceOfItsTime() {
        timeline.answeredAt(10 * MILLI, RequestKind.ORDER, 3 * MILLI);
        timeline.answeredAt(249 * MILLI, RequestKind.LOOKUP_HIT, 7 * MILLI);
        timeline.answeredAt(750 * MILLI, RequestKind.ORDER_LOOKUP, MILLI);
        timeline.retriedAt(760 * MILLI);

        assertThat(timeline.slices())
                .containsExactly(
                        new Timeline.Slice(0.125, 1, 1, 0, 7),
                        new Timeline.Slice(0.375, 0, 0, 0, 0),
                        new Timeline.Slice(0.625, 0, 0, 0, 0),
                        new Timeline.Slice(0.875, 1, 0, 1, 1));
    }

    @Test
    void shouldFindTheLongestPauseBetweenAKillAndTheReturn() {
        for (long millis : List.of(0L, 250L, 500L, 1_500L, 2_000L, 4_000L)) {
            timeline.answeredAt(millis * MILLI, RequestKind.ORDER, MILLI);
        }
        WalkResult walked = new WalkResult(6, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, List.of());
        Kill kill = new Kill("leader (node-1)", 0.5, 1.5, 2.5);
        Outcome outcome = new Outcome(
                timeline.slices(), 0.25, List.of(kill), walked, new LogCheck(java.util.Map.of()), Set.of("a"));

        // From 0.75 s to 1.5 s; what comes after the return, from 2.25 s to 4 s, is longer and does not count.
        assertThat(Crash.pause(outcome, kill, Timeline.Slice::orders)).isEqualTo(0.75);
    }
}
