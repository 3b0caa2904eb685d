package menhir.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import menhir.store.Command.PlaceOrder;
import menhir.store.Command.PutItem;
import menhir.store.Command.Restock;
import menhir.store.Decision.Accepted;
import menhir.store.Decision.Rejected;
import menhir.store.Decision.Replayed;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeciderTest {
    private static final BigDecimal PRICE = new BigDecimal("12.50");

    private final Decider desk = new Decider(new StoreState(1_000));

    @BeforeEach
    void stock() {
        accept(new PutItem("put-ball", "ball", PRICE, 3L, "toys"));
        accept(new PutItem("put-doll", "doll", PRICE, 1L, null));
    }

    @Test
    void shouldNotSellTheLastUnitTwice() {
        accept(buy("a", new Line("doll", 1)));
        assertThat(decide(buy("b", new Line("doll", 1))))
                .isEqualTo(new Rejected(new Rejection.NotEnough("doll", 0, 1)));
    }

    @Test
    void shouldTakeAllLinesOrNone() {
        assertThat(decide(buy("a", new Line("ball", 1), new Line("doll", 2))))
                .isEqualTo(new Rejected(new Rejection.NotEnough("doll", 1, 2)));
        assertThat(quantity("ball")).isEqualTo(3);
        accept(buy("b", new Line("ball", 1), new Line("doll", 1)));
        assertThat(quantity("ball")).isEqualTo(2);
        assertThat(quantity("doll")).isZero();
    }

    @Test
    void shouldAddUpLinesOfTheSameItem() {
        assertThat(decide(buy("a", new Line("ball", 2), new Line("ball", 2))))
                .isEqualTo(new Rejected(new Rejection.NotEnough("ball", 3, 4)));
        accept(buy("b", new Line("ball", 2), new Line("ball", 1)));
        assertThat(quantity("ball")).isZero();
    }

    @Test
    void shouldNumberOrdersFromOneWithoutGaps() {
        for (int number = 1; number <= 3; number++) {
            Entry.OrderPlaced placed = (Entry.OrderPlaced) accept(buy("buy-" + number, new Line("ball", 1)));
            assertThat(placed.number()).isEqualTo(number);
            decide(buy("none-" + number, new Line("ball", 100)));
            accept(new Restock("restock-" + number, "doll", 1));
        }
    }

    @Test
    void shouldKeepThePriceOfTheDay() {
        Entry.OrderPlaced before = (Entry.OrderPlaced) accept(buy("a", new Line("ball", 1)));
        accept(new PutItem("reprice", "ball", new BigDecimal("99.00"), null, null));
        Entry.OrderPlaced after = (Entry.OrderPlaced) accept(buy("b", new Line("ball", 1)));
        assertThat(before.order().total()).isEqualTo(PRICE);
        assertThat(after.order().total()).isEqualTo(new BigDecimal("99.00"));
    }

    @Test
    void shouldGiveTheFirstAnswerToTheSameKey() {
        PlaceOrder order = buy("a", new Line("ball", 2));
        accept(order);
        assertThat(decide(order)).isEqualTo(new Replayed(3, 1));
        assertThat(quantity("ball")).isEqualTo(1);
        assertThat(decide(new Restock("put-ball", "ball", 1))).isEqualTo(new Rejected(new Rejection.KeyReused()));
        assertThat(decide(buy("a", new Line("ball", 1)))).isEqualTo(new Rejected(new Rejection.KeyReused()));
        assertThat(decide(sell("a", new Line("ball", 2)))).isEqualTo(new Rejected(new Rejection.KeyReused()));
    }

    @Test
    void shouldNotRememberTheKeyOfARefusal() {
        PlaceOrder order = buy("a", new Line("doll", 2));
        assertThat(decide(order)).isInstanceOf(Rejected.class);
        accept(new Restock("more", "doll", 1));
        assertThat(decide(order)).isInstanceOf(Accepted.class);
    }

    @Test
    void shouldAddWhatIsSold() {
        accept(sell("a", new Line("doll", 4)));
        assertThat(quantity("doll")).isEqualTo(5);
    }

    @Test
    void shouldKeepStockWithinItsLimit() {
        assertThat(decide(new Restock("a", "ball", Limits.STOCK)))
                .isEqualTo(new Rejected(new Rejection.TooMany("ball", Limits.STOCK)));
        assertThat(decide(sell("b", new Line("ball", Limits.STOCK - 2)))).isInstanceOf(Rejected.class);
        accept(sell("c", new Line("ball", Limits.STOCK - 3)));
        assertThat(quantity("ball")).isEqualTo(Limits.STOCK);
    }

    @Test
    void shouldKnowOnlyItsItems() {
        assertThat(decide(buy("a", new Line("ball", 1), new Line("kite", 1))))
                .isEqualTo(new Rejected(new Rejection.UnknownItem("kite")));
        assertThat(decide(new Restock("b", "kite", 1))).isEqualTo(new Rejected(new Rejection.UnknownItem("kite")));
    }

    @Test
    void shouldChangePriceAndTopicButNoQuantityOfAnItemThatIsThere() {
        assertThat(decide(new PutItem("a", "ball", PRICE, 9L, null)))
                .isEqualTo(new Rejected(new Rejection.ItemExists("ball")));
        accept(new PutItem("b", "ball", BigDecimal.TEN, null, null));
        assertThat(desk.state().item("ball")).isEqualTo(new Item("ball", BigDecimal.TEN, 3, "toys", 3));
        accept(new PutItem("c", "ball", BigDecimal.TEN, null, "sport"));
        assertThat(desk.state().item("ball")).isEqualTo(new Item("ball", BigDecimal.TEN, 3, "sport", 4));
    }

    @Test
    void shouldTellRequestsApartByTheirWholeContent() {
        assertThat(buy("k", new Line("ab", 1)).fingerprint())
                .isEqualTo(buy("other", new Line("ab", 1)).fingerprint())
                .isNotEqualTo(sell("k", new Line("ab", 1)).fingerprint())
                .isNotEqualTo(buy("k", new Line("ab", 2)).fingerprint())
                .isNotEqualTo(buy("k", new Line("a", 1), new Line("b", 1)).fingerprint());
        assertThat(new PutItem("k", "a", PRICE, null, null).fingerprint())
                .isNotEqualTo(new PutItem("k", "a", PRICE, 0L, null).fingerprint());
    }

    private Decision decide(Command command) {
        return desk.decide(command, 42);
    }

    private Entry accept(Command command) {
        Decision decision = decide(command);
        assertThat(decision).isInstanceOf(Accepted.class);
        Entry entry = ((Accepted) decision).entry();
        desk.apply(desk.state().index() + 1, entry);
        return entry;
    }

    private long quantity(String name) {
        Item item = desk.state().item(name);
        return item == null ? -1 : item.quantity();
    }

    private static PlaceOrder buy(String key, Line... lines) {
        return new PlaceOrder(key, OrderType.BUY, List.of(lines));
    }

    private static PlaceOrder sell(String key, Line... lines) {
        return new PlaceOrder(key, OrderType.SELL, List.of(lines));
    }
}
