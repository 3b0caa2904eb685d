package menhir.replica;

import java.util.Iterator;
import java.util.List;
import menhir.store.Hold;
import menhir.store.StoreState;
import menhir.store.Weight;
import menhir.wire.CborMessage;
import org.jspecify.annotations.Nullable;

/**
 * A page of a store's active holds by id, small enough for one message between nodes.
 *
 * @param next the id after which the next page begins; null at the end
 * @param active how many holds are active in the whole store
 */
public record HoldsPage(List<Hold> holds, @Nullable Long next, long active) implements CborMessage {

    /**
     * Active holds with ids above {@code after}, of one customer if it is given.
     *
     * @param limit most holds; a page has at least one if there are any
     */
    static HoldsPage of(StoreState catalog, @Nullable String customer, long after, int limit) {
        Iterator<Hold> rest = catalog.activeHoldsAfter(after)
                .filter(hold -> customer == null || customer.equals(hold.customer()))
                .iterator();
        CutPage<Hold> page = CutPage.of(rest, limit, Hold::weight, Weight.PER_MESSAGE);
        Hold last = page.last();
        return new HoldsPage(page.rows(), last == null ? null : (Long) last.id(), catalog.activeHolds());
    }
}
