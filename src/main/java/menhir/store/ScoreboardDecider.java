package menhir.store;

import java.util.HashSet;
import java.util.Set;
import menhir.store.Command.AddBoard;
import menhir.store.Command.AwardMedal;
import menhir.store.Command.InstallView;
import menhir.store.Command.SetScore;
import menhir.store.Decision.Accepted;
import menhir.store.Decision.Rejected;
import org.jspecify.annotations.Nullable;

/** The {@link Decider}'s rules for a scoreboard. */
final class ScoreboardDecider {
    private final StoreState state;

    ScoreboardDecider(StoreState state) {
        this.state = state;
    }

    Decision decideBoard(AddBoard add, long timeMillis) {
        if (state.value(add.name()) != null) {
            return new Rejected(new Rejection.ItemExists(add.title()));
        }
        if (!state.items().isEmpty()) {
            return new Rejected(new Rejection.WrongStoreKind());
        }
        return new Accepted(new Entry.BoardAdded(
                add.name(), add.title(), add.counters(), add.key(), add.fingerprint(), timeMillis));
    }

    Decision decideScore(SetScore set, long timeMillis) {
        Board board = state.board(Board.score(set.event()));
        if (board == null) {
            return new Rejected(new Rejection.UnknownItem(set.event()));
        }
        for (Command.TeamScore score : set.scores()) {
            if (board.counter(score.team()) == null) {
                return new Rejected(new Rejection.UnknownItem(score.team()));
            }
        }
        return new Accepted(new Entry.ScoreSet(
                board.name(), set.scores(), set.key(), set.fingerprint(), notBefore(board, timeMillis)));
    }

    Decision decideMedal(AwardMedal award, long timeMillis) {
        Board board = state.board(Board.medals(award.team()));
        if (board == null) {
            return new Rejected(new Rejection.UnknownItem(award.team()));
        }
        Board.@Nullable Counter counter = board.counter(award.medal());
        if (counter == null) {
            return new Rejected(new Rejection.UnknownItem(award.medal()));
        }
        if (counter.count() >= Limits.STOCK) {
            return new Rejected(new Rejection.TooMany(award.medal(), Limits.STOCK));
        }
        return new Accepted(new Entry.MedalAwarded(
                board.name(), counter.name(), award.key(), award.fingerprint(), notBefore(board, timeMillis)));
    }

    /** A board's times never run backwards, although a new leader's clock may be slightly behind the old leader's. */
    private static long notBefore(Board board, long timeMillis) {
        return Math.max(board.timeMillis(), timeMillis);
    }

    /** Several nodes may propose a view at once, and one may know an old view only: its proposal is rejected. */
    Decision decideView(InstallView install, long timeMillis) {
        if (!state.isScoreboard()) {
            return new Rejected(new Rejection.WrongStoreKind());
        }
        MembershipView view = state.view();
        Set<String> names = new HashSet<>();
        boolean fits = view.number() == install.after()
                && !install.members().isEmpty()
                && install.members().size() <= MembershipView.MAX_MEMBERS
                && install.members().stream().allMatch(member -> names.add(member.name()) && view.admits(member));
        return fits
                ? new Accepted(new Entry.ViewInstalled(
                        view.number() + 1, install.members(), install.key(), install.fingerprint(), timeMillis))
                : new Rejected(new Rejection.ViewChanged(view.number()));
    }
}
