package menhir.store;

import java.util.HashSet;
import java.util.Set;
import menhir.store.Command.AddBoard;
import menhir.store.Command.AwardMedal;
import menhir.store.Command.SeatRoster;
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

    Decision decide(Command.OnScoreboard command, long timeMillis) {
        if (command instanceof AddBoard add) {
            return decideAdd(add, timeMillis);
        } else if (command instanceof SetScore set) {
            return decideScore(set, timeMillis);
        } else if (command instanceof AwardMedal award) {
            return decideMedal(award, timeMillis);
        } else if (command instanceof SeatRoster seat) {
            return decideRoster(seat, timeMillis);
        }
        throw new IllegalArgumentException("unknown command " + command);
    }

    private Decision decideAdd(AddBoard add, long timeMillis) {
        if (state.value(add.name()) != null) {
            return new Rejected(new Rejection.ItemExists(add.title()));
        }
        if (!state.items().isEmpty()) {
            return new Rejected(new Rejection.OtherKind());
        }
        return new Accepted(
                new Entry.BoardAdded(add.name(), add.title(), add.marks(), add.key(), add.fingerprint(), timeMillis));
    }

    private Decision decideScore(SetScore set, long timeMillis) {
        Board board = state.board(Board.score(set.event()));
        if (board == null) {
            return new Rejected(new Rejection.UnknownItem(set.event()));
        }
        for (Command.TeamScore score : set.scores()) {
            if (board.mark(score.team()) == null) {
                return new Rejected(new Rejection.UnknownItem(score.team()));
            }
        }
        return new Accepted(new Entry.ScoreSet(
                board.name(), set.scores(), set.key(), set.fingerprint(), notBefore(board, timeMillis)));
    }

    private Decision decideMedal(AwardMedal award, long timeMillis) {
        Board board = state.board(Board.medals(award.team()));
        if (board == null) {
            return new Rejected(new Rejection.UnknownItem(award.team()));
        }
        Board.@Nullable Mark mark = board.mark(award.medal());
        if (mark == null) {
            return new Rejected(new Rejection.UnknownItem(award.medal()));
        }
        if (mark.count() >= Limits.STOCK) {
            return new Rejected(new Rejection.TooMany(award.medal(), Limits.STOCK));
        }
        return new Accepted(new Entry.MedalAwarded(
                board.name(), mark.name(), award.key(), award.fingerprint(), notBefore(board, timeMillis)));
    }

    /** A board's times never run backwards, though a new leader's clock may be a little behind the old one's. */
    private static long notBefore(Board board, long timeMillis) {
        return Math.max(board.timeMillis(), timeMillis);
    }

    /** Whoever proposes may be one of several, and may know only an older roster: then nothing is changed. */
    private Decision decideRoster(SeatRoster seat, long timeMillis) {
        if (!state.isScoreboard()) {
            return new Rejected(new Rejection.OtherKind());
        }
        MembershipView roster = state.roster();
        Set<String> names = new HashSet<>();
        boolean fits = roster.number() == seat.after()
                && !seat.seats().isEmpty()
                && seat.seats().size() <= MembershipView.MAX_SEATS
                && seat.seats().stream().allMatch(each -> names.add(each.name()) && roster.admits(each));
        return fits
                ? new Accepted(new Entry.RosterSeated(
                        roster.number() + 1, seat.seats(), seat.key(), seat.fingerprint(), timeMillis))
                : new Rejected(new Rejection.RosterMoved(roster.number()));
    }
}
