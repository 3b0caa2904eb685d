package menhir.store;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client asks a store to change. Checked for form already; the {@link Decider} decides whether it can be done. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Command.PlaceOrder.class, name = "order"),
    @JsonSubTypes.Type(value = Command.PutItem.class, name = "item"),
    @JsonSubTypes.Type(value = Command.Restock.class, name = "restock"),
    @JsonSubTypes.Type(value = Command.AddBoard.class, name = "board"),
    @JsonSubTypes.Type(value = Command.SetScore.class, name = "score"),
    @JsonSubTypes.Type(value = Command.AwardMedal.class, name = "medal"),
    @JsonSubTypes.Type(value = Command.SeatRoster.class, name = "roster"),
})
public sealed interface Command {

    /** A request is done once: the same key again gives the first answer. */
    String key();

    /** Tells requests with the same key but another content apart. */
    @JsonIgnore
    long fingerprint();

    /** Places an order, all lines or none. */
    record PlaceOrder(String key, OrderType type, List<Line> lines) implements Command {
        public PlaceOrder {
            lines = List.copyOf(lines);
        }

        @Override
        public long fingerprint() {
            Digest64 digest = new Digest64().add(type.name());
            lines.forEach(line -> digest.add(line.item()).add(line.quantity()));
            return digest.value();
        }
    }

    /** Adds an item, or changes the price or topic of one. The quantity is for a new item only, and so is the number. */
    record PutItem(
            String key,
            String name,
            BigDecimal price,
            @Nullable Long quantity,
            @Nullable String topic,
            @Nullable Long number)
            implements Command {
        /** Without a number. */
        public PutItem(String key, String name, BigDecimal price, @Nullable Long quantity, @Nullable String topic) {
            this(key, name, price, quantity, topic, null);
        }

        @Override
        public long fingerprint() {
            Digest64 digest = new Digest64()
                    .add("item")
                    .add(name)
                    .add(price.toPlainString())
                    .add(quantity == null ? -1 : quantity)
                    .add(topic == null ? "" : topic);
            return (number == null ? digest : digest.add("number").add(number)).value();
        }
    }

    /** Adds to an item's stock. */
    record Restock(String key, String name, long quantity) implements Command {
        @Override
        public long fingerprint() {
            return new Digest64().add("restock").add(name).add(quantity).value();
        }
    }

    /** For a scoreboard only. */
    sealed interface OnScoreboard extends Command {
        /** Name of the value that it changes. */
        @JsonIgnore
        String target();
    }

    /** Lays a scoreboard out, at its very first start. */
    record AddBoard(String key, String name, String title, List<String> marks) implements OnScoreboard {
        public AddBoard {
            marks = List.copyOf(marks);
        }

        @Override
        public long fingerprint() {
            Digest64 digest = new Digest64().add("board").add(name).add(title);
            marks.forEach(digest::add);
            return digest.value();
        }

        @Override
        public String target() {
            return name;
        }
    }

    /** A team's score in an event. */
    record TeamScore(String team, long score) {}

    /** Replaces the scores of some teams in an event. */
    record SetScore(String key, String event, List<TeamScore> scores) implements OnScoreboard {
        public SetScore {
            scores = List.copyOf(scores);
        }

        @Override
        public long fingerprint() {
            Digest64 digest = new Digest64().add("score").add(target());
            scores.forEach(score -> digest.add(score.team()).add(score.score()));
            return digest.value();
        }

        @Override
        public String target() {
            return Board.score(event);
        }
    }

    /** One more medal for a team. */
    record AwardMedal(String key, String team, String medal) implements OnScoreboard {
        @Override
        public long fingerprint() {
            return new Digest64().add("medal").add(target()).add(medal).value();
        }

        @Override
        public String target() {
            return Board.medals(team);
        }
    }

    /**
     * Who is to count the requests from here on.
     *
     * @param after number of the roster that this one is to follow; if there is another by now, nothing is changed
     */
    record SeatRoster(String key, long after, List<MembershipView.Seat> seats) implements OnScoreboard {
        public SeatRoster {
            seats = List.copyOf(seats);
        }

        @Override
        public long fingerprint() {
            Digest64 digest = new Digest64().add("roster").add(after);
            seats.forEach(seat -> digest.add(seat.name()).add(seat.life()));
            return digest.value();
        }

        @Override
        public String target() {
            return MembershipView.NAME;
        }
    }
}
