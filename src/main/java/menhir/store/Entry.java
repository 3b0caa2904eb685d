package menhir.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a store's log. The names and fields are on disks: they may be added to, never changed.
 *
 * <p>Times are milliseconds since 1970 on the deciding leader's clock.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Entry.LeaderElected.class, name = "leader"),
    @JsonSubTypes.Type(value = Entry.ReplicaJoined.class, name = "joined"),
    @JsonSubTypes.Type(value = Entry.StoreOpened.class, name = "opened"),
    @JsonSubTypes.Type(value = Entry.ItemAdded.class, name = "item"),
    @JsonSubTypes.Type(value = Entry.Repriced.class, name = "repriced"),
    @JsonSubTypes.Type(value = Entry.Restocked.class, name = "restocked"),
    @JsonSubTypes.Type(value = Entry.OrderPlaced.class, name = "order"),
    @JsonSubTypes.Type(value = Entry.OrderRejected.class, name = "rejected"),
    @JsonSubTypes.Type(value = Entry.BoardAdded.class, name = "board"),
    @JsonSubTypes.Type(value = Entry.ScoreSet.class, name = "score"),
    @JsonSubTypes.Type(value = Entry.MedalAwarded.class, name = "medal"),
    @JsonSubTypes.Type(value = Entry.RosterSeated.class, name = "roster"),
})
public sealed interface Entry {

    /** Names of the items, or whatever else the store keeps, that this entry changes. */
    default Set<String> touches() {
        return Set.of();
    }

    /** A leader took over. */
    record LeaderElected(long epoch, String node, long timeMillis) implements Entry {}

    /** A blank replica may come back in. */
    record ReplicaJoined(int slot) implements Entry {}

    /** The first catalog is complete: orders are taken from here on, and no later leader adds first items again. */
    record StoreOpened(long timeMillis) implements Entry {}

    /** Decided for a client's request; the key finds the first answer again when the request comes twice. */
    sealed interface Keyed extends Entry {
        String key();

        /** See {@link Command#fingerprint()}. */
        long fingerprint();

        long timeMillis();
    }

    /** A new item. Without a number its bytes are those of the versions that knew none. */
    record ItemAdded(
            String name,
            BigDecimal price,
            long quantity,
            @Nullable String topic,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Long number,

            String key,
            long fingerprint,
            long timeMillis)
            implements Keyed {
        /** Without a number. */
        public ItemAdded(
                String name,
                BigDecimal price,
                long quantity,
                @Nullable String topic,
                String key,
                long fingerprint,
                long timeMillis) {
            this(name, price, quantity, topic, null, key, fingerprint, timeMillis);
        }

        @Override
        public Set<String> touches() {
            return Set.of(name);
        }
    }

    /** An item's price or topic was changed. */
    record Repriced(
            String name, BigDecimal price, @Nullable String topic, String key, long fingerprint, long timeMillis)
            implements Keyed {
        @Override
        public Set<String> touches() {
            return Set.of(name);
        }
    }

    /** So many were added to an item's stock. */
    record Restocked(String name, long quantity, String key, long fingerprint, long timeMillis) implements Keyed {
        @Override
        public Set<String> touches() {
            return Set.of(name);
        }
    }

    /** All lines of an order, at one instant. */
    record OrderPlaced(
            long number, OrderType type, List<PricedLine> lines, String key, long fingerprint, long timeMillis)
            implements Keyed {
        public OrderPlaced {
            lines = List.copyOf(lines);
        }

        @Override
        public Set<String> touches() {
            if (lines.size() == 1) {
                return Set.of(lines.get(0).item());
            }
            Set<String> names = new TreeSet<>();
            lines.forEach(line -> names.add(line.item()));
            return names;
        }

        public Order order() {
            return new Order(number, type, lines, timeMillis);
        }
    }

    /**
     * An order that could not be done. It has no number and changes nothing; it stands here in a store that keeps refusals,
     * so that they can be read later and the same key is refused again.
     */
    record OrderRejected(OrderType type, List<Line> lines, Rejection why, String key, long fingerprint, long timeMillis)
            implements Keyed {
        public OrderRejected {
            lines = List.copyOf(lines);
        }
    }

    /** A scoreboard got a board, with nothing counted yet. */
    record BoardAdded(String name, String title, List<String> marks, String key, long fingerprint, long timeMillis)
            implements Keyed {
        public BoardAdded {
            marks = List.copyOf(marks);
        }

        @Override
        public Set<String> touches() {
            return Set.of(name);
        }
    }

    /** Scores of an event were set; {@code board} is {@link Board#score}. */
    record ScoreSet(String board, List<Command.TeamScore> scores, String key, long fingerprint, long timeMillis)
            implements Keyed {
        public ScoreSet {
            scores = List.copyOf(scores);
        }

        @Override
        public Set<String> touches() {
            return Set.of(board);
        }
    }

    /** A team got one more medal; {@code board} is {@link Board#medals}. */
    record MedalAwarded(String board, String medal, String key, long fingerprint, long timeMillis) implements Keyed {
        @Override
        public Set<String> touches() {
            return Set.of(board);
        }
    }

    /** Others count the requests from here on. */
    record RosterSeated(long number, List<MembershipView.Seat> seats, String key, long fingerprint, long timeMillis)
            implements Keyed {
        public RosterSeated {
            seats = List.copyOf(seats);
        }

        @Override
        public Set<String> touches() {
            return Set.of(MembershipView.NAME);
        }
    }
}
