package menhir.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import menhir.store.Command.PutItem;
import menhir.store.Decision.Rejected;
import menhir.store.Decision.Replayed;
import menhir.store.HoldCommand.ConfirmHold;
import menhir.store.HoldCommand.ExtendHold;
import menhir.store.HoldCommand.PlaceHold;
import menhir.store.HoldCommand.ReleaseHold;
import menhir.store.HoldEntry.ExpiredHold;
import menhir.store.HoldEntry.HoldsExpired;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HoldDeciderTest extends OneStoreTest {
    private static final BigDecimal PRICE = new BigDecimal("12.50");

    @BeforeEach
    void stock() {
        decider.countTime(77);
        accept(new PutItem("put-ball", "ball", PRICE, 10L, "toys"));
        accept(new PutItem("put-doll", "doll", PRICE, 5L, null));
    }

    // ---- the life of a hold -----------------------------------------------------------------------------------------

    @Test
    void shouldSetStockAside() {
        long id = hold(60, new Line("ball", 3), new Line("doll", 1), new Line("ball", 1));

        assertThat(id).isEqualTo(3);
        assertStock("ball", 6, 4);
        assertStock("doll", 4, 1);
        Hold hold = known(id);
        assertThat(hold.state()).isEqualTo(Hold.State.ACTIVE);
        assertThat(hold.expiresMillis()).isEqualTo(NOW + 60_000);
        assertThat(decide(buy(new Line("ball", 7)))).isEqualTo(new Rejected(new Rejection.NotEnough("ball", 6, 7)));
        assertThat(decide(place(60, null, new Line("ball", 7))))
                .isEqualTo(new Rejected(new Rejection.NotEnough("ball", 6, 7)));
    }

    @Test
    void shouldBecomeAnOrderAtThePricesOfTheHold() {
        long id = hold(60, new Line("ball", 3));
        accept(new PutItem(key(), "ball", new BigDecimal("99.00"), null, null));
        Entry.OrderPlaced order = (Entry.OrderPlaced) accept(new ConfirmHold(key(), id));

        assertThat(order.number()).isEqualTo(1);
        assertThat(order.hold()).isEqualTo(id);
        assertThat(order.lines()).containsExactly(new PricedLine("ball", 3, PRICE));
        assertStock("ball", 7, 0);
        assertThat(known(id).state()).isEqualTo(Hold.State.CONFIRMED);
        assertThat(known(id).order()).isEqualTo(1);
    }

    @Test
    void shouldGiveBackItsStockOnce() {
        long id = hold(60, new Line("ball", 3));
        accept(new ReleaseHold(key(), id));

        assertStock("ball", 10, 0);
        Rejected ended = new Rejected(new Rejection.HoldEnded(id, Hold.State.RELEASED, null));
        assertThat(decide(new ReleaseHold(key(), id))).isEqualTo(ended);
        assertThat(decide(new ConfirmHold(key(), id))).isEqualTo(ended);
        assertThat(decide(new ExtendHold(key(), id, 60))).isEqualTo(ended);
    }

    @Test
    void shouldNotExpireOnceItIsConfirmed() {
        long id = hold(60, new Line("ball", 3));
        accept(new ConfirmHold(key(), id));
        pass(1_000_000);

        assertThat(decider.expiredHolds(NOW)).isNull();
        assertThat(decide(new ConfirmHold(key(), id)))
                .isEqualTo(new Rejected(new Rejection.HoldEnded(id, Hold.State.CONFIRMED, 1L)));
    }

    @Test
    void shouldAnswerARepetitionAsTheFirstTime() {
        PlaceHold place = place(60, "ann", new Line("ball", 1));
        accept(place);
        ConfirmHold confirm = new ConfirmHold(key(), 3);
        accept(confirm);

        assertThat(decide(place)).isEqualTo(new Replayed(3, 0));
        assertThat(decide(confirm)).isEqualTo(new Replayed(4, 1));
        assertThat(place.target(3)).isEqualTo(Hold.nameOf(3));
    }

    @Test
    void shouldKnowOnlyItsHolds() {
        assertThat(decide(new ConfirmHold(key(), 3))).isEqualTo(new Rejected(new Rejection.UnknownHold(3)));
        assertThat(decide(place(60, null, new Line("kite", 1))))
                .isEqualTo(new Rejected(new Rejection.UnknownItem("kite")));
    }

    // ---- expiry -----------------------------------------------------------------------------------------------------

    @Test
    void shouldExpireWhenItsTimeHasBeenCounted() {
        long id = hold(60, new Line("ball", 3), new Line("doll", 1));
        pass(59_999);
        assertThat(expire().holds()).as("only the time is written down").isEmpty();
        pass(1);

        assertThat(expire().holds())
                .containsExactly(new ExpiredHold(id, List.of(new Line("ball", 3), new Line("doll", 1))));
        assertStock("ball", 10, 0);
        assertStock("doll", 5, 0);
        assertThat(known(id).state()).isEqualTo(Hold.State.EXPIRED);
        assertThat(decider.expiredHolds(NOW)).as("no hold is left").isNull();
    }

    @Test
    void shouldNotExpireBeforeItsTimeWhateverTheWallClockSays() {
        hold(60, new Line("ball", 3));
        pass(4_000);
        assertThat(decider.expiredHolds(NOW + 1_000_000_000)).isNull();
    }

    @Test
    void shouldNotBelieveAClockThatGoesBack() {
        hold(60, new Line("ball", 3));
        pass(-1_000_000);
        pass(1_000_000);
        assertThat(decider.expiredHolds(NOW)).isNull();
    }

    @Test
    void shouldLastAsLongUnderTheNextLeader() {
        hold(60, new Line("ball", 3));
        pass(20_000);
        expire();
        pass(4_000);
        assertThat(decider.expiredHolds(NOW)).isNull();
        nextLeader(987_654_321);

        pass(39_999);
        assertThat(expire().holds()).isEmpty();
        pass(1);
        assertThat(expire().holds()).hasSize(1);
    }

    @Test
    void shouldWriteTheTimeDownEveryFewSecondsWhileThereAreHolds() {
        assertThat(decider.expiredHolds(NOW)).isNull();
        hold(60, new Line("ball", 3));
        pass(HoldDecider.MARK_MILLIS - 1);
        assertThat(decider.expiredHolds(NOW)).isNull();
        pass(1);
        assertThat(expire()).isEqualTo(new HoldsExpired(List.of(), HoldDecider.MARK_MILLIS, NOW));
        assertThat(decider.expiredHolds(NOW)).isNull();
    }

    @Test
    void shouldExpireManyInEntriesThatFitIntoMessages() {
        accept(new Command.Restock(key(), "ball", 1_000));
        for (int i = 0; i < 120; i++) {
            hold(1, new Line("ball", 1), new Line("doll", 1), new Line("ball", 1));
            accept(new Command.Restock(key(), "doll", 1));
        }
        pass(1_000);
        int entries = 0;
        for (HoldsExpired expired = expire(); ; expired = expire()) {
            assertThat(expired.weight()).isLessThan(Weight.PER_MESSAGE);
            entries++;
            if (state.holds().active() == 0) {
                break;
            }
        }
        assertThat(entries).isBetween(3, 12);
        assertStock("ball", 1_010, 0);
    }

    @Test
    void shouldLastLongerOnceItIsExtended() {
        long id = hold(60, new Line("ball", 3));
        pass(50_000);
        accept(new ExtendHold(key(), id, 60));
        assertThat(known(id).expiresMillis()).isEqualTo(NOW + 60_000);
        accept(new ExtendHold(key(), id, 1));
        pass(59_999);
        assertThat(expire().holds()).isEmpty();
        pass(1);
        assertThat(expire().holds()).hasSize(1);
    }

    @Test
    void shouldNotLastForEver() {
        long id = hold(Limits.HOLD_SECONDS, new Line("ball", 3));
        pass(1_000);
        assertThat(decide(new ExtendHold(key(), id, Limits.HOLD_SECONDS)))
                .isEqualTo(new Rejected(new Rejection.HoldTooLong(Limits.HOLD_SECONDS)));
        accept(new ExtendHold(key(), id, Limits.HOLD_SECONDS - 1));
    }

    // ---- limits -----------------------------------------------------------------------------------------------------

    @Test
    void shouldLimitTheHoldsOfACustomer() {
        accept(new Command.Restock(key(), "ball", 1_000));
        for (int i = 0; i < Limits.HOLDS_PER_CUSTOMER; i++) {
            accept(place(60, "ann", new Line("ball", 1)));
        }
        assertThat(decide(place(60, "ann", new Line("ball", 1))))
                .isEqualTo(new Rejected(new Rejection.Full("active holds of the customer", Limits.HOLDS_PER_CUSTOMER)));
        accept(place(60, "bob", new Line("ball", 1)));
        accept(new ReleaseHold(key(), 4));
        accept(place(60, "ann", new Line("ball", 1)));
    }

    @Test
    void shouldLimitTheHoldsOfTheStoreAndForgetTheFirstThatEnded() {
        accept(new Command.Restock(key(), "ball", 1_000_000));
        long first = hold(1, new Line("ball", 1));
        for (int i = 1; i < Limits.HOLDS; i++) {
            hold(1, new Line("ball", 1));
        }
        assertThat(decide(place(1, null, new Line("ball", 1))))
                .isEqualTo(new Rejected(new Rejection.Full("active holds", Limits.HOLDS)));
        pass(1_000);
        while (state.holds().active() > 0) {
            expire();
        }
        assertThat(known(first).state()).isEqualTo(Hold.State.EXPIRED);
        long next = hold(60, new Line("ball", 1));
        accept(new ReleaseHold(key(), next));

        assertThat(state.value(Hold.nameOf(first))).isNull();
        assertThat(state.changedNames()).contains(Hold.nameOf(first), Hold.nameOf(next), "ball");
        assertThat(known(first + 1).state()).isEqualTo(Hold.State.EXPIRED);
        assertThat(copy().digest()).isEqualTo(state.digest());
    }

    // ---- helpers of this test ---------------------------------------------------------------------------------------

    private long now = 77;

    private void pass(long millis) {
        now += millis;
        decider.countTime(now);
    }

    /** A leader that loads the state from its values, and whose clock shows something else. */
    private void nextLeader(long itsClock) {
        changeLeader();
        now = itsClock;
        decider.countTime(now);
    }

    private HoldsExpired expire() {
        HoldsExpired expired = (HoldsExpired) Objects.requireNonNull(decider.expiredHolds(NOW));
        decider.apply(state.index() + 1, expired);
        return expired;
    }

    private long hold(long seconds, Line... lines) {
        return ((HoldEntry.HoldPlaced) accept(place(seconds, null, lines))).hold();
    }

    private PlaceHold place(long seconds, @Nullable String customer, Line... lines) {
        return new PlaceHold(key(), List.of(lines), seconds, customer);
    }

    private Command buy(Line... lines) {
        return new Command.PlaceOrder(key(), OrderType.BUY, List.of(lines));
    }

    private Hold known(long id) {
        return (Hold) Objects.requireNonNull(state.value(Hold.nameOf(id)));
    }

    private void assertStock(String item, long quantity, long held) {
        Item actual = Objects.requireNonNull(state.item(item));
        assertThat(actual.quantity()).as("quantity of %s", item).isEqualTo(quantity);
        assertThat(actual.held()).as("held of %s", item).isEqualTo(held);
    }
}
