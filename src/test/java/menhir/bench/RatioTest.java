package menhir.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class RatioTest {

    @Test
    void shouldDivideMediansAndShowTheSpreadOfTheRounds() {
        Ratio ratio = Ratio.of(List.of(10.0, 40.0, 20.0), List.of(10.0, 10.0, 40.0));
        assertThat(ratio).isEqualTo(new Ratio(20, 10, 2, 0.5, 4));
    }

    @Test
    void shouldTakeTheMeanOfTheTwoInTheMiddle() {
        assertThat(Statistics.median(List.of(4.0, 1.0, 3.0, 100.0))).isEqualTo(3.5);
        assertThat(Statistics.median(List.of(7.0))).isEqualTo(7);
        assertThat(Statistics.median(List.of())).isNaN();
    }

    @Test
    void shouldHaveNoRatioToNothing() {
        Ratio ratio = Ratio.of(List.of(10.0), List.of(0.0));
        assertThat(ratio.ofMedians()).isNaN();
        assertThat(ratio.min()).isNaN();
    }

    @Test
    void shouldCompareRoundsOfTheSameNumberOnly() {
        assertThatIllegalArgumentException().isThrownBy(() -> Ratio.of(List.of(1.0, 2.0), List.of(1.0)));
    }
}
