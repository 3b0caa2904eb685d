package menhir.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import menhir.store.Command.PlaceOrder;
import menhir.store.Command.PutItem;
import menhir.store.Command.SetTerms;
import menhir.store.Decision.Accepted;
import menhir.store.Decision.Rejected;
import menhir.store.Decision.Replayed;
import menhir.store.HoldCommand.ConfirmHold;
import menhir.store.HoldCommand.PlaceHold;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CancellationDeciderTest extends OneStoreTest {
    private static final BigDecimal PRICE = new BigDecimal("12.50");

    @BeforeEach
    void stock() {
        accept(new PutItem("put-ball", "ball", PRICE, 10L, "toys"));
        accept(new PutItem("put-doll", "doll", PRICE, 5L, null));
    }

    // ---- stock ------------------------------------------------------------------------------------------------------

    @Test
    void shouldGiveBackAllOfAnOrder() {
        Placed placed = buy(null, new Line("ball", 3), new Line("doll", 1), new Line("ball", 1));
        OrderCancelled cancelled = (OrderCancelled) accept(cancel(placed));

        assertThat(cancelled.lines())
                .containsExactly(new PricedLine("ball", 4, PRICE), new PricedLine("doll", 1, PRICE));
        assertThat(quantity("ball")).isEqualTo(10);
        assertThat(quantity("doll")).isEqualTo(5);
        assertThat(state.cancellations().indexOf(placed.order().number())).isEqualTo(state.index());
        assertThat(state.cancellations().indexOf(placed.order().number() + 1)).isZero();
    }

    @Test
    void shouldGiveBackSomeLinesAtTheOrdersPrices() {
        Placed placed = buy(null, new Line("ball", 3), new Line("doll", 1));
        accept(new PutItem(key(), "ball", new BigDecimal("99.00"), null, null));
        OrderCancelled cancelled = (OrderCancelled) accept(cancel(placed, new Line("ball", 1), new Line("ball", 1)));

        assertThat(cancelled.lines()).containsExactly(new PricedLine("ball", 2, PRICE));
        assertThat(quantity("ball")).isEqualTo(9);
        assertThat(quantity("doll")).isEqualTo(4);
    }

    @Test
    void shouldCancelAnOrderOnce() {
        Placed placed = buy(null, new Line("ball", 3));
        CancelOrder some = cancel(placed, new Line("ball", 1));
        accept(some);
        long index = state.index();

        assertThat(decide(cancel(placed, new Line("ball", 1))))
                .isEqualTo(new Rejected(new Rejection.AlreadyCancelled(1, index)));
        assertThat(decide(some)).isEqualTo(new Replayed(index, 0));
        assertThat(decide(new CancelOrder(some.key(), 1, List.of(), placed.order(), placed.index())))
                .isEqualTo(new Rejected(new Rejection.KeyReused()));
    }

    @Test
    void shouldRejectWhatTheOrderDoesNotHave() {
        Placed placed = buy(null, new Line("ball", 3), new Line("ball", 1));

        assertThat(decide(cancel(placed, new Line("ball", 3), new Line("ball", 2))))
                .isEqualTo(new Rejected(new Rejection.NotInOrder(1, "ball", 4, 5)));
        assertThat(decide(cancel(placed, new Line("doll", 1))))
                .isEqualTo(new Rejected(new Rejection.NotInOrder(1, "doll", 0, 1)));
    }

    @Test
    void shouldRejectAnOrderThatIsNotThere() {
        Order order = new Order(7, OrderType.BUY, List.of(new PricedLine("ball", 1, PRICE)), NOW);

        assertThat(decide(new CancelOrder(key(), 7, List.of(), null, 0)))
                .isEqualTo(new Rejected(new Rejection.UnknownOrder(7)));
        assertThat(decide(new CancelOrder(key(), 7, List.of(), order, 3)))
                .isEqualTo(new Rejected(new Rejection.UnknownOrder(7)));
    }

    @Test
    void shouldRejectAnOrderThatSold() {
        accept(new PlaceOrder(key(), OrderType.SELL, List.of(new Line("ball", 1))));
        Order order = new Order(1, OrderType.SELL, List.of(new PricedLine("ball", 1, PRICE)), NOW);

        assertThat(decide(new CancelOrder(key(), 1, List.of(), order, 3)))
                .isEqualTo(new Rejected(new Rejection.NotABuy(1)));
    }

    @Test
    void shouldNotGiveBackMoreThanAStoreMayHave() {
        Placed placed = buy(null, new Line("ball", 3));
        accept(new Command.Restock(key(), "ball", Limits.STOCK - 8));

        assertThat(decide(cancel(placed))).isEqualTo(new Rejected(new Rejection.TooMany("ball", Limits.STOCK)));
        assertThat(decide(cancel(placed, new Line("ball", 1)))).isInstanceOf(Accepted.class);
    }

    @Test
    void shouldGiveBackToAnItemThatIsSoldNoMore() {
        Placed placed = buy(null, new Line("ball", 3));
        accept(new Command.RetireItem(key(), "ball"));
        accept(cancel(placed));

        assertThat(Objects.requireNonNull(state.retiredItem("ball")).quantity()).isEqualTo(10);
        assertThat(state.item("ball")).isNull();
    }

    @Test
    void shouldRefuseALogThatCancelsTwice() {
        Placed placed = buy(null, new Line("ball", 3));
        Entry entry = accept(cancel(placed));

        assertThatThrownBy(() -> decider.apply(state.index() + 1, entry)).hasMessageContaining("twice");
    }

    // ---- customers --------------------------------------------------------------------------------------------------

    @Test
    void shouldGiveACustomerTheirLimitBack() {
        limit(3);
        Placed placed = buy("ann", new Line("ball", 3));
        accept(cancel(placed, new Line("ball", 2)));

        assertThat(decide(order("ann", new Line("ball", 3))))
                .isEqualTo(new Rejected(new Rejection.LimitReached("ball", 3, 2, 3)));
        assertThat(decide(order("ann", new Line("ball", 2)))).isInstanceOf(Accepted.class);
    }

    @Test
    void shouldGiveNothingBackForAnOrderThatWasNotCounted() {
        Placed before = buy("ann", new Line("ball", 3));
        limit(2);
        buy("ann", new Line("ball", 2));
        accept(cancel(before));

        assertThat(decide(order("ann", new Line("ball", 1))))
                .isEqualTo(new Rejected(new Rejection.LimitReached("ball", 2, 0, 1)));
    }

    @Test
    void shouldLookAtTheHoldOfAnOrder() {
        accept(new PlaceHold(key(), List.of(new Line("ball", 3)), 60, "ann"));
        long uncounted = state.index();
        limit(2);
        accept(new PlaceHold(key(), List.of(new Line("ball", 1)), 60, "ann"));
        long counted = state.index();
        accept(cancel(confirm(uncounted)));

        assertThat(state.customers().quantity("ball", "ann")).isEqualTo(1);
        accept(cancel(confirm(counted)));
        assertThat(state.customers().quantity("ball", "ann")).isZero();
        assertThat(quantity("ball")).isEqualTo(10);
    }

    // ---- many -------------------------------------------------------------------------------------------------------

    @Test
    void shouldKnowTheCancelledOrdersOfManyBlocks() {
        accept(new Command.Restock(key(), "ball", 1_000));
        for (int i = 1; i <= 600; i++) {
            Placed placed = buy(null, new Line("ball", 1));
            if (i % 3 != 0) {
                accept(cancel(placed));
            }
        }

        assertThat(state.cancellations().count()).isEqualTo(400);
        assertThat(state.cancellations().all()).hasSize(3);
        for (int i = 1; i <= 600; i++) {
            assertThat(state.cancellations().indexOf(i) > 0).isEqualTo(i % 3 != 0);
        }
        StoreState copy = copy();
        assertThat(copy.cancellations().count()).isEqualTo(400);
        assertThat(copy.digest()).isEqualTo(state.digest());
    }

    // -----------------------------------------------------------------------------------------------------------------

    private record Placed(Order order, long index) {}

    private Placed buy(@Nullable String customer, Line... lines) {
        return placed(accept(order(customer, lines)));
    }

    private Placed confirm(long hold) {
        return placed(accept(new ConfirmHold(key(), hold)));
    }

    private Placed placed(Entry entry) {
        return new Placed(((Entry.OrderPlaced) entry).order(), state.index());
    }

    private PlaceOrder order(@Nullable String customer, Line... lines) {
        return new PlaceOrder(key(), OrderType.BUY, List.of(lines), customer);
    }

    private CancelOrder cancel(Placed placed, Line... lines) {
        return new CancelOrder(key(), placed.order().number(), List.of(lines), placed.order(), placed.index());
    }

    private void limit(long limit) {
        accept(new SetTerms(key(), "ball", limit, null, null));
    }

    private long quantity(String item) {
        return Objects.requireNonNull(state.item(item)).quantity();
    }
}
