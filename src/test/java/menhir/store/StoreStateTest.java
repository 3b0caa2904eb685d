package menhir.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import menhir.store.HoldEntry.ExpiredHold;
import org.junit.jupiter.api.Test;

class StoreStateTest {
    private static final BigDecimal PRICE = new BigDecimal("1.00");

    private final StoreState state = new StoreState(100);

    @Test
    void shouldAddUpTheLog() {
        state.apply(1, new Entry.LeaderElected(1, "node", 0));
        state.apply(2, new Entry.ItemAdded("ball", PRICE, 5, "toys", "a", 1, 0));
        state.apply(3, new Entry.Restocked("ball", 2, "b", 2, 0));
        state.apply(4, order(1, OrderType.BUY, new PricedLine("ball", 3, PRICE), new PricedLine("ball", 1, PRICE)));
        state.apply(5, new Entry.Repriced("ball", BigDecimal.TEN, null, "d", 4, 0));
        state.apply(6, new Entry.StoreOpened(0));
        state.apply(7, order(2, OrderType.SELL, new PricedLine("ball", 4, BigDecimal.TEN)));
        assertThat(state.item("ball")).isEqualTo(new Item("ball", BigDecimal.TEN, 7, null, 7));
        assertThat(state.index()).isEqualTo(7);
        assertThat(state.lastNumber()).isEqualTo(2);
        assertThat(state.opened()).isTrue();
    }

    @Test
    void shouldTakeEachEntryOnceAndInOrder() {
        Entry entry = new Entry.ReplicaJoined(1);
        state.apply(1, entry);
        assertThatThrownBy(() -> state.apply(1, entry)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> state.apply(3, entry)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldNotBelieveALogThatSellsMoreThanThereWas() {
        state.apply(1, new Entry.ItemAdded("ball", PRICE, 1, null, "a", 1, 0));
        assertThatThrownBy(() -> state.apply(2, order(1, OrderType.BUY, new PricedLine("ball", 2, PRICE))))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new StoreState(1).apply(1, new Entry.Restocked("kite", 1, "b", 1, 0)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldNotBelieveALogThatConfirmsAHoldThatHasExpired() {
        state.apply(1, new Entry.ItemAdded("ball", PRICE, 5, null, "a", 1, 0));
        List<PricedLine> lines = List.of(new PricedLine("ball", 2, PRICE));
        state.apply(2, new HoldEntry.HoldPlaced(2, lines, null, 60, 0, "b", 2, 0));
        ExpiredHold expired = new ExpiredHold(2, List.of(new Line("ball", 2)));
        state.apply(3, new HoldEntry.HoldsExpired(List.of(expired), 60_000, 0));

        assertThatThrownBy(() -> state.apply(4, new Entry.OrderPlaced(1, OrderType.BUY, lines, null, 2L, "c", 3, 0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("hold 2, which is not active");
    }

    @Test
    void shouldGoOnFromACheckpointAsIfItHadReadTheWholeLog() {
        state.apply(1, new Entry.ItemAdded("ball", PRICE, 5, "toys", "a", 1, 0));
        state.apply(2, order(1, OrderType.BUY, new PricedLine("ball", 3, PRICE)));
        StoreState copy = new StoreState(
                100,
                state.index(),
                state.lastNumber(),
                state.opened(),
                List.copyOf(state.items().values()));
        state.keys().forEach(copy::rememberKey);
        Entry next = order(2, OrderType.BUY, new PricedLine("ball", 1, PRICE));
        state.apply(3, next);
        copy.apply(3, next);
        assertThat(copy.items()).isEqualTo(state.items());
        assertThat(copy.lastNumber()).isEqualTo(2);
        assertThat(copy.keys().find("a")).isEqualTo(state.keys().find("a")).isNotNull();
    }

    @Test
    void shouldNotHandOutItsItemsForChange() {
        assertThatThrownBy(() -> state.items().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void shouldSayWhichItemsAnEntryChanges() {
        assertThat(new Entry.ReplicaJoined(1).affectedNames()).isEmpty();
        assertThat(order(1, OrderType.BUY, new PricedLine("b", 1, PRICE), new PricedLine("a", 1, PRICE))
                        .affectedNames())
                .containsExactly("a", "b");
        assertThat(new Entry.Repriced("a", PRICE, null, "k", 1, 0).affectedNames())
                .containsExactly("a");
    }

    private static Entry order(long number, OrderType type, PricedLine... lines) {
        return new Entry.OrderPlaced(number, type, List.of(lines), "order-" + number, 9, 0);
    }
}
