package menhir.experiment.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {

    private static ClockSample sample(double seconds, String node, double offsetMillis) {
        return new ClockSample(seconds, node, offsetMillis, 1, "node-1");
    }

    @Test
    void shouldCompareTheClocksOfEachRound() {
        List<ClockSample> samples = List.of(
                sample(0, "node-1", 0),
                sample(1, "node-1", 10),
                sample(1.1, "node-2", -20),
                sample(1.2, "node-3", 5),
                sample(2, "node-1", 3),
                sample(2.1, "node-3", 4));

        assertThat(Spread.of(samples)).containsExactly(new Spread(1.2, 30), new Spread(2.1, 1));
        assertThat(Spread.last(samples)).isEqualTo(1);
    }

    @Test
    void shouldHaveNoSpreadForASingleClock() {
        assertThat(Spread.last(List.of(sample(0, "node-1", 7)))).isInfinite();
        assertThat(Spread.median(List.of(), 0, 1)).isNaN();
    }

    @Test
    void shouldReturnTheMedianOfATimeSpan() {
        List<Spread> spreads = List.of(new Spread(1, 900), new Spread(2, 5), new Spread(3, 1), new Spread(4, 3));

        assertThat(Spread.median(spreads, 2, 4)).isEqualTo(3);
    }
}
