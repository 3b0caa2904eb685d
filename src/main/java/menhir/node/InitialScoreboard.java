package menhir.node;

import java.util.ArrayList;
import java.util.List;
import menhir.config.catalog.ScoreboardFile;
import menhir.store.Board;
import menhir.store.Command;

/** The commands that create a scoreboard: a board of medals for each team, and a board of scores for each event. */
final class InitialScoreboard {
    private static final List<String> MEDALS = List.of("Bronze", "Silver", "Gold");

    private InitialScoreboard() {}

    static List<Command> of(ScoreboardFile.Layout layout) {
        List<Command> boards = new ArrayList<>();
        layout.teams().forEach(team -> boards.add(board(Board.medals(team), team, MEDALS)));
        layout.events().forEach(event -> boards.add(board(Board.score(event), event, layout.teams())));
        return boards;
    }

    private static Command board(String name, String title, List<String> counters) {
        return new Command.AddBoard("first-catalog/" + name, name, title, counters);
    }
}
