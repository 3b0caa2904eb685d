package menhir.experiment.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LogCheckTest {

    @Test
    void shouldFindNoErrorInACorrectLog() {
        LogCheck check = new LogCheck(Map.of("Wheely", 1L, "CarCo", 0L));
        check.order(1, "buy", "Wheely", 1);
        check.order(2, "sell", "CarCo", 2);
        check.order(3, "buy", "CarCo", 2);
        check.compare(Map.of("Wheely", 0L, "CarCo", 0L));

        assertThat(check.orders()).isEqualTo(3);
        assertThat(check.misnumbered()).isZero();
        assertThat(check.oversold()).isZero();
        assertThat(check.findings()).isEmpty();
    }

    @Test
    void shouldFindThatTheLastUnitWasSoldTwiceAlthoughItWasReturnedLater() {
        LogCheck check = new LogCheck(Map.of("Wheely", 1L));
        check.order(1, "buy", "Wheely", 1);
        check.order(2, "buy", "Wheely", 1);
        check.order(3, "sell", "Wheely", 1);
        check.compare(Map.of("Wheely", 0L));

        assertThat(check.oversold()).isEqualTo(1);
        assertThat(check.findings()).containsExactly("order 2 left a quantity of -1 of Wheely");
    }

    @Test
    void shouldFindMissingAndRepeatedNumbers() {
        LogCheck gap = new LogCheck(Map.of("Wheely", 9L));
        gap.order(1, "buy", "Wheely", 1);
        gap.order(3, "buy", "Wheely", 1);
        assertThat(gap.misnumbered()).isEqualTo(1);

        LogCheck twice = new LogCheck(Map.of("Wheely", 9L));
        twice.order(1, "buy", "Wheely", 1);
        twice.order(1, "buy", "Wheely", 1);
        assertThat(twice.misnumbered()).isEqualTo(1);
    }

    @Test
    void shouldFindAnItemWhoseQuantityDiffersFromTheLog() {
        LogCheck check = new LogCheck(Map.of("Wheely", 9L));
        check.order(1, "buy", "Wheely", 1);
        check.compare(Map.of("Wheely", 9L));

        assertThat(check.oversold()).isEqualTo(1);
    }
}
