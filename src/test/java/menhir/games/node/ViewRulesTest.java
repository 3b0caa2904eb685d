package menhir.games.node;

import static menhir.games.node.ViewRules.FRESH_MILLIS;
import static menhir.games.node.ViewRules.SILENT_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import menhir.store.MembershipView;
import menhir.store.MembershipView.MemberIncarnation;
import org.junit.jupiter.api.Test;

/** Who gets a member, and who loses it. */
class ViewRulesTest {
    private static final MembershipView EMPTY = new MembershipView(0, List.of(), List.of(), 0);

    private final ViewRules rules = new ViewRules(0);

    private static MembershipView roster(MemberIncarnation... members) {
        return new MembershipView(3, List.of(members), List.of(members), 1);
    }

    private static MemberIncarnation member(String name, long life) {
        return new MemberIncarnation(name, life);
    }

    @Test
    void shouldSeatTheLiveThatAreThere() {
        rules.announced(member("b", 1), 10);
        rules.announced(member("a", 1), 10);
        rules.announced(member("gone", 1), 10);

        assertThat(rules.proposal(EMPTY, Set.of("a", "b", "silent"), 20))
                .containsExactly(member("a", 1), member("b", 1));
    }

    @Test
    void shouldProposeNothingWhenAllIsAsItShouldBe() {
        rules.announced(member("a", 1), 10);

        assertThat(rules.proposal(roster(member("a", 1)), Set.of("a"), 20)).isNull();
        assertThat(rules.proposal(roster(member("a", 1)), Set.of(), 20)).isNull();
    }

    @Test
    void shouldUnseatWhoseNodeIsGone() {
        rules.announced(member("a", 1), 10);
        rules.announced(member("b", 1), 10);

        assertThat(rules.proposal(roster(member("a", 1), member("b", 1)), Set.of("a"), 20))
                .containsExactly(member("a", 1));
    }

    @Test
    void shouldSeatALaterLifeInPlaceOfTheOneBefore() {
        rules.announced(member("a", 2), 10);
        rules.announced(member("a", 1), 15);

        assertThat(rules.proposal(roster(member("a", 1)), Set.of("a"), 20)).containsExactly(member("a", 2));
    }

    @Test
    void shouldNotSeatALifeThatLostItsSeat() {
        MembershipView without =
                new MembershipView(4, List.of(member("b", 1)), List.of(member("a", 1), member("b", 1)), 1);
        rules.announced(member("a", 1), 10);
        rules.announced(member("b", 1), 10);

        assertThat(rules.proposal(without, Set.of("a", "b"), 20)).isNull();
    }

    @Test
    void shouldWaitForTheSilentAndThenUnseatThem() {
        MembershipView both = roster(member("a", 1), member("b", 1));
        rules.announced(member("a", 1), SILENT_MILLIS - 1);

        assertThat(rules.proposal(both, Set.of("a", "b"), SILENT_MILLIS - 1)).isNull();
        assertThat(rules.proposal(both, Set.of("a", "b"), SILENT_MILLIS)).containsExactly(member("a", 1));
    }

    @Test
    void shouldGiveEveryoneTimeWhenItBeginsToKeep() {
        MembershipView both = roster(member("a", 1), member("b", 1));
        rules.beginAnew(100_000);
        rules.announced(member("a", 1), 100_000);

        assertThat(rules.proposal(both, Set.of("a", "b"), 100_010)).isNull();
    }

    @Test
    void shouldNotSeatOnOldNews() {
        rules.announced(member("a", 1), 0);

        assertThat(rules.proposal(EMPTY, Set.of("a"), FRESH_MILLIS)).isNull();
    }
}
