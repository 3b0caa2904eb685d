package menhir.store;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import menhir.store.Command.PlaceOrder;
import menhir.store.Command.PutItem;
import menhir.store.Command.Restock;
import menhir.store.Command.RetireItem;
import menhir.store.Command.SetTerms;
import menhir.store.Decision.Accepted;
import menhir.store.Decision.Rejected;
import menhir.store.Decision.Replayed;
import org.jspecify.annotations.Nullable;

/**
 * Decides commands, one after the other, against the state of the whole log. That state runs ahead of what is committed:
 * an order takes its stock the moment it is accepted, so no two orders can get the same unit.
 *
 * <p>The decider pattern: {@link #decide} turns a command into an entry and changes nothing; {@link #apply} applies an
 * entry. Belongs to one thread.
 */
public final class Decider {
    private final StoreState state;
    private final StoreRules rules;
    private final ScoreboardDecider scoreboard;
    private final HoldDecider holds;
    private final CancellationDecider cancellations;

    /** A decider with the rules that every store has. */
    public Decider(StoreState state) {
        this(state, StoreRules.PLAIN);
    }

    /**
     * A decider that continues from a state.
     *
     * @param state of the whole log that the leader took over; the decider owns it from now on
     */
    public Decider(StoreState state, StoreRules rules) {
        this(state, rules, new HoldDecider(state));
    }

    Decider(StoreState state, StoreRules rules, HoldDecider holds) {
        this.state = state;
        this.rules = rules;
        this.scoreboard = new ScoreboardDecider(state);
        this.holds = holds;
        this.cancellations = new CancellationDecider(state);
    }

    public StoreState state() {
        return state;
    }

    ScoreboardDecider scoreboard() {
        return scoreboard;
    }

    HoldDecider holds() {
        return holds;
    }

    CancellationDecider cancellations() {
        return cancellations;
    }

    /**
     * Decides a command. An accepted entry must next be appended to the log and then given to {@link #apply}.
     *
     * @param timeMillis the leader's clock, milliseconds since 1970
     */
    public Decision decide(Command command, long timeMillis) {
        KeyWindow.@Nullable FirstUse first = state.keys().find(command.key());
        if (first != null) {
            return first.fingerprint() == command.fingerprint()
                    ? new Replayed(first.index(), first.number())
                    : new Rejected(new Rejection.KeyReused());
        }
        return command.decideBy(this, timeMillis);
    }

    /** Whether the command's key is remembered. */
    public boolean knows(Command command) {
        return state.keys().find(command.key()) != null;
    }

    /** The {@linkplain CacheKeys cache keys} to invalidate before the entry, which is the next one, is released. */
    public Set<String> affectedKeys(Entry entry) {
        return CacheKeys.affectedBy(entry, state);
    }

    /** Applies the entry at {@code index}, which was decided here or written by the protocol. */
    public void apply(long index, Entry entry) {
        state.apply(index, entry);
    }

    // ---- holds that run out
    // ------------------------------------------------------------------------------------------

    /**
     * Tells the time by which holds run out. To be called at least before each step of a leader.
     *
     * @param now milliseconds of a clock that nobody sets
     */
    public void countTime(long now) {
        holds.countTime(now);
    }

    /**
     * An entry that the leader must append now, because holds have run out or time has passed; null if there is none. There may be
     * another one after it.
     */
    public @Nullable Entry expiredHolds(long timeMillis) {
        return holds.expired(timeMillis);
    }

    // ---- restocking -------------------------------------------------------------------------------------------------

    /** Names of the items that the store's rules want restocked now. */
    public List<String> itemsToRestock() {
        StoreRules.Restocking restocking = rules.restocking();
        if (restocking == null) {
            return List.of();
        }
        return state.items().values().stream()
                .filter(item -> item.quantity() < restocking.below())
                .map(Item::name)
                .toList();
    }

    /**
     * Restocks one of the {@link #itemsToRestock}. Decided from the log alone, so it happens once whoever leads: once the
     * entry is in the log, the item is no longer low.
     */
    public Entry restock(String name, long timeMillis) {
        long to = Objects.requireNonNull(rules.restocking(), "this store does not restock")
                .to();
        // No client can send a key with a tab.
        String key = "restock\t" + (state.index() + 1);
        Restock restock = new Restock(key, name, to - stock(name));
        return new Entry.Restocked(name, restock.quantity(), key, restock.fingerprint(), timeMillis);
    }

    // ---- one method for each command --------------------------------------------------------------------------------

