package menhir.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import menhir.store.Command.PlaceOrder;
import menhir.store.Command.PutItem;
import menhir.store.Command.SetTerms;
import menhir.store.Decision.Accepted;
import menhir.store.Decision.Rejected;
import menhir.store.HoldCommand.ConfirmHold;
import menhir.store.HoldCommand.PlaceHold;
import menhir.store.HoldCommand.ReleaseHold;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits per customer, and sales that begin and end. */
class TermsTest extends OneStoreTest {

    @BeforeEach
    void stock() {
        accept(new PutItem(key(), "ticket", new BigDecimal("80.00"), 100L, null));
        accept(new PutItem(key(), "poster", new BigDecimal("5.00"), 100L, null));
    }

    // ---- limits per customer ----------------------------------------------------------------------------------------

    @Test
    void shouldCountWhatACustomerBoughtAndHolds() {
        limit(4L);
        accept(buy("ann", 1));
        long hold = placed(hold("ann", 2));

        assertThat(decide(buy("ann", 2))).isEqualTo(new Rejected(new Rejection.LimitReached("ticket", 4, 1, 2)));
        assertThat(decide(hold("ann", 2))).isEqualTo(new Rejected(new Rejection.LimitReached("ticket", 4, 1, 2)));
        accept(buy("bob", 4));

        accept(new ConfirmHold(key(), hold));
        assertThat(decide(buy("ann", 2))).isEqualTo(new Rejected(new Rejection.LimitReached("ticket", 4, 1, 2)));
        accept(buy("ann", 1));
    }

    @Test
    void shouldGiveBackTheShareOfAHoldThatEndsOnce() {
        limit(2L);
        long hold = placed(hold("ann", 2));
        assertThat(decide(buy("ann", 1))).isInstanceOf(Rejected.class);
        accept(new ReleaseHold(key(), hold));
        accept(buy("ann", 2));
        assertThat(decide(buy("ann", 1))).isInstanceOf(Rejected.class);
    }

    @Test
    void shouldAskForTheCustomerOfALimitedItemOnly() {
        limit(2L);
        assertThat(decide(buy(null, 1))).isEqualTo(new Rejected(new Rejection.CustomerMissing("ticket", 2)));
        accept(new PlaceOrder(key(), OrderType.BUY, List.of(new Line("poster", 50))));
    }

    @Test
    void shouldAddUpLinesOfOneOrder() {
        limit(2L);
        List<Line> lines = List.of(new Line("ticket", 1), new Line("ticket", 2));
        assertThat(decide(new PlaceOrder(key(), OrderType.BUY, lines, "ann")))
                .isEqualTo(new Rejected(new Rejection.LimitReached("ticket", 2, 2, 3)));
    }

    @Test
    void shouldRememberTheCountsUnderTheNextLeader() {
        limit(2L);
        accept(buy("ann", 2));
        changeLeader();
        assertThat(decide(buy("ann", 1))).isInstanceOf(Rejected.class);
    }

    @Test
    void shouldKeepCountsWhileThereIsALimitAndDropThemWithIt() {
        limit(2L);
        accept(buy("ann", 2));
        limit(3L);
        assertThat(decide(buy("ann", 2))).isEqualTo(new Rejected(new Rejection.LimitReached("ticket", 3, 1, 2)));
        limit(null);
        assertThat(state.customers().size()).isZero();
        assertThat(state.changedNames()).contains(CustomerCount.nameOf("ticket", "ann"));
        accept(buy("ann", 5));
        limit(2L);
        accept(buy("ann", 2));
    }

    @Test
    void shouldNotTakeBackWhatWasNotCounted() {
        long before = placed(hold("ann", 2));
        limit(2L);
        accept(buy("ann", 2));
        accept(new ReleaseHold(key(), before));
        assertThat(decide(buy("ann", 1)))
                .as("the hold was placed before the limit")
                .isInstanceOf(Rejected.class);

        long during = placed(hold("bob", 2));
        limit(null);
        limit(2L);
        accept(buy("bob", 2));
        accept(new ReleaseHold(key(), during));
        assertThat(decide(buy("bob", 1)))
                .as("the hold was counted under an earlier limit")
                .isInstanceOf(Rejected.class);
    }

    // ---- sales that begin and end -----------------------------------------------------------------------------------

    @Test
    void shouldSellOnlyBetweenTheTimesOfTheSale() {
        accept(new SetTerms(key(), "ticket", null, NOW, NOW + 1_000));
        Rejected notOnSale = new Rejected(new Rejection.NotOnSale("ticket", NOW, NOW + 1_000, NOW - 1));

        assertThat(decider.decide(buy("ann", 1), NOW - 1)).isEqualTo(notOnSale);
        assertThat(decider.decide(hold("ann", 1), NOW - 1)).isEqualTo(notOnSale);
        long hold = placed(hold("ann", 1));
        accept(buy("ann", 1));
        assertThat(decider.decide(buy("ann", 1), NOW + 999)).isInstanceOf(Accepted.class);
        assertThat(decider.decide(buy("ann", 1), NOW + 1_000)).isInstanceOf(Rejected.class);
        assertThat(decider.decide(new ConfirmHold(key(), hold), NOW + 1_000))
                .as("what was held in time can be bought")
                .isInstanceOf(Accepted.class);
    }

    @Test
    void shouldTakeBackStockAtAnyTime() {
        accept(new SetTerms(key(), "ticket", 1L, NOW + 1, null));
        accept(new PlaceOrder(key(), OrderType.SELL, List.of(new Line("ticket", 1))));
        accept(new Command.Restock(key(), "ticket", 1));
    }

    @Test
    void shouldShowTheTermsOfAnItem() {
        accept(new SetTerms(key(), "ticket", 4L, NOW, null));
        assertThat(item().terms()).isEqualTo(new Terms(4L, NOW, null, 3));
        accept(new PutItem(key(), "ticket", BigDecimal.TEN, null, "concerts"));
        accept(new Command.Restock(key(), "ticket", 1));
        assertThat(item().terms()).isEqualTo(new Terms(4L, NOW, null, 3));
        accept(new SetTerms(key(), "ticket", null, null, null));
        assertThat(item().terms()).isNull();
        assertThat(decide(new SetTerms(key(), "kite", null, null, null)))
                .isEqualTo(new Rejected(new Rejection.UnknownItem("kite")));
    }

    // ---- helpers of this test ---------------------------------------------------------------------------------------

    private void limit(@Nullable Long limit) {
        accept(new SetTerms(key(), "ticket", limit, null, null));
    }

    /** The id of a hold that must be placed. */
    private long placed(PlaceHold hold) {
        return ((HoldEntry.HoldPlaced) accept(hold)).hold();
    }

    private Item item() {
        return Objects.requireNonNull(state.item("ticket"));
    }

    private PlaceOrder buy(@Nullable String customer, long quantity) {
        return new PlaceOrder(key(), OrderType.BUY, List.of(new Line("ticket", quantity)), customer);
    }

    private PlaceHold hold(String customer, long quantity) {
        return new PlaceHold(key(), List.of(new Line("ticket", quantity)), 60, customer);
    }
}
