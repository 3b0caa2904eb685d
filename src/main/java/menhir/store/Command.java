package menhir.store;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.math.BigDecimal;
import java.util.List;
import menhir.store.MembershipView.MemberIncarnation;
import org.jspecify.annotations.Nullable;

/** A change that a client asks for. Its form has been checked; the {@link Decider} decides whether it can be done. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Command.PlaceOrder.class, name = "order"),
    @JsonSubTypes.Type(value = Command.PutItem.class, name = "item"),
    @JsonSubTypes.Type(value = Command.Restock.class, name = "restock"),
    @JsonSubTypes.Type(value = Command.SetTerms.class, name = "terms"),
    @JsonSubTypes.Type(value = Command.RetireItem.class, name = "retire"),
    @JsonSubTypes.Type(value = Command.Conditional.class, name = "if"),
    @JsonSubTypes.Type(value = HoldCommand.PlaceHold.class, name = "hold"),
    @JsonSubTypes.Type(value = HoldCommand.ConfirmHold.class, name = "confirm"),
    @JsonSubTypes.Type(value = HoldCommand.ExtendHold.class, name = "extend"),
    @JsonSubTypes.Type(value = HoldCommand.ReleaseHold.class, name = "release"),
    @JsonSubTypes.Type(value = CancelOrder.class, name = "cancel"),
    @JsonSubTypes.Type(value = LeaderPlacement.PlaceLeader.class, name = "place-leader"),
    @JsonSubTypes.Type(value = WebhookPosition.AdvanceWebhook.class, name = "webhook"),
    @JsonSubTypes.Type(value = Command.AddBoard.class, name = "board"),
    @JsonSubTypes.Type(value = Command.SetScore.class, name = "score"),
    @JsonSubTypes.Type(value = Command.AwardMedal.class, name = "medal"),
    @JsonSubTypes.Type(value = Command.InstallView.class, name = "view"),
})
public sealed interface Command
        permits Command.PlaceOrder,
                Command.OfItem,
                Command.AddBoard,
                Command.SetScore,
                Command.AwardMedal,
                Command.InstallView,
                Command.Conditional,
                HoldCommand,
                CancelOrder,
                LeaderPlacement.PlaceLeader,
                WebhookPosition.AdvanceWebhook {

    /** The idempotency key: a command with a key that was used before gets the first result again. */
    String key();

    /** A hash of the content, to detect that a key is used again for another request. */
    long fingerprint();

    /**
     * Name of the value that the command is about; null for an order, which has a number of its own.
     *
     * @param index of the log entry by which the command was done
     */
    @Nullable
    String target(long index);

    /** Its size in messages: see {@link Weight}. */
    int weight();

    /**
     * Has the decider decide this command. For {@link Decider#decide}, which looks at the key first.
     *
     * @param timeMillis the leader's clock, milliseconds since 1970
     */
    Decision decideBy(Decider decider, long timeMillis);

    /**
     * Places an order: all lines or none.
     *
     * @param customer whose it is, null if the client did not say
     */
    record PlaceOrder(
            String key,
            OrderType type,
            List<Line> lines,
            @Nullable String customer) implements Command {
        public PlaceOrder {
            lines = List.copyOf(lines);
        }

        /** An order of a client that did not say whose it is. */
        public PlaceOrder(String key, OrderType type, List<Line> lines) {
            this(key, type, lines, null);
        }

        @Override
        public long fingerprint() {
            Digest64 digest = new Digest64().add(type.name());
            lines.forEach(line -> digest.add(line.item()).add(line.quantity()));
            return (customer == null ? digest : digest.add("customer").add(customer)).value();
        }

        @Override
        public @Nullable String target(long index) {
            return null;
        }

        @Override
        public int weight() {
            return Weight.BASE + (customer == null ? 0 : 1) + lines.size();
        }

        @Override
        public Decision decideBy(Decider decider, long timeMillis) {
            return decider.decideOrder(this, timeMillis);
        }
    }

    /** About the one item called {@link #name()}. */
    sealed interface OfItem extends Command {
        String name();

        @Override
        default String target(long index) {
            return name();
        }

        @Override
        default int weight() {
            return Weight.SINGLE;
        }
    }

    /** Adds an item, or changes the price or topic of one. Quantity and number are for a new item only. */
    record PutItem(
            String key,
            String name,
            BigDecimal price,
            @Nullable Long quantity,
            @Nullable String topic,
            @Nullable Long number)
            implements OfItem {
        /** An item without a number. */
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

        @Override
        public Decision decideBy(Decider decider, long timeMillis) {
            return decider.decidePut(this, timeMillis);
        }
    }

    /** Adds to an item's stock. */
    record Restock(String key, String name, long quantity) implements OfItem {
        @Override
        public long fingerprint() {
            return new Digest64().add("restock").add(name).add(quantity).value();
        }

        @Override
        public Decision decideBy(Decider decider, long timeMillis) {
            return decider.decideRestock(this, timeMillis);
        }
    }

    /** Sets the terms on which an item is sold, in place of those before; see {@link Terms}. */
    record SetTerms(
            String key,
            String name,
            @Nullable Long limitPerCustomer,
            @Nullable Long onSaleFrom,
            @Nullable Long onSaleUntil)
            implements OfItem {
        @Override
        public long fingerprint() {
            return new Digest64()
                    .add("terms")
                    .add(name)
                    .add(limitPerCustomer == null ? -1 : limitPerCustomer)
                    .add(onSaleFrom == null ? -1 : onSaleFrom)
                    .add(onSaleUntil == null ? -1 : onSaleUntil)
                    .value();
        }

        @Override
        public Decision decideBy(Decider decider, long timeMillis) {
            return decider.decideTerms(this, timeMillis);
        }
    }

    /** Sells an item no more. */
    record RetireItem(String key, String name) implements OfItem {
        @Override
        public long fingerprint() {
            return new Digest64().add("retire").add(name).value();
        }

        @Override
        public Decision decideBy(Decider decider, long timeMillis) {
            return decider.decideRetire(this, timeMillis);
        }
    }

    /**
     * A command that is done only while a value has one of these versions: whoever sends it has seen that version and no later one. The
     * condition belongs to the command and not to its entry, and is no part of what its key stands for: the same key again gets the first
     * result.
     *
     * @param name of the {@linkplain Value value}
     * @param versions the value must have one of them; empty for any, as long as there is such a value
     */
    record Conditional(String name, List<Long> versions, Command command) implements Command {
        public Conditional {
            versions = List.copyOf(versions);
            if (command instanceof Conditional) {
                throw new IllegalArgumentException("a condition of a condition");
            }
        }

        @Override
        public String key() {
            return command.key();
        }

        @Override
        public long fingerprint() {
            return command.fingerprint();
        }

        @Override
        public @Nullable String target(long index) {
            return command.target(index);
        }

        @Override
        public int weight() {
            return Weight.BASE + command.weight();
        }

        /** A command that cannot be done whatever the version is rejected for that reason (RFC 9110, 13.2.1). */
        @Override
        public Decision decideBy(Decider decider, long timeMillis) {
            Decision decision = command.decideBy(decider, timeMillis);
            Value value = decider.state().value(name);
            boolean holds = value != null && (versions.isEmpty() || versions.contains(value.version()));
            return holds || !(decision instanceof Decision.Accepted)
                    ? decision
                    : new Decision.Rejected(new Rejection.OtherVersion(value == null ? null : value.version()));
        }
    }

    /** Adds a board to a scoreboard. Only the first leader of a new store does this. */
    record AddBoard(String key, String name, String title, List<String> counters) implements Command {
        public AddBoard {
            counters = List.copyOf(counters);
        }

        @Override
        public long fingerprint() {
            Digest64 digest = new Digest64().add("board").add(name).add(title);
            counters.forEach(digest::add);
            return digest.value();
        }

        @Override
        public String target(long index) {
            return name;
        }

        @Override
        public int weight() {
            return Weight.BASE + counters.size();
        }

        @Override
        public Decision decideBy(Decider decider, long timeMillis) {
            return decider.scoreboard().decideBoard(this, timeMillis);
        }
    }

    /** A team's score in an event. */
    record TeamScore(String team, long score) {}

    /** Replaces the scores of some teams in an event. */
    record SetScore(String key, String event, List<TeamScore> scores) implements Command {
        public SetScore {
            scores = List.copyOf(scores);
        }

        @Override
        public long fingerprint() {
            Digest64 digest = new Digest64().add("score").add(board());
            scores.forEach(score -> digest.add(score.team()).add(score.score()));
            return digest.value();
        }

        @Override
        public String target(long index) {
            return board();
        }

        private String board() {
            return Board.score(event);
        }

        @Override
        public int weight() {
            return Weight.BASE + scores.size();
        }

        @Override
        public Decision decideBy(Decider decider, long timeMillis) {
            return decider.scoreboard().decideScore(this, timeMillis);
        }
    }

    /** One more medal for a team. */
    record AwardMedal(String key, String team, String medal) implements Command {
        @Override
        public long fingerprint() {
            return new Digest64().add("medal").add(board()).add(medal).value();
        }

        @Override
        public String target(long index) {
            return board();
        }

        private String board() {
            return Board.medals(team);
        }

        @Override
        public int weight() {
            return Weight.SINGLE;
        }

        @Override
        public Decision decideBy(Decider decider, long timeMillis) {
            return decider.scoreboard().decideMedal(this, timeMillis);
        }
    }

    /**
     * Installs the next membership view of the raffle.
     *
     * @param after number of the view that this one is to follow; if another is installed by now, nothing is changed
     */
    record InstallView(String key, long after, List<MemberIncarnation> members) implements Command {
        public InstallView {
            members = List.copyOf(members);
        }

        @Override
        public long fingerprint() {
            Digest64 digest = new Digest64().add("roster").add(after);
            members.forEach(member -> digest.add(member.name()).add(member.incarnation()));
            return digest.value();
        }

        @Override
        public String target(long index) {
            return MembershipView.NAME;
        }

        @Override
        public int weight() {
            return Weight.BASE + members.size();
        }

        @Override
        public Decision decideBy(Decider decider, long timeMillis) {
            return decider.scoreboard().decideView(this, timeMillis);
        }
    }
}
