package menhir.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import menhir.experiment.DropRun.Kill;
import menhir.experiment.DropTables.Second;
import menhir.experiment.drop.Answer;
import menhir.experiment.drop.Answer.Action;
import menhir.experiment.drop.BuyerProcesses.Timed;
import org.junit.jupiter.api.Test;

class DropTablesTest {

    private static Timed at(double seconds, Action action, int status, long micros) {
        return new Timed(seconds, new Answer(action, status, 2, 1, "c", micros));
    }

    @Test
    void shouldShowASecondWithoutAnswersAsEmpty() {
        List<Second> seconds = DropTables.bySecond(List.of(
                at(0.2, Action.ORDER, 201, 4_000),
                at(0.4, Action.HOLD, 201, 6_000),
                at(0.9, Action.ORDER, 409, 9_000),
                at(2.0, Action.CONFIRM, 201, 1_900_000)));

        assertThat(seconds)
                .containsExactly(
                        new Second(0.5, 2, 1, 2, 6, 9),
                        new Second(1.5, 0, 0, 2, Double.NaN, Double.NaN),
                        new Second(2.5, 1, 0, 4, 1_900, 1_900));
    }

    @Test
    void shouldMeasureThePauseAfterAKillButNotALaterOne() {
        Kill kill = new Kill("node-1", 10, 5, 12);
        List<Timed> answers = List.of(
                at(3, Action.ORDER, 201, 1),
                at(10.5, Action.ORDER, 201, 1),
                at(13, Action.ORDER, 409, 1),
                at(15.5, Action.ORDER, 409, 1),
                at(30, Action.ORDER, 409, 1));

        assertThat(DropTables.pause(kill, answers)).isEqualTo(2.5);
        assertThat(DropTables.pause(kill, answers.subList(0, 1))).isZero();
    }

    @Test
    void shouldShowNothingOfASaleWithoutAnswers() {
        assertThat(DropTables.bySecond(List.of())).isEmpty();
    }
}
