package menhir.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import menhir.store.Command.PlaceOrder;
import menhir.store.Command.PutItem;
import menhir.store.Command.Restock;
import menhir.store.Command.RetireItem;
import menhir.store.Command.SetTerms;
import menhir.store.Decision.Rejected;
import menhir.store.HoldCommand.PlaceHold;
import menhir.store.HoldCommand.ReleaseHold;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Items that are sold no more: nobody gets them, and their record stays. */
class RetiredItemsTest extends OneStoreTest {
    private static final Rejected UNKNOWN = new Rejected(new Rejection.UnknownItem("ball"));

    RetiredItemsTest() {
        super(new StoreRules(true, false, null));
    }

    @BeforeEach
    void stock() {
        accept(new PutItem(key(), "ball", new BigDecimal("45.00"), 10L, "toys", 3L));
    }

    @Test
    void shouldNotBeSoldOrChanged() {
        accept(new RetireItem(key(), "ball"));

        assertThat(decide(order(OrderType.BUY))).isEqualTo(UNKNOWN);
        assertThat(decide(order(OrderType.SELL))).isEqualTo(UNKNOWN);
        assertThat(decide(new PlaceHold(key(), List.of(new Line("ball", 1)), 60, null)))
                .isEqualTo(UNKNOWN);
        assertThat(decide(new Restock(key(), "ball", 1))).isEqualTo(UNKNOWN);
        assertThat(decide(new SetTerms(key(), "ball", 1L, null, null))).isEqualTo(UNKNOWN);
        assertThat(decide(new RetireItem(key(), "ball"))).isEqualTo(UNKNOWN);
    }

    @Test
    void shouldBeInNoListAndKeepItsRecord() {
        accept(new RetireItem(key(), "ball"));

        assertThat(state.item("ball")).isNull();
        assertThat(state.itemNumbered(3)).isNull();
        assertThat(state.items()).isEmpty();
        assertThat(state.size()).isZero();
        assertThat(state.namesOf("toys")).isEmpty();
        assertThat(state.values()).singleElement().isEqualTo(state.value("ball"));
        assertThat(state.value("ball"))
                .isEqualTo(new Item("ball", new BigDecimal("45.00"), 10, "toys", 3L, 2, 0, null, true));
    }

    @Test
    void shouldTakeBackStockThatOrdersGiveBack() {
        accept(new RetireItem(key(), "ball"));
        decider.apply(3, new Entry.Restocked("ball", 5, key(), 0, 0));

        assertThat(state.item("ball")).isNull();
        assertThat(((Item) Objects.requireNonNull(state.value("ball"))).quantity())
                .isEqualTo(15);
    }

    @Test
    void shouldWaitForTheEndOfHolds() {
        accept(new PlaceHold(key(), List.of(new Line("ball", 4)), 60, null));
        assertThat(decide(new RetireItem(key(), "ball"))).isEqualTo(new Rejected(new Rejection.ItemHeld("ball", 4)));

        accept(new ReleaseHold(key(), 2));
        accept(new RetireItem(key(), "ball"));
    }

    @Test
    void shouldBeSoldAgainUnderTheSameNumber() {
        accept(new RetireItem(key(), "ball"));
        assertThat(decide(new PutItem(key(), "doll", BigDecimal.ONE, 1L, null, 3L)))
                .isEqualTo(new Rejected(new Rejection.NumberTaken(3, "ball")));
        assertThat(decide(new PutItem(key(), "ball", BigDecimal.ONE, 1L, null, 4L)))
                .isEqualTo(new Rejected(new Rejection.NumberFixed("ball", 3L)));

        accept(new PutItem(key(), "ball", BigDecimal.ONE, 7L, "new"));
        assertThat(state.item("ball")).isEqualTo(new Item("ball", BigDecimal.ONE, 7, "new", 3L, 3));
        assertThat(state.itemNumbered(3)).isEqualTo(state.item("ball"));
        assertThat(state.namesOf("new")).containsExactly("ball");
        assertThat(state.size()).isOne();
    }

    @Test
    void shouldGiveItsNumberToNoOther() {
        accept(new RetireItem(key(), "ball"));
        accept(new PutItem(key(), "doll", BigDecimal.ONE, 1L, null));
        assertThat(Objects.requireNonNull(state.item("doll")).number()).isEqualTo(4);
    }

    @Test
    void shouldForgetWhatCustomersHad() {
        accept(new SetTerms(key(), "ball", 1L, null, null));
        accept(new PlaceOrder(key(), OrderType.BUY, List.of(new Line("ball", 1)), "ann"));
        accept(new RetireItem(key(), "ball"));
        assertThat(state.values()).hasSize(1);

        accept(new PutItem(key(), "ball", BigDecimal.ONE, 7L, null));
        accept(new PlaceOrder(key(), OrderType.BUY, List.of(new Line("ball", 2)), "ann"));
    }

    private PlaceOrder order(OrderType type) {
        return new PlaceOrder(key(), type, List.of(new Line("ball", 1)));
    }
}
