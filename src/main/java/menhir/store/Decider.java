package menhir.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import menhir.store.Command.PlaceOrder;
import menhir.store.Command.PutItem;
import menhir.store.Command.Restock;
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
        this.state = state;
        this.rules = rules;
        this.scoreboard = new ScoreboardDecider(state);
    }

    public StoreState state() {
        return state;
    }

    ScoreboardDecider scoreboard() {
        return scoreboard;
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
        Map<String, Long> wanted = new LinkedHashMap<>();
        List<PricedLine> lines = new ArrayList<>(order.lines().size());
        for (Line line : order.lines()) {
            Item item = state.item(line.item());
            if (item == null) {
                return rejectOrder(order, new Rejection.UnknownItem(line.item()), timeMillis);
            }
            wanted.merge(line.item(), line.quantity(), Math::addExact);
            lines.add(new PricedLine(line.item(), line.quantity(), item.price()));
        }
        for (Map.Entry<String, Long> want : wanted.entrySet()) {
            Rejection rejection = order.type() == OrderType.BUY
                    ? shortage(want.getKey(), want.getValue())
                    : surplus(want.getKey(), want.getValue());
            if (rejection != null) {
                return rejectOrder(order, rejection, timeMillis);
            }
        }
        return new Accepted(new Entry.OrderPlaced(
                state.lastNumber() + 1, order.type(), lines, order.key(), order.fingerprint(), timeMillis));
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
            if (state.items().size() >= Limits.ITEMS) {
                return new Rejected(new Rejection.CatalogFull(Limits.ITEMS));
            }
            return decideAdd(put, timeMillis);
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

    private Decision decideAdd(PutItem put, long timeMillis) {
        Long number = put.number();
        Item owner = number == null ? null : state.itemNumbered(number);
        if (number != null && owner != null) {
            return new Rejected(new Rejection.NumberTaken(number, owner.name()));
        }
        if (number == null && rules.numbersItems()) {
            number = state.lastItemNumber() + 1;
        }
        long quantity = put.quantity() == null ? 0 : put.quantity();
        return new Accepted(new Entry.ItemAdded(
                put.name(), put.price(), quantity, put.topic(), number, put.key(), put.fingerprint(), timeMillis));
    }

    Decision decideRestock(Restock restock, long timeMillis) {
        if (state.item(restock.name()) == null) {
            return new Rejected(new Rejection.UnknownItem(restock.name()));
        }
        Rejection rejection = surplus(restock.name(), restock.quantity());
        return rejection != null
                ? new Rejected(rejection)
                : new Accepted(new Entry.Restocked(
                        restock.name(), restock.quantity(), restock.key(), restock.fingerprint(), timeMillis));
    }

    private @Nullable Rejection shortage(String name, long wanted) {
        long available = stock(name);
        return wanted > available ? new Rejection.NotEnough(name, available, wanted) : null;
    }

    private @Nullable Rejection surplus(String name, long added) {
        return added > Limits.STOCK - stock(name) ? new Rejection.TooMany(name, Limits.STOCK) : null;
    }

    private long stock(String name) {
        Item item = state.item(name);
        return item == null ? 0 : item.quantity();
    }
}
