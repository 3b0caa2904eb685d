package menhir.games.node;

import static menhir.games.node.ViewRules.JOIN_MILLIS;
import static menhir.games.node.ViewRules.SILENT_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import menhir.store.MembershipView;
import menhir.store.MembershipView.MemberIncarnation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who joins the group and who is removed. */
class ViewRulesTest {
    private final ViewRules rules = new ViewRules();

    @BeforeEach
    void coordinate() {
        rules.coordinate(true, 0);
    }

    private static MembershipView view(MemberIncarnation... members) {
        return new MembershipView(3, List.of(members), List.of(members), 1);
    }

    private static MemberIncarnation member(String name, long incarnation) {
        return new MemberIncarnation(name, incarnation);
    }

    @Test
    void shouldAdmitLiveFrontEndsThatAnnouncedThemselves() {
        rules.announced(member("b", 1), 10);
        rules.announced(member("a", 1), 10);
        rules.announced(member("dead", 1), 10);

        assertThat(rules.proposal(MembershipView.NONE, Set.of("a", "b", "silent"), 20))
                .containsExactly(member("a", 1), member("b", 1));
    }

    @Test
    void shouldProposeNothingWhenTheViewIsRight() {
        rules.announced(member("a", 1), 10);

        assertThat(rules.proposal(view(member("a", 1)), Set.of("a"), 20)).isNull();
        assertThat(rules.proposal(view(member("a", 1)), Set.of(), 20)).isNull();
    }

    @Test
    void shouldProposeNothingUnlessItCoordinates() {
        rules.announced(member("a", 1), 10);
        rules.coordinate(false, 20);

        assertThat(rules.proposal(MembershipView.NONE, Set.of("a"), 20)).isNull();
        assertThat(rules.isCoordinating()).isFalse();
    }

    @Test
    void shouldRemoveAMemberWhoseNodeIsGone() {
        rules.announced(member("a", 1), 10);
        rules.announced(member("b", 1), 10);

        assertThat(rules.proposal(view(member("a", 1), member("b", 1)), Set.of("a"), 20))
                .containsExactly(member("a", 1));
    }

    @Test
    void shouldReplaceAMemberByItsLaterIncarnation() {
        rules.announced(member("a", 2), 10);
        rules.announced(member("a", 1), 15);

        assertThat(rules.proposal(view(member("a", 1)), Set.of("a"), 20)).containsExactly(member("a", 2));
    }

    @Test
    void shouldNotReadmitAnExcludedIncarnation() {
        MembershipView without =
                new MembershipView(4, List.of(member("b", 1)), List.of(member("a", 1), member("b", 1)), 1);
        rules.announced(member("a", 1), 10);
        rules.announced(member("b", 1), 10);

        assertThat(rules.proposal(without, Set.of("a", "b"), 20)).isNull();
    }

    @Test
    void shouldRemoveAMemberOnlyAfterALongSilence() {
        MembershipView both = view(member("a", 1), member("b", 1));
        rules.announced(member("a", 1), SILENT_MILLIS - 1);

        assertThat(rules.proposal(both, Set.of("a", "b"), SILENT_MILLIS - 1)).isNull();
        assertThat(rules.proposal(both, Set.of("a", "b"), SILENT_MILLIS)).containsExactly(member("a", 1));
    }

    @Test
    void shouldGiveAllMembersTimeWhenItBecomesCoordinator() {
        MembershipView both = view(member("a", 1), member("b", 1));
        rules.coordinate(false, 50_000);
        rules.coordinate(true, 100_000);
        rules.announced(member("a", 1), 100_000);

        assertThat(rules.proposal(both, Set.of("a", "b"), 100_010)).isNull();
        assertThat(rules.proposal(both, Set.of("a", "b"), 99_999 + SILENT_MILLIS))
                .isNull();
    }

    @Test
    void shouldForgetAnnouncementsFromBeforeItBecameCoordinator() {
        rules.coordinate(false, 99_800);
        rules.announced(member("a", 1), 99_900);
        rules.coordinate(true, 100_000);

        assertThat(rules.proposal(MembershipView.NONE, Set.of("a"), 100_010)).isNull();
    }

    @Test
    void shouldNotAdmitOnAnOldAnnouncement() {
        rules.announced(member("a", 1), 0);

        assertThat(rules.proposal(MembershipView.NONE, Set.of("a"), JOIN_MILLIS))
                .isNull();
    }

    @Test
    void shouldNotProposeMoreMembersThanAViewHolds() {
        Set<String> names = new TreeSet<>();
        List<MemberIncarnation> announced = new ArrayList<>();
        for (int i = 0; i <= MembershipView.MAX_MEMBERS; i++) {
            announced.add(member("node-" + i, 1));
            names.add("node-" + i);
        }
        announced.forEach(each -> rules.announced(each, 10));

        assertThat(rules.proposal(MembershipView.NONE, names, 20)).hasSize(MembershipView.MAX_MEMBERS);
    }
}
