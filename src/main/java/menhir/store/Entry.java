package menhir.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import menhir.store.MembershipView.MemberIncarnation;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a store's log. Type names and JSON properties are on disk: they may be added, never changed.
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
    @JsonSubTypes.Type(value = Entry.TermsSet.class, name = "terms"),
    @JsonSubTypes.Type(value = Entry.ItemRetired.class, name = "item-retired"),
    @JsonSubTypes.Type(value = Entry.OrderPlaced.class, name = "order"),
    @JsonSubTypes.Type(value = Entry.OrderRejected.class, name = "rejected"),
    @JsonSubTypes.Type(value = HoldEntry.HoldPlaced.class, name = "hold"),
    @JsonSubTypes.Type(value = HoldEntry.HoldExtended.class, name = "hold-extended"),
    @JsonSubTypes.Type(value = HoldEntry.HoldReleased.class, name = "hold-released"),
    @JsonSubTypes.Type(value = HoldEntry.HoldsExpired.class, name = "holds-expired"),
    @JsonSubTypes.Type(value = OrderCancelled.class, name = "cancelled"),
    @JsonSubTypes.Type(value = LeaderPlacement.LeaderPlaced.class, name = "leader-placed"),
    @JsonSubTypes.Type(value = WebhookPosition.WebhookAdvanced.class, name = "webhook"),
    @JsonSubTypes.Type(value = Entry.BoardAdded.class, name = "board"),
    @JsonSubTypes.Type(value = Entry.ScoreSet.class, name = "score"),
    @JsonSubTypes.Type(value = Entry.MedalAwarded.class, name = "medal"),
    @JsonSubTypes.Type(value = Entry.ViewInstalled.class, name = "roster"),
})
public sealed interface Entry permits Entry.ProtocolEntry, Entry.Keyed, HoldEntry {

    /** Changes the state as this entry says. For {@link StoreState#apply}, which calls it once, in the order of the log. */
    void applyTo(StoreState state);

    /** Names of the {@linkplain Value values} that this entry changes. */
    Set<String> affectedNames();

    /** Its size in messages: see {@link Weight}. */
    int weight();

    /** Calls the visitor's method for this entry. A new kind of entry does not compile until all visitors know it. */
    <R> R accept(Visitor<R> visitor);

    /** The number of the order that this entry places; 0 if it places none. */
    default long orderNumber() {
        return 0;
    }

    /** A case for each entry. */
    interface Visitor<R> {
        R leaderElected(LeaderElected entry);

        R replicaJoined(ReplicaJoined entry);

        R storeOpened(StoreOpened entry);

        R itemAdded(ItemAdded entry);

        R repriced(Repriced entry);

        R restocked(Restocked entry);

        R termsSet(TermsSet entry);

        R itemRetired(ItemRetired entry);

        R orderPlaced(OrderPlaced entry);

        R orderRejected(OrderRejected entry);

        R holdPlaced(HoldEntry.HoldPlaced entry);

        R holdExtended(HoldEntry.HoldExtended entry);

        R holdReleased(HoldEntry.HoldReleased entry);

        R holdsExpired(HoldEntry.HoldsExpired entry);

        R orderCancelled(OrderCancelled entry);

        R leaderPlaced(LeaderPlacement.LeaderPlaced entry);

        R webhookAdvanced(WebhookPosition.WebhookAdvanced entry);

        R boardAdded(BoardAdded entry);

        R scoreSet(ScoreSet entry);

        R medalAwarded(MedalAwarded entry);

        R viewInstalled(ViewInstalled entry);
    }

    /** Written by the protocol; it changes no value. */
    sealed interface ProtocolEntry extends Entry {
        @Override
        default Set<String> affectedNames() {
            return Set.of();
        }

        @Override
        default int weight() {
            return Weight.BASE;
        }
    }