    Decision decideOrder(PlaceOrder order, long timeMillis) {
        Rejection unknown = Basket.unknownItem(state, order.lines());
        if (unknown != null) {
            return rejectOrder(order, unknown, timeMillis);
        }
        Basket basket = new Basket(state, order.lines());
        Rejection rejection = order.type() == OrderType.BUY
                ? basket.shortage(state.customers(), order.customer(), timeMillis)
                : basket.surplus();
        return rejection != null
                ? rejectOrder(order, rejection, timeMillis)
                : new Accepted(new Entry.OrderPlaced(
                        state.lastNumber() + 1,
                        order.type(),
                        basket.lines(),
                        order.customer(),
                        null,
                        order.key(),
                        order.fingerprint(),
                        timeMillis));
    }

    private Decision rejectOrder(PlaceOrder order, Rejection why, long timeMillis) {
        return rules.logsRejections()
                ? new Accepted(new Entry.OrderRejected(
                        order.type(), order.lines(), why, order.key(), order.fingerprint(), timeMillis))
                : new Rejected(why);
    }

    Decision decidePut(PutItem put, long timeMillis) {
        Item item = state.item(put.name());
        if (item == null) {
            if (state.isScoreboard()) {
                return new Rejected(new Rejection.WrongStoreKind());
            }
            Item retired = state.retiredItem(put.name());
            if (retired == null && state.itemsEver() >= Limits.ITEMS) {
                return new Rejected(new Rejection.CatalogFull(Limits.ITEMS));
            }
            return decideAdd(put, retired == null ? null : retired.number(), timeMillis);
        }
        if (put.quantity() != null) {
            return new Rejected(new Rejection.ItemExists(put.name()));
        }
        if (put.number() != null && !put.number().equals(item.number())) {
            return new Rejected(new Rejection.NumberFixed(put.name(), item.number()));
        }
        String topic = put.topic() == null ? item.topic() : put.topic();
        return new Accepted(
                new Entry.Repriced(put.name(), put.price(), topic, put.key(), put.fingerprint(), timeMillis));
    }

    /** @param kept the number that an item of this name had before it was retired, null if there is none */
    private Decision decideAdd(PutItem put, @Nullable Long kept, long timeMillis) {
        Long number = put.number() == null ? kept : put.number();
        if (kept != null && !kept.equals(number)) {
            return new Rejected(new Rejection.NumberFixed(put.name(), kept));
        }
        String owner = number == null ? null : state.ownerOf(number);
        if (number != null && owner != null && !owner.equals(put.name())) {
            return new Rejected(new Rejection.NumberTaken(number, owner));
        }
        if (number == null && rules.numbersItems()) {
            number = state.lastItemNumber() + 1;
        }
        long quantity = put.quantity() == null ? 0 : put.quantity();
        return new Accepted(new Entry.ItemAdded(
                put.name(), put.price(), quantity, put.topic(), number, put.key(), put.fingerprint(), timeMillis));
    }

    Decision decideRestock(Restock restock, long timeMillis) {
        List<Line> lines = List.of(new Line(restock.name(), restock.quantity()));
        Rejection unknown = Basket.unknownItem(state, lines);
        Rejection rejection = unknown == null ? new Basket(state, lines).surplus() : unknown;
        return rejection != null
                ? new Rejected(rejection)
                : new Accepted(new Entry.Restocked(
                        restock.name(), restock.quantity(), restock.key(), restock.fingerprint(), timeMillis));
    }

    Decision decideTerms(SetTerms terms, long timeMillis) {
        return state.item(terms.name()) == null
                ? new Rejected(new Rejection.UnknownItem(terms.name()))
                : new Accepted(new Entry.TermsSet(
                        terms.name(),
                        terms.limitPerCustomer(),
                        terms.onSaleFrom(),
                        terms.onSaleUntil(),
                        terms.key(),
                        terms.fingerprint(),
                        timeMillis));
    }

    /** Holds may still become orders: an item that they have some of is sold on. */
    Decision decideRetire(RetireItem retire, long timeMillis) {
        Item item = state.item(retire.name());
        if (item == null) {
            return new Rejected(new Rejection.UnknownItem(retire.name()));
        }
        return item.held() > 0
                ? new Rejected(new Rejection.ItemHeld(retire.name(), item.held()))
                : new Accepted(new Entry.ItemRetired(retire.name(), retire.key(), retire.fingerprint(), timeMillis));
    }

    private long stock(String name) {
        Item item = state.item(name);
        return item == null ? 0 : item.quantity();
    }
}
