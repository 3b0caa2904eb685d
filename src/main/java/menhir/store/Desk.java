package menhir.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
public final class Desk {
    /** No item's quantity goes above this. */
    public static final long MAX_STOCK = 1_000_000_000_000_000L;

    /** No catalog holds more items. */
    public static final int MAX_ITEMS = 100_000;

    private final StoreState state;

    /** @param state of the whole log that the leader took over; the desk owns it from now on */
    public Desk(StoreState state) {
        this.state = state;
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
            return new ScoreDesk(state).decide(score, timeMillis);
        }
        throw new IllegalArgumentException("unknown command " + command);
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
                return new Rejected(new Rejection.UnknownItem(line.item()));
            }
            wanted.merge(line.item(), line.quantity(), Math::addExact);
            lines.add(new PricedLine(line.item(), line.quantity(), item.price()));
        }
        for (Map.Entry<String, Long> want : wanted.entrySet()) {
            Rejection rejection = order.type() == OrderType.BUY
                    ? shortage(want.getKey(), want.getValue())
                    : surplus(want.getKey(), want.getValue());
            if (rejection != null) {
                return new Rejected(rejection);
            }
        }
        return new Accepted(new Entry.OrderPlaced(
                state.lastNumber() + 1, order.type(), lines, order.key(), order.fingerprint(), timeMillis));
    }

    private Decision decidePut(PutItem put, long timeMillis) {
        Item item = state.item(put.name());
        if (item == null) {
            if (state.isScoreboard()) {
                return new Rejected(new Rejection.OtherKind());
            }
            if (state.items().size() >= MAX_ITEMS) {
                return new Rejected(new Rejection.CatalogFull(MAX_ITEMS));
            }
            long quantity = put.quantity() == null ? 0 : put.quantity();
            return new Accepted(new Entry.ItemAdded(
                    put.name(), put.price(), quantity, put.topic(), put.key(), put.fingerprint(), timeMillis));
        }
        if (put.quantity() != null) {
            return new Rejected(new Rejection.ItemExists(put.name()));
        }
        String topic = put.topic() == null ? item.topic() : put.topic();
        return new Accepted(
                new Entry.Repriced(put.name(), put.price(), topic, put.key(), put.fingerprint(), timeMillis));
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
        return added > MAX_STOCK - stock(name) ? new Rejection.TooMany(name, MAX_STOCK) : null;
    }

    private long stock(String name) {
        Item item = state.item(name);
        return item == null ? 0 : item.quantity();
    }
}
