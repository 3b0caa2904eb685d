package menhir.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An entry about {@linkplain Hold holds}. An order that a hold became is an {@link Entry.OrderPlaced}. */
public sealed interface HoldEntry extends Entry {

    /**
     * Stock was set aside.
     *
     * @param hold the hold's id: the index of this entry
     * @param lines with the prices that its order will have
     * @param seconds for how long
     * @param clockMillis the {@link HoldClock} at this entry
     */
    record HoldPlaced(
            long hold,
            List<PricedLine> lines,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String customer,

            long seconds,
            long clockMillis,
            String key,
            long fingerprint,
            long timeMillis)
            implements HoldEntry, Entry.Keyed {
        public HoldPlaced {
            lines = List.copyOf(lines);
        }

        @Override
        public void applyTo(StoreState state) {
            state.holds().onPlaced(this);
        }

        @Override
        public Set<String> affectedNames() {
            return namesOf(hold, lines.stream().map(PricedLine::item));
        }

        @Override
        public int weight() {
            return Weight.SINGLE + lines.size();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.holdPlaced(this);
        }
    }

    /**
     * A hold lasts {@code seconds} from here on, if that is longer than before.
     *
     * @param clockMillis the {@link HoldClock} at this entry
     */
    record HoldExtended(long hold, long seconds, long clockMillis, String key, long fingerprint, long timeMillis)
            implements HoldEntry, Entry.Keyed {
        @Override
        public void applyTo(StoreState state) {
            state.holds().onExtended(this);
        }

        @Override
        public Set<String> affectedNames() {
            return Set.of(Hold.nameOf(hold));
        }

        @Override
        public int weight() {
            return Weight.SINGLE;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.holdExtended(this);
        }
    }

    /** A client gave back a hold's stock. */
    record HoldReleased(long hold, List<Line> lines, String key, long fingerprint, long timeMillis)
            implements HoldEntry, Entry.Keyed {
        public HoldReleased {
            lines = List.copyOf(lines);
        }

        @Override
        public void applyTo(StoreState state) {
            state.holds().onReleased(this);
        }

        @Override
        public Set<String> affectedNames() {
            return namesOf(hold, lines.stream().map(Line::item));
        }

        @Override
        public int weight() {
            return Weight.SINGLE + lines.size();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.holdReleased(this);
        }
    }

    /** A hold that ran out, with the stock that it gives back. */
    record ExpiredHold(long hold, List<Line> lines) {
        public ExpiredHold {
            lines = List.copyOf(lines);
        }
    }

    /**
     * Leaders have counted time up to {@code clockMillis}, and these holds have run out by then. There may be none: a new leader
     * counts on from the newest such entry.
     */
    record HoldsExpired(List<ExpiredHold> holds, long clockMillis, long timeMillis) implements HoldEntry {
        public HoldsExpired {
            holds = List.copyOf(holds);
        }

        @Override
        public void applyTo(StoreState state) {
            state.holds().onExpired(this);
        }

        @Override
        public Set<String> affectedNames() {
            Set<String> names = new TreeSet<>();
            holds.forEach(expired -> names.addAll(
                    namesOf(expired.hold(), expired.lines().stream().map(Line::item))));
            return names;
        }

        @Override
        public int weight() {
            return Weight.BASE
                    + holds.stream()
                            .mapToInt(expired -> 1 + expired.lines().size())
                            .sum();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.holdsExpired(this);
        }
    }

    private static Set<String> namesOf(long hold, Stream<String> items) {
        Set<String> names = new TreeSet<>();
        names.add(Hold.nameOf(hold));
        items.forEach(names::add);
        return names;
    }
}
