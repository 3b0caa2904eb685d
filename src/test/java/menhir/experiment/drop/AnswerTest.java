package menhir.experiment.drop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import menhir.experiment.drop.Answer.Action;
import org.junit.jupiter.api.Test;

class AnswerTest {

    @Test
    void shouldReachAnotherProcessAsItIs() {
        Answer answer = new Answer(Action.CONFIRM, 201, 2, 17, "customer-9", 12_345);

        assertThat(Answer.parse(answer.line())).isEqualTo(answer);
    }

    @Test
    void shouldCountWhatIsSoldButNotWhatIsHeld() {
        assertThat(new Answer(Action.ORDER, 201, 2, 17, "c", 1).sold()).isEqualTo(2);
        assertThat(new Answer(Action.CONFIRM, 201, 1, 17, "c", 1).sold()).isEqualTo(1);
        assertThat(new Answer(Action.HOLD, 201, 2, 0, "c", 1).sold()).isZero();
        assertThat(new Answer(Action.ORDER, 409, 2, 0, "c", 1).sold()).isZero();
    }

    @Test
    void shouldGiveAProcessItsArguments() {
        Offer offer = new Offer(List.of("127.0.0.1:1", "127.0.0.1:2"), "stocks", "Ticket", 2, 10, 500);
        BuyerProcess.Arguments arguments = new BuyerProcess.Arguments(offer, 2_501, 2_500, 8, -7);

        assertThat(BuyerProcess.Arguments.parse(arguments.words().toArray(String[]::new)))
                .isEqualTo(arguments);
    }

    @Test
    void shouldLetEveryCustomerComeBeforeAnyComesAgain() {
        Crowd crowd = new Crowd(11, 20, 5);
        List<String> first = Stream.generate(crowd::next).limit(20).toList();

        assertThat(first).doesNotHaveDuplicates().contains("customer-11", "customer-30");
        assertThat(crowd.allCame()).isTrue();
        assertThat(crowd.next()).isEqualTo(first.get(0));
    }
}
