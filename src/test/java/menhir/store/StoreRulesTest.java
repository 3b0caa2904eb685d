package menhir.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import menhir.store.Command.PlaceOrder;
import menhir.store.Command.PutItem;
import menhir.store.Decision.Accepted;
import menhir.store.Decision.Rejected;
import menhir.store.Decision.Replayed;
import menhir.store.Entry.ItemAdded;
import menhir.store.Entry.OrderPlaced;
import menhir.store.Entry.OrderRejected;
import menhir.store.Entry.Restocked;
import menhir.store.StoreRules.Restocking;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is the rule in one store and not in another. */
class StoreRulesTest {
    private static final StoreRules TOYS = new StoreRules(false, true, new Restocking(10_000, 1, 100));
    private static final StoreRules BOOKS = new StoreRules(true, false, null);
    private static final long TIME = 1_700_000_000_000L;

    private static Decider desk(StoreRules rules) {
        return new Decider(new StoreState(1_000), rules);
    }

    private static Entry append(Decider desk, Decision decision) {
        Entry entry = ((Accepted) decision).entry();
        desk.apply(desk.state().index() + 1, entry);
        return entry;
    }

    private static Entry put(Decider desk, String name, long quantity, @Nullable String topic, @Nullable Long number) {
        return append(
                desk, desk.decide(new PutItem("put " + name, name, BigDecimal.ONE, quantity, topic, number), TIME));
    }

    private static PlaceOrder buy(String key, String item, long quantity) {
        return new PlaceOrder(key, OrderType.BUY, List.of(new Line(item, quantity)));
    }

    private static long quantity(Decider desk, String item) {
        return java.util.Objects.requireNonNull(desk.state().item(item)).quantity();
    }

    // ---- refusals ---------------------------------------------------------------------------------------------------

    @Test
    void shouldWriteRefusalsIntoTheLogOfAStoreThatKeepsThem() {
        Decider desk = desk(TOYS);
        put(desk, "Whale", 100, null, null);

        assertThat(append(desk, desk.decide(buy("a", "Whale", 1000), TIME)))
                .isEqualTo(new OrderRejected(
                        OrderType.BUY,
                        List.of(new Line("Whale", 1000)),
                        new Rejection.NotEnough("Whale", 100, 1000),
                        "a",
                        buy("a", "Whale", 1000).fingerprint(),
                        TIME));
        assertThat(append(desk, desk.decide(buy("b", "invalid", 1), TIME)))
                .isInstanceOfSatisfying(OrderRejected.class, rejected -> assertThat(rejected.why())
                        .isEqualTo(new Rejection.UnknownItem("invalid")));
        assertThat(quantity(desk, "Whale")).isEqualTo(100);
    }

    @Test
    void shouldNotNumberRefusals() {
        Decider desk = desk(TOYS);
        put(desk, "Whale", 100, null, null);
        append(desk, desk.decide(buy("a", "Whale", 1000), TIME));

        assertThat(append(desk, desk.decide(buy("b", "Whale", 1), TIME)))
                .isInstanceOfSatisfying(
                        OrderPlaced.class, placed -> assertThat(placed.number()).isEqualTo(1));
        assertThat(desk.state().lastNumber()).isEqualTo(1);
    }

    @Test
    void shouldRefuseTheSameKeyAgainEvenWhenThereIsStockNow() {
        Decider desk = desk(TOYS);
        put(desk, "Whale", 1, null, null);
        append(desk, desk.decide(buy("a", "Whale", 2), TIME));
        long refusedAt = desk.state().index();
        append(desk, desk.decide(new Command.Restock("r", "Whale", 50), TIME));

        assertThat(desk.decide(buy("a", "Whale", 2), TIME)).isEqualTo(new Replayed(refusedAt, KeyWindow.REJECTED));
        assertThat(desk.decide(buy("a", "Whale", 1), TIME)).isEqualTo(new Rejected(new Rejection.KeyReused()));
        assertThat(desk.decide(buy("b", "Whale", 2), TIME)).isInstanceOf(Accepted.class);
    }

    @Test
    void shouldLeaveNoTraceOfRefusalsInOtherStores() {
        Decider desk = desk(StoreRules.PLAIN);
        put(desk, "CarCo", 1, null, null);

        assertThat(desk.decide(buy("a", "CarCo", 2), TIME))
                .isEqualTo(new Rejected(new Rejection.NotEnough("CarCo", 1, 2)));
        assertThat(desk.decide(buy("a", "CarCo", 1), TIME)).isInstanceOf(Accepted.class);
    }

    // ---- restock ----------------------------------------------------------------------------------------------------

    @Test
    void shouldFillUpWhatRanOutOnce() {
        Decider desk = desk(TOYS);
        put(desk, "Tux", 100, null, null);
        put(desk, "Whale", 100, null, null);
        put(desk, "Owl", 1, null, null);
        append(desk, desk.decide(buy("a", "Whale", 100), TIME));

        assertThat(desk.itemsToRestock()).containsExactly("Whale");
        Entry restock = desk.restock("Whale", TIME);
        desk.apply(desk.state().index() + 1, restock);

        assertThat(restock).isInstanceOfSatisfying(Restocked.class, restocked -> assertThat(restocked.quantity())
                .isEqualTo(100));
        assertThat(quantity(desk, "Whale")).isEqualTo(100);
        assertThat(desk.itemsToRestock()).isEmpty();
    }

    @Test
    void shouldNotFillUpAgainWhatTheLastLeaderDid() {
        Decider first = desk(TOYS);
        StoreState copy = new StoreState(1_000);
        Entry added = put(first, "Whale", 0, null, null);
        Entry restock = first.restock("Whale", TIME);
        copy.apply(1, added);
        copy.apply(2, restock);

        assertThat(new Decider(copy, TOYS).itemsToRestock()).isEmpty();
    }

