package menhir.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import menhir.store.Command.AwardMedal;
import menhir.store.Command.InstallView;
import menhir.store.Command.SetScore;
import menhir.store.Command.TeamScore;
import menhir.store.Decision.Accepted;
import menhir.store.Decision.Rejected;
import menhir.store.Decision.Replayed;
import menhir.store.MembershipView.MemberIncarnation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a scoreboard's desk decides, and what its log adds up to. */
class ScoreboardDeciderTest {
    private final Decider desk = new Decider(new StoreState(1_000));

    @BeforeEach
    void layOut() {
        done(new Command.AddBoard("b1", Board.medals("Gaul"), "Gaul", List.of("Bronze", "Silver", "Gold")), 1);
        done(new Command.AddBoard("b2", Board.score("Stone Curling"), "Stone Curling", List.of("Gaul", "Rome")), 1);
    }

    private Decision decide(Command command, long timeMillis) {
        Decision decision = desk.decide(command, timeMillis);
        if (decision instanceof Accepted accepted) {
            byte[] onDisk = EntryCodec.encode(accepted.entry());
            desk.apply(desk.state().index() + 1, EntryCodec.decode(onDisk));
        }
        return decision;
    }

    private void done(Command command, long timeMillis) {
        assertThat(decide(command, timeMillis)).isInstanceOf(Accepted.class);
    }

    private void refused(Command command, Rejection why) {
        String before = desk.state().values().toString();
        assertThat(decide(command, 9)).isEqualTo(new Rejected(why));
        assertThat(desk.state().values()).hasToString(before);
    }

    private Board board(String name) {
        return (Board) Objects.requireNonNull(desk.state().value(name));
    }

    private static SetScore score(String key, long rome, long gaul) {
        return new SetScore(key, "Stone Curling", List.of(new TeamScore("Rome", rome), new TeamScore("Gaul", gaul)));
    }

    @Test
    void shouldBeginWithNothingCounted() {
        assertThat(board("medals/Gaul").counters())
                .containsExactly(
                        new Board.Counter("Bronze", 0, 0),
                        new Board.Counter("Silver", 0, 0),
                        new Board.Counter("Gold", 0, 0));
        assertThat(desk.state().size()).isEqualTo(2);
    }

    @Test
    void shouldCountAMedalOncePerKey() {
        done(new AwardMedal("k", "Gaul", "Gold"), 5);

        assertThat(decide(new AwardMedal("k", "Gaul", "Gold"), 6)).isInstanceOf(Replayed.class);
        assertThat(decide(new AwardMedal("k", "Gaul", "Silver"), 6)).isEqualTo(new Rejected(new Rejection.KeyReused()));

        assertThat(board("medals/Gaul").counter("Gold")).isEqualTo(new Board.Counter("Gold", 1, 5));
        assertThat(board("medals/Gaul").counter("Silver")).isEqualTo(new Board.Counter("Silver", 0, 0));
    }

    @Test
    void shouldSetAllScoresOfAnUpdateAtOneTime() {
        done(score("k1", 3, 4), 7);

        assertThat(board("score/StoneCurling").counters())
                .containsExactly(new Board.Counter("Gaul", 4, 7), new Board.Counter("Rome", 3, 7));
        assertThat(board("score/StoneCurling").version()).isEqualTo(desk.state().index());
    }

    @Test
    void shouldNotLetTimesRunBackwardsWithASlowerClock() {
        done(score("k1", 1, 0), 1_000);
        done(score("k2", 2, 0), 400);

        assertThat(board("score/StoneCurling").counter("Rome")).isEqualTo(new Board.Counter("Rome", 2, 1_000));
    }

    @Test
    void shouldRefuseWhatItDoesNotKnow() {
        refused(new AwardMedal("k1", "Egypt", "Gold"), new Rejection.UnknownItem("Egypt"));
        refused(new AwardMedal("k2", "Gaul", "Wood"), new Rejection.UnknownItem("Wood"));
        refused(new SetScore("k3", "Chess", List.of(new TeamScore("Rome", 1))), new Rejection.UnknownItem("Chess"));
        refused(
                new SetScore("k4", "Stone Curling", List.of(new TeamScore("Rome", 1), new TeamScore("Egypt", 2))),
                new Rejection.UnknownItem("Egypt"));
    }

