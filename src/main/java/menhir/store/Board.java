package menhir.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One board of a scoreboard: the medals of a team, or the scores of an event.
 *
 * @param name made by {@link #medals} or {@link #score}
 * @param title the team or event as people write it
 * @param counters in the order in which they were defined
 */
public record Board(
        String name, String title, @JsonProperty("marks") List<Counter> counters, long version) implements Value {
    private static final String MEDALS = "medals/";
    private static final String SCORE = "score/";

    public Board {
        counters = List.copyOf(counters);
    }

    /**
     * One count: of a medal, or of a team's score.
     *
     * @param timeMillis of its last change, milliseconds since 1970; 0 if it was never changed
     */
    public record Counter(String name, long count, long timeMillis) {}

    /** Name of the board with a team's medals. */
    public static String medals(String team) {
        return MEDALS + withoutSpaces(team);
    }

    /** Name of the board with an event's scores. */
    public static String score(String event) {
        return SCORE + withoutSpaces(event);
    }

    /** Name of a board, from what the names of its sort begin with: see {@link #medals} and {@link #score}. */
    public static String named(String prefix, String title) {
        return prefix + withoutSpaces(title);
    }

    /** Spaces do not distinguish names: clients write "Stone Curling", "StoneCurling" and, in paths, "Stone+Curling". */
    private static String withoutSpaces(String title) {
        StringBuilder result = new StringBuilder(title.length());
        title.chars().filter(c -> c != ' ' && c != '+').forEach(c -> result.append((char) c));
        return result.toString();
    }

    /** The counter of this name, or null. */
    public @Nullable Counter counter(String counterName) {
        for (Counter counter : counters) {
            if (counter.name().equals(counterName)) {
                return counter;
            }
        }
        return null;
    }

    /** The newest change of any counter, milliseconds since 1970. */
    long timeMillis() {
        return counters.stream().mapToLong(Counter::timeMillis).max().orElse(0);
    }

    Board with(String counterName, long count, long timeMillis, long newVersion) {
        List<Counter> changed = new ArrayList<>(counters.size());
        for (Counter counter : counters) {
            changed.add(counter.name().equals(counterName) ? new Counter(counterName, count, timeMillis) : counter);
        }
        return new Board(name, title, changed, newVersion);
    }

    @Override
    public int weight() {
        return Weight.BASE + counters.size();
    }

    @Override
    public long digest() {
        Digest64.Quick hash =
                new Digest64.Quick().add("board").add(name).add(title).add(version);
        for (Counter counter : counters) {
            hash.add(counter.name()).add(counter.count()).add(counter.timeMillis());
        }
        return hash.value();
    }

    @Override
    public void putInto(StoreState state) {
        state.putBoard(this);
    }
}
