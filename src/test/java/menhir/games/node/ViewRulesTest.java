package menhir.games.node;

import static menhir.games.node.ViewRules.FRESH_MILLIS;
import static menhir.games.node.ViewRules.SILENT_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import menhir.store.MembershipView;
import menhir.store.MembershipView.Seat;
import org.junit.jupiter.api.Test;

/** Who gets a seat, and who loses it. */
class ViewRulesTest {
    private static final MembershipView EMPTY = new MembershipView(0, List.of(), List.of(), 0);

    private final ViewRules rules = new ViewRules(0);

    private static MembershipView roster(Seat... seats) {
        return new MembershipView(3, List.of(seats), List.of(seats), 1);
    }

    private static Seat seat(String name, long life) {
        return new Seat(name, life);
    }

    @Test
    void shouldSeatTheLiveThatAreThere() {
        rules.announced(seat("b", 1), 10);
        rules.announced(seat("a", 1), 10);
        rules.announced(seat("gone", 1), 10);

        assertThat(rules.proposal(EMPTY, Set.of("a", "b", "silent"), 20)).containsExactly(seat("a", 1), seat("b", 1));
    }

    @Test
    void shouldProposeNothingWhenAllIsAsItShouldBe() {
        rules.announced(seat("a", 1), 10);

        assertThat(rules.proposal(roster(seat("a", 1)), Set.of("a"), 20)).isNull();
        assertThat(rules.proposal(roster(seat("a", 1)), Set.of(), 20)).isNull();
    }

    @Test
    void shouldUnseatWhoseNodeIsGone() {
        rules.announced(seat("a", 1), 10);
        rules.announced(seat("b", 1), 10);

        assertThat(rules.proposal(roster(seat("a", 1), seat("b", 1)), Set.of("a"), 20))
                .containsExactly(seat("a", 1));
    }

    @Test
    void shouldSeatALaterLifeInPlaceOfTheOneBefore() {
        rules.announced(seat("a", 2), 10);
        rules.announced(seat("a", 1), 15);

        assertThat(rules.proposal(roster(seat("a", 1)), Set.of("a"), 20)).containsExactly(seat("a", 2));
    }

    @Test
    void shouldNotSeatALifeThatLostItsSeat() {
        MembershipView without = new MembershipView(4, List.of(seat("b", 1)), List.of(seat("a", 1), seat("b", 1)), 1);
        rules.announced(seat("a", 1), 10);
        rules.announced(seat("b", 1), 10);

        assertThat(rules.proposal(without, Set.of("a", "b"), 20)).isNull();
    }

    @Test
    void shouldWaitForTheSilentAndThenUnseatThem() {
        MembershipView both = roster(seat("a", 1), seat("b", 1));
        rules.announced(seat("a", 1), SILENT_MILLIS - 1);

        assertThat(rules.proposal(both, Set.of("a", "b"), SILENT_MILLIS - 1)).isNull();
        assertThat(rules.proposal(both, Set.of("a", "b"), SILENT_MILLIS)).containsExactly(seat("a", 1));
    }

    @Test
    void shouldGiveEveryoneTimeWhenItBeginsToKeep() {
        MembershipView both = roster(seat("a", 1), seat("b", 1));
        rules.beginAnew(100_000);
        rules.announced(seat("a", 1), 100_000);

        assertThat(rules.proposal(both, Set.of("a", "b"), 100_010)).isNull();
    }

    @Test
    void shouldNotSeatOnOldNews() {
        rules.announced(seat("a", 1), 0);

        assertThat(rules.proposal(EMPTY, Set.of("a"), FRESH_MILLIS)).isNull();
    }
}