    @Test
    void shouldKeepItemsAndScoresApart() {
        refused(new Command.PutItem("k", "Menhir", BigDecimal.ONE, 1L, null), new Rejection.WrongStoreKind());
        Decider bazaar = new Decider(new StoreState(10));
        Decision put = bazaar.decide(new Command.PutItem("i", "Menhir", BigDecimal.ONE, 1L, null), 1);
        bazaar.apply(1, ((Accepted) put).entry());

        assertThat(bazaar.decide(new AwardMedal("k", "Gaul", "Gold"), 1))
                .isEqualTo(new Rejected(new Rejection.UnknownItem("Gaul")));
        assertThat(bazaar.decide(new InstallView("r", 0, List.of(new MemberIncarnation("a", 1))), 1))
                .isEqualTo(new Rejected(new Rejection.WrongStoreKind()));
        assertThat(bazaar.state().value(MembershipView.NAME)).isNull();
    }

    @Test
    void shouldFindNamesWhateverTheirBlanks() {
        assertThat(Board.score("Stone Curling"))
                .isEqualTo(Board.score("StoneCurling"))
                .isEqualTo(Board.score("Stone+Curling"))
                .isNotEqualTo(Board.score("stone curling"));
    }

    // ---- the roster -------------------------------------------------------------------------------------------------

    private MembershipView roster() {
        return (MembershipView) Objects.requireNonNull(desk.state().value(MembershipView.NAME));
    }

    @Test
    void shouldAgreeOnOneRosterForEachNumber() {
        done(new InstallView("r1", 0, List.of(new MemberIncarnation("b", 1), new MemberIncarnation("a", 1))), 1);

        assertThat(roster().number()).isEqualTo(1);
        assertThat(roster().members()).containsExactly(new MemberIncarnation("a", 1), new MemberIncarnation("b", 1));
        refused(new InstallView("r2", 0, List.of(new MemberIncarnation("a", 1))), new Rejection.ViewChanged(1));
        done(new InstallView("r3", 1, List.of(new MemberIncarnation("a", 1))), 1);
        assertThat(roster().number()).isEqualTo(2);
    }

    @Test
    void shouldNotSeatAgainWhoLeftButHisNextLife() {
        done(new InstallView("r1", 0, List.of(new MemberIncarnation("a", 5), new MemberIncarnation("b", 5))), 1);
        done(new InstallView("r2", 1, List.of(new MemberIncarnation("a", 5))), 1);

        refused(
                new InstallView("r3", 2, List.of(new MemberIncarnation("a", 5), new MemberIncarnation("b", 5))),
                new Rejection.ViewChanged(2));
        refused(
                new InstallView("r4", 2, List.of(new MemberIncarnation("a", 5), new MemberIncarnation("b", 4))),
                new Rejection.ViewChanged(2));
        done(new InstallView("r5", 2, List.of(new MemberIncarnation("a", 5), new MemberIncarnation("b", 6))), 1);
    }

    @Test
    void shouldRefuseARosterWithoutSeatsOrWithANameTwice() {
        refused(new InstallView("r1", 0, List.of()), new Rejection.ViewChanged(0));
        refused(
                new InstallView("r2", 0, List.of(new MemberIncarnation("a", 1), new MemberIncarnation("a", 2))),
                new Rejection.ViewChanged(0));
    }

    @Test
    void shouldComeBackWholeFromACheckpoint() {
        done(new AwardMedal("k", "Gaul", "Gold"), 5);
        done(new InstallView("r1", 0, List.of(new MemberIncarnation("a", 5))), 1);
        StoreState state = desk.state();

        StoreState again = new StoreState(10, state.index(), state.lastNumber(), state.opened(), state.values());

        assertThat(again.values()).isEqualTo(state.values());
        assertThat(again.isScoreboard()).isTrue();
        assertThat(again.value(MembershipView.NAME)).isEqualTo(roster());
    }
}
