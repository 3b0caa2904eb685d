package menhir.store;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a scoreboard shows under one heading: the medals of a team, or the score of an event.
 *
 * @param name {@link #medals} or {@link #score} makes it
 * @param title of the team or event, as people write it
 * @param marks what is counted, in the order in which it was laid out
 */
public record Board(String name, String title, List<Mark> marks, long version) implements Value {
    private static final String MEDALS = "medals/";
    private static final String SCORE = "score/";

    public Board {
        marks = List.copyOf(marks);
    }

    /**
     * One count.
     *
     * @param timeMillis of its last change, milliseconds since 1970; 0 if there was none
     */
    public record Mark(String name, long count, long timeMillis) {}

    /** Name of the board with a team's medals. */
    public static String medals(String team) {
        return MEDALS + squeezed(team);
    }

    /** Name of the board with an event's score. */
    public static String score(String event) {
        return SCORE + squeezed(event);
    }

    /** Blanks do not tell names apart: clients write "Stone Curling", "StoneCurling" and, in paths, "Stone+Curling". */
    private static String squeezed(String title) {
        StringBuilder squeezed = new StringBuilder(title.length());
        title.chars().filter(c -> c != ' ' && c != '+').forEach(c -> squeezed.append((char) c));
        return squeezed.toString();
    }

    /** The mark of this name, or null. */
    public @Nullable Mark mark(String markName) {
        for (Mark mark : marks) {
            if (mark.name().equals(markName)) {
                return mark;
            }
        }
        return null;
    }

    /** The newest of its marks' times. */
    long timeMillis() {
        return marks.stream().mapToLong(Mark::timeMillis).max().orElse(0);
    }

    Board with(String markName, long count, long timeMillis, long newVersion) {
        List<Mark> changed = new ArrayList<>(marks.size());
        for (Mark mark : marks) {
            changed.add(mark.name().equals(markName) ? new Mark(markName, count, timeMillis) : mark);
        }
        return new Board(name, title, changed, newVersion);
    }
}