    @Test
    void shouldFillUpAsOftenAsItRunsOutUnderKeysOfTheirOwn() {
        Decider desk = desk(TOYS);
        put(desk, "Whale", 0, null, null);
        for (int i = 0; i < 3; i++) {
            desk.apply(desk.state().index() + 1, desk.restock("Whale", TIME));
            append(desk, desk.decide(buy("k" + i, "Whale", 100), TIME));
        }
        // Each entry has a key: one lost would be one that another had already.
        assertThat(desk.state().keys().size()).isEqualTo(7);
    }

    @Test
    void shouldFillUpNothingWithoutARule() {
        Decider desk = desk(BOOKS);
        put(desk, "RPCs", 0, "DS", null);
        assertThat(desk.itemsToRestock()).isEmpty();
    }

    // ---- numbers ----------------------------------------------------------------------------------------------------

    @Test
    void shouldGiveANumberToOneItemOnly() {
        Decider desk = desk(BOOKS);
        put(desk, "RPCs", 4, "DS", 2L);

        assertThat(desk.decide(new PutItem("k", "Xen", BigDecimal.ONE, 1L, null, 2L), TIME))
                .isEqualTo(new Rejected(new Rejection.NumberTaken(2, "RPCs")));
        assertThat(desk.state().itemNumbered(2)).isEqualTo(desk.state().item("RPCs"));
    }

    @Test
    void shouldNumberABookThatComesWithout() {
        Decider desk = desk(BOOKS);
        put(desk, "RPCs", 4, "DS", 7L);
        assertThat(put(desk, "Xen", 1, null, null))
                .isInstanceOfSatisfying(
                        ItemAdded.class, added -> assertThat(added.number()).isEqualTo(8));
    }

    @Test
    void shouldNeverChangeANumber() {
        Decider desk = desk(BOOKS);
        put(desk, "RPCs", 4, "DS", 2L);

        assertThat(desk.decide(new PutItem("k", "RPCs", BigDecimal.TEN, null, null, 3L), TIME))
                .isEqualTo(new Rejected(new Rejection.NumberFixed("RPCs", 2L)));
        append(desk, desk.decide(new PutItem("l", "RPCs", BigDecimal.TEN, null, "OS", 2L), TIME));
        append(desk, desk.decide(buy("m", "RPCs", 1), TIME));
        assertThat(desk.state().itemNumbered(2)).isEqualTo(new Item("RPCs", BigDecimal.TEN, 3, "OS", 2L, 3));
    }

    // ---- what caches must drop ------------------------------------------------------------------------------------

    @Test
    void shouldTellEveryCachedThingThatAnEntryChanges() {
        Decider desk = desk(BOOKS);
        Entry added = new ItemAdded("RPCs", BigDecimal.ONE, 4, "DS", 2L, "k", 1, TIME);
        assertThat(desk.affectedKeys(added))
                .containsExactlyInAnyOrder("RPCs", CacheKeys.ofTopic("DS"), CacheKeys.ofNumber(2));
        desk.apply(1, added);

        Entry bought = ((Accepted) desk.decide(buy("b", "RPCs", 1), TIME)).entry();
        assertThat(desk.affectedKeys(bought)).containsExactlyInAnyOrder("RPCs", CacheKeys.ofTopic("DS"));
        Entry restocked = ((Accepted) desk.decide(new Command.Restock("r", "RPCs", 1), TIME)).entry();
        assertThat(desk.affectedKeys(restocked)).containsExactlyInAnyOrder("RPCs", CacheKeys.ofTopic("DS"));
        Entry moved = ((Accepted) desk.decide(new PutItem("m", "RPCs", BigDecimal.ONE, null, "OS"), TIME)).entry();
        assertThat(desk.affectedKeys(moved))
                .containsExactlyInAnyOrder("RPCs", CacheKeys.ofTopic("DS"), CacheKeys.ofTopic("OS"));
        assertThat(desk.affectedKeys(new Entry.LeaderElected(1, "n", TIME))).isEmpty();
    }

    @Test
    void shouldTellTheTopicsOfAllLines() {
        Decider desk = desk(StoreRules.PLAIN);
        put(desk, "a", 5, "x", null);
        put(desk, "b", 5, "y", null);
        put(desk, "c", 5, null, null);
        PlaceOrder order = new PlaceOrder(
                "k", OrderType.BUY, List.of(new Line("a", 1), new Line("b", 1), new Line("c", 1), new Line("a", 1)));

        assertThat(desk.affectedKeys(((Accepted) desk.decide(order, TIME)).entry()))
                .containsExactlyInAnyOrder("a", "b", "c", CacheKeys.ofTopic("x"), CacheKeys.ofTopic("y"));
    }

    // ---- topics -----------------------------------------------------------------------------------------------------

    @Test
    void shouldFileItemsUnderTheirTopics() {
        Decider desk = desk(BOOKS);
        put(desk, "b", 1, "DS", null);
        put(desk, "a", 1, "DS", null);
        put(desk, "c", 1, null, null);
        assertThat(desk.state().namesOf("DS")).containsExactly("a", "b");

        append(desk, desk.decide(new PutItem("m", "a", BigDecimal.ONE, null, "OS"), TIME));
        assertThat(desk.state().namesOf("DS")).containsExactly("b");
        assertThat(desk.state().namesOf("OS")).containsExactly("a");
        assertThat(desk.state().namesOf("nothing")).isEmpty();

        StoreState loaded = new StoreState(
                10, desk.state().index(), 0, true, desk.state().items().values());
        assertThat(loaded.namesOf("OS")).containsExactly("a");
        assertThat(loaded.itemNumbered(2)).isEqualTo(desk.state().item("a"));
    }
}