    /** A leader took over. */
    record LeaderElected(long epoch, String node, long timeMillis) implements ProtocolEntry {
        @Override
        public void applyTo(StoreState state) {}

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.leaderElected(this);
        }
    }

    /** A blank replica may become a member again. */
    record ReplicaJoined(int slot) implements ProtocolEntry {
        @Override
        public void applyTo(StoreState state) {}

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.replicaJoined(this);
        }
    }

    /** The first catalog is complete: orders are accepted from here on, and no later leader adds first items again. */
    record StoreOpened(long timeMillis) implements ProtocolEntry {
        @Override
        public void applyTo(StoreState state) {
            state.open();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.storeOpened(this);
        }
    }

    /** Decided for a command; when the same key comes again, this entry gives the first result. */
    sealed interface Keyed extends Entry
            permits OneValueChanged,
                    OrderPlaced,
                    OrderRejected,
                    ScoreSet,
                    MedalAwarded,
                    ViewInstalled,
                    HoldEntry.HoldPlaced,
                    HoldEntry.HoldExtended,
                    HoldEntry.HoldReleased,
                    OrderCancelled,
                    LeaderPlacement.LeaderPlaced,
                    WebhookPosition.WebhookAdvanced {
        String key();

        /** See {@link Command#fingerprint()}. */
        long fingerprint();

        long timeMillis();
    }

    /** Changes the one value called {@link #name()}. */
    sealed interface OneValueChanged extends Keyed {
        String name();

        @Override
        default Set<String> affectedNames() {
            return Set.of(name());
        }
    }

    /** A new item. The property {@code number} is left out where there is none, as in logs from before items had numbers. */
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
            implements OneValueChanged {
        /** An item without a number. */
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
        public void applyTo(StoreState state) {
            state.putItem(new Item(name, price, quantity, topic, number, state.index()));
        }

        @Override
        public int weight() {
            return Weight.SINGLE;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.itemAdded(this);
        }
    }

    /** An item has another price or topic. */
    record Repriced(
            String name, BigDecimal price, @Nullable String topic, String key, long fingerprint, long timeMillis)
            implements OneValueChanged {
        @Override
        public void applyTo(StoreState state) {
            state.putItem(state.knownItem(name).withPrice(price, topic, state.index()));
        }

        @Override
        public int weight() {
            return Weight.SINGLE;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.repriced(this);
        }
    }

    /** {@code quantity} was added to an item's stock. */
    record Restocked(String name, long quantity, String key, long fingerprint, long timeMillis)
            implements OneValueChanged {
        @Override
        public void applyTo(StoreState state) {
            state.addStock(name, quantity);
        }

        @Override
        public int weight() {
            return Weight.SINGLE;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.restocked(this);
        }
    }

    /**
     * The terms on which an item is sold are these from here on.
     *
     * @param limitPerCustomer as in {@link Terms}, as the other two
     */
    record TermsSet(
            String name,
            @Nullable Long limitPerCustomer,
            @Nullable Long onSaleFrom,
            @Nullable Long onSaleUntil,
            String key,
            long fingerprint,
            long timeMillis)
            implements OneValueChanged {
        @Override
        public void applyTo(StoreState state) {
            Item item = state.knownItem(name);
            Terms before = item.terms();
            long since = before == null || before.limitPerCustomer() == null ? state.index() : before.since();
            if (limitPerCustomer == null) {
                state.customers().drop(name);
                since = 0;
            }
            Terms terms = new Terms(limitPerCustomer, onSaleFrom, onSaleUntil, since);
            state.putItem(item.withTerms(terms.areNone() ? null : terms, state.index()));
        }

        @Override
        public int weight() {
            return Weight.SINGLE;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.termsSet(this);
        }
    }

    /**
     * An item is sold no more. Its record stays, because orders and their lines name it: whatever is given back of it is added to
     * that record. An {@link ItemAdded} of the same name sells it again, with the quantity of that entry.
     */
    record ItemRetired(String name, String key, long fingerprint, long timeMillis) implements OneValueChanged {
        @Override
        public void applyTo(StoreState state) {
            state.customers().drop(name);
            state.putItem(state.knownItem(name).withoutSale(state.index()));
        }

        @Override
        public int weight() {
            return Weight.SINGLE;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.itemRetired(this);
        }
    }

    /**
     * An order: all its lines at one instant.
     *
     * @param customer whose it is, null if the client did not say
     * @param hold the hold that became this order, null if there was none
     */
    record OrderPlaced(
            long number,
            OrderType type,
            List<PricedLine> lines,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String customer,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Long hold,

            String key,
            long fingerprint,
            long timeMillis)
            implements Keyed {
        public OrderPlaced {
            lines = List.copyOf(lines);
        }

        /** An order of a client that did not say whose it is. */
        public OrderPlaced(
                long number, OrderType type, List<PricedLine> lines, String key, long fingerprint, long timeMillis) {
            this(number, type, lines, null, null, key, fingerprint, timeMillis);
        }

        @Override
        public void applyTo(StoreState state) {
            if (hold != null) {
                state.holds().onConfirmed(hold, number);
            } else {
                lines.forEach(line -> apply(line, state));
            }
            state.numberTaken(number);
        }

        private void apply(PricedLine line, StoreState state) {
            if (type == OrderType.SELL) {
                state.addStock(line.item(), line.quantity());
            } else {
                state.addStock(line.item(), -line.quantity());
                state.customers().count(line.item(), customer, line.quantity());
            }
        }

        @Override
        public Set<String> affectedNames() {
            if (lines.size() == 1 && hold == null) {
                return Set.of(lines.get(0).item());
            }
            Set<String> names = new TreeSet<>();
            lines.forEach(line -> names.add(line.item()));
            if (hold != null) {
                names.add(Hold.nameOf(hold));
            }
            return names;
        }

        @Override
        public int weight() {
            return Weight.BASE + (customer == null ? 0 : 1) + lines.size();
        }

        @Override
        public long orderNumber() {
            return number;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.orderPlaced(this);
        }

        public Order order() {
            return new Order(number, type, lines, customer, hold, timeMillis);
        }
    }

    /**
     * An order that could not be done. It has no number and changes nothing; a store that logs rejections can show it, and
     * rejects the same key again for the same reason.
     */
    record OrderRejected(OrderType type, List<Line> lines, Rejection why, String key, long fingerprint, long timeMillis)
            implements Keyed {
        public OrderRejected {
            lines = List.copyOf(lines);
        }

        @Override
        public void applyTo(StoreState state) {}

        @Override
        public Set<String> affectedNames() {
            return Set.of();
        }

        @Override
        public int weight() {
            return Weight.BASE + 1 + lines.size();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.orderRejected(this);
        }
    }

    /** A scoreboard got a board with all its counters at 0. */
    record BoardAdded(
            String name,
            String title,
            @JsonProperty("marks") List<String> counters,
            String key,
            long fingerprint,
            long timeMillis)
            implements OneValueChanged {
        public BoardAdded {
            counters = List.copyOf(counters);
        }

        @Override
        public void applyTo(StoreState state) {
            List<Board.Counter> zeros = counters.stream()
                    .map(counter -> new Board.Counter(counter, 0, 0))
                    .toList();
            state.putBoard(new Board(name, title, zeros, state.index()));
        }

        @Override
        public int weight() {
            return Weight.BASE + counters.size();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.boardAdded(this);
        }
    }

    /** Scores of an event were set; {@code board} is {@link Board#score}. */
    record ScoreSet(String board, List<Command.TeamScore> scores, String key, long fingerprint, long timeMillis)
            implements Keyed {
        public ScoreSet {
            scores = List.copyOf(scores);
        }

        @Override
        public void applyTo(StoreState state) {
            Board changed = state.knownBoard(board);
            for (Command.TeamScore score : scores) {
                changed = changed.with(score.team(), score.score(), timeMillis, state.index());
            }
            state.putBoard(changed);
        }

        @Override
        public Set<String> affectedNames() {
            return Set.of(board);
        }

        @Override
        public int weight() {
            return Weight.BASE + scores.size();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.scoreSet(this);
        }
    }

    /** A team got one more medal; {@code board} is {@link Board#medals}. */
    record MedalAwarded(String board, String medal, String key, long fingerprint, long timeMillis) implements Keyed {
        @Override
        public void applyTo(StoreState state) {
            Board before = state.knownBoard(board);
            Board.@Nullable Counter counter = before.counter(medal);
            long count = counter == null ? 1 : counter.count() + 1;
            state.putBoard(before.with(medal, count, timeMillis, state.index()));
        }

        @Override
        public Set<String> affectedNames() {
            return Set.of(board);
        }

        @Override
        public int weight() {
            return Weight.SINGLE;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.medalAwarded(this);
        }
    }

    /** The raffle's multicast has other members from here on. */
    record ViewInstalled(
            long number,
            @JsonProperty("seats") List<MemberIncarnation> members,
            String key,
            long fingerprint,
            long timeMillis)
            implements Keyed {
        public ViewInstalled {
            members = List.copyOf(members);
        }

        @Override
        public void applyTo(StoreState state) {
            state.putView(state.view().next(members, state.index()));
        }

        @Override
        public Set<String> affectedNames() {
            return Set.of(MembershipView.NAME);
        }

        @Override
        public int weight() {
            return Weight.BASE + members.size();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.viewInstalled(this);
        }
    }
}
