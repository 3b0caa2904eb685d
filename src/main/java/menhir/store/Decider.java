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
 * Decides commands one after the other. Its state runs ahead of what is committed: stock is taken the moment an order is
 * accepted, so that no two orders can have the same unit.
 */
public final class Decider {
    private final StoreState state;
    private final StoreRules rules;

    /** A desk of a store that does only what every store does. */
    public Decider(StoreState state) {
        this(state, StoreRules.PLAIN);
    }

    /**
     * TODO summary.
     *
     * @param state of the whole log that the leader took over; the desk owns it from now on
     */
    public Decider(StoreState state, StoreRules rules) {
        this.state = state;
        this.rules = rules;
    }

    public StoreState state() {
        return state;
    }

    /**
     * Decides a command. What is accepted must next be appended to the log and then given to {@link #appended}.
     *
     * @param timeMillis the leader's clock, milliseconds since 1970
     */
    public Decision decide(Command command, long timeMillis) {
        KeyWindow.@Nullable Seen seen = state.keys().find(command.key());
        if (seen != null) {
            return seen.fingerprint() == command.fingerprint()
                    ? new Replayed(seen.index(), seen.number())
                    : new Rejected(new Rejection.KeyReused());
        }
        if (command instanceof PlaceOrder order) {
            return decideOrder(order, timeMillis);
        } else if (command instanceof PutItem put) {
            return decidePut(put, timeMillis);
        } else if (command instanceof Restock restock) {
            return decideRestock(restock, timeMillis);
        }
        if (command instanceof Command.OnScoreboard score) {
            return new ScoreboardDecider(state).decide(score, timeMillis);
        }
        throw new IllegalArgumentException("unknown command " + command);
    }

    /** What caches must drop before the entry, which is the next one, may show: see {@link CacheKeys}. */
    public Set<String> changedBy(Entry entry) {
        return CacheKeys.changedBy(entry, state);
    }

    /** Names of the items that are to be filled up now. */
    public List<String> lowItems() {
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
     * Fills up one of the {@link #lowItems}. It is decided from the log alone, so that it happens once, whoever leads: when
     * it stands in the log the item is not low any more.
     */
    public Entry refill(String name, long timeMillis) {
        long to = Objects.requireNonNull(rules.restocking(), "this store does not restock")
                .to();
        // The tab keeps it apart from all keys that clients can send.
        String key = "restock\t" + (state.index() + 1);
        Restock restock = new Restock(key, name, to - stock(name));
        return new Entry.Restocked(name, restock.quantity(), key, restock.fingerprint(), timeMillis);
    }

    /** An entry, decided here or written by the protocol itself, stands in the log at {@code index}. */
    public void appended(long index, Entry entry) {
        state.apply(index, entry);
    }

    private Decision decideOrder(PlaceOrder order, long timeMillis) {
        Map<String, Long> wanted = new LinkedHashMap<>();
        List<PricedLine> lines = new ArrayList<>(order.lines().size());
        for (Line line : order.lines()) {
            Item item = state.item(line.item());
            if (item == null) {
                return refuse(order, new Rejection.UnknownItem(line.item()), timeMillis);
            }
            wanted.merge(line.item(), line.quantity(), Math::addExact);
            lines.add(new PricedLine(line.item(), line.quantity(), item.price()));
        }
        for (Map.Entry<String, Long> want : wanted.entrySet()) {
            Rejection rejection = order.type() == OrderType.BUY
                    ? shortage(want.getKey(), want.getValue())
                    : surplus(want.getKey(), want.getValue());
            if (rejection != null) {
                return refuse(order, rejection, timeMillis);
            }
        }
        return new Accepted(new Entry.OrderPlaced(
                state.lastNumber() + 1, order.type(), lines, order.key(), order.fingerprint(), timeMillis));
    }

    private Decision refuse(PlaceOrder order, Rejection why, long timeMillis) {
        return rules.logsRefusals()
                ? new Accepted(new Entry.OrderRejected(
                        order.type(), order.lines(), why, order.key(), order.fingerprint(), timeMillis))
                : new Rejected(why);
    }

    private Decision decidePut(PutItem put, long timeMillis) {
        Item item = state.item(put.name());
        if (item == null) {
            if (state.isScoreboard()) {
                return new Rejected(new Rejection.OtherKind());
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

    private Decision decideRestock(Restock restock, long timeMillis) {
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
