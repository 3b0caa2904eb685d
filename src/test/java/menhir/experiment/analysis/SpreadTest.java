package menhir.experiment.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {

    private static ClockSample look(double seconds, String node, double offsetMillis) {
        return new ClockSample(seconds, node, offsetMillis, 1, "node-1");
    }

    @Test
    void shouldCompareTheClocksOfOneRoundOfLooks() {
        List<ClockSample> looks = List.of(
                look(0, "node-1", 0),
                look(1, "node-1", 10),
                look(1.1, "node-2", -20),
                look(1.2, "node-3", 5),
                look(2, "node-1", 3),
                look(2.1, "node-3", 4));

        assertThat(Spread.of(looks)).containsExactly(new Spread(1.2, 30), new Spread(2.1, 1));
        assertThat(Spread.last(looks)).isEqualTo(1);
    }

    @Test
    void shouldTakeOneClockAloneForNoneApart() {
        assertThat(Spread.last(List.of(look(0, "node-1", 7)))).isInfinite();
        assertThat(Spread.median(List.of(), 0, 1)).isNaN();
    }

    @Test
    void shouldTakeTheMedianWithinATime() {
        List<Spread> spreads = List.of(new Spread(1, 900), new Spread(2, 5), new Spread(3, 1), new Spread(4, 3));

        assertThat(Spread.median(spreads, 2, 4)).isEqualTo(3);
    }
}
