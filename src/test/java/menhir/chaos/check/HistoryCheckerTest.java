package menhir.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import menhir.chaos.check.History.Acknowledged;
import menhir.chaos.check.History.Event;
import menhir.chaos.check.History.Lookup;
import menhir.chaos.check.History.OrderRead;
import menhir.chaos.check.History.Ordered;
import menhir.chaos.check.History.Outcome;
import menhir.chaos.check.History.Rejected;
import menhir.chaos.check.History.Repeated;
import menhir.chaos.check.History.Unknown;
import menhir.chaos.check.StoreLog.Added;
import menhir.chaos.check.StoreLog.Entry;
import menhir.chaos.check.StoreLog.Placed;
import org.junit.jupiter.api.Test;

/**
 * Tests the checker with one violation of each kind. The log: a quantity of 10 of item A at index 2; order 1 buys 4 at index 4,
 * order 2 buys 6 at index 5, order 3 sells 1 at index 7.
 */
class HistoryCheckerTest {
    private final List<Entry> log = new ArrayList<>(List.of(
            new Added(2, "A", 10),
            new Added(3, "B", 5),
            placed(4, 1, true, 4),
            placed(5, 2, true, 6),
            placed(7, 3, false, 1)));
    private final List<Event> history = new ArrayList<>(List.of(
            ordered(true, 4, new Acknowledged(1), 100, 200),
            ordered(true, 6, new Acknowledged(2), 150, 300),
            ordered(false, 1, new Acknowledged(3), 400, 500)));

    private static Placed placed(long index, long number, boolean buy, long quantity) {
        return new Placed(index, number, buy, new TreeMap<>(Map.of("A", quantity)));
    }

    private static Ordered ordered(boolean buy, long quantity, Outcome outcome, long invoked, long answered) {
        OrderRequest request = buy ? OrderRequest.buy("A", quantity) : OrderRequest.sell("A", quantity);
        return new Ordered(request, outcome, invoked, answered);
    }

    private static Lookup lookup(long version, long quantity, long invoked, long answered) {
        return new Lookup("node-1", "A", version, quantity, true, invoked, answered);
    }

    private List<String> violations() {
        return new HistoryChecker(history, new StoreLog(log)).violations();
    }

    private void assertFound(String violation) {
        assertThat(violations()).singleElement().asString().contains(violation);
    }

    @Test
    void shouldAcceptAHistoryThatTheLogExplains() {
        // A lookup may show order 1 while it is pending, and must show it after its reply.
        history.add(lookup(2, 10, 120, 180));
        history.add(lookup(4, 6, 120, 180));
        history.add(lookup(4, 6, 210, 260));
        history.add(lookup(5, 0, 210, 260));
        history.add(lookup(5, 0, 310, 320));
        history.add(lookup(7, 1, 410, 420));
        history.add(new OrderRead("node-2", 1, true, "200", 210, 220));
        history.add(ordered(true, 3, new Rejected("A", 0), 310, 390));
        history.add(ordered(true, 3, new Rejected("A", 1), 310, 600));
        assertThat(violations()).isEmpty();
    }

    @Test
    void shouldFindALostOrder() {
        history.add(ordered(true, 1, new Acknowledged(4), 600, 700));
        assertFound("lost");
    }

    @Test
    void shouldFindAnOrderThatWasExecutedTwice() {
        log.add(placed(8, 4, false, 1));
        assertFound("executed twice");
    }

    @Test
    void shouldAcceptAnOrderWithUnknownOutcomeAtMostOnce() {
        history.add(ordered(false, 1, new Unknown("no answer"), 600, 700));
        assertThat(violations()).isEmpty();
        log.add(placed(8, 4, false, 1));
        assertThat(violations()).isEmpty();
        log.add(placed(9, 5, false, 1));
        assertFound("executed twice");
    }

    @Test
    void shouldAcceptAnOrderAfterARejectionOnlyIfAnEarlierAttemptWasGivenUp() {
        log.add(placed(8, 4, true, 1));
        history.add(ordered(true, 1, new Rejected("A", 0, false), 310, 390));
        assertThat(violations()).isEmpty();
        history.set(3, ordered(true, 1, new Rejected("A", 0, true), 310, 390));
        assertFound("no client sent");
    }

    @Test
    void shouldFindANumberThatWasUsedTwice() {
        history.add(ordered(false, 1, new Acknowledged(3), 410, 600));
        assertFound("the same number");
    }

    @Test
    void shouldFindAnOrderThatWasChanged() {
        history.set(2, ordered(false, 2, new Acknowledged(3), 400, 500));
        assertFound("was changed");
    }

    @Test
    void shouldFindAGapInTheNumbers() {
        log.set(4, placed(7, 4, false, 1));
        history.set(2, ordered(false, 1, new Acknowledged(4), 400, 500));
        assertFound("expected order 3");
    }

    @Test
    void shouldFindNumbersThatContradictRealTime() {
        history.set(0, ordered(true, 4, new Acknowledged(1), 310, 390));
        assertFound("order 2 was acknowledged before");
    }

    @Test
    void shouldFindAnOversoldItem() {
        log.add(placed(8, 4, true, 2));
        history.add(ordered(true, 2, new Acknowledged(4), 600, 700));
        assertFound("A is -1 after");
    }

    @Test
    void shouldFindALookupOlderThanAnAcknowledgedOrder() {
        history.add(lookup(2, 10, 201, 250));
        assertFound("stale");
    }

    @Test
    void shouldFindALookupOlderThanAnotherLookup() {
        // Order 2 is not acknowledged before 300, but another lookup has shown it.
        history.add(lookup(5, 0, 210, 220));
        history.add(lookup(4, 6, 230, 240));
        assertFound("stale");
    }

    @Test
    void shouldFindALookupWithAWrongQuantity() {
        history.add(lookup(4, 7, 210, 220));
        assertFound("wrong quantity");
        history.set(3, lookup(6, 0, 310, 320));
        assertFound("wrong quantity");
    }

    @Test
    void shouldFindALookupOfAnOrderThatWasNotYetSent() {
        history.add(lookup(7, 1, 310, 320));
        assertFound("not yet sent");
    }

    @Test
    void shouldFindAKeyThatWasExecutedAgain() {
        OrderRequest request = OrderRequest.buy("A", 4);
        history.add(new Repeated(request, 1, new Acknowledged(1), 600, 700));
        assertThat(violations()).isEmpty();
        history.set(3, new Repeated(request, 1, new Acknowledged(3), 600, 700));
        assertFound("a repeated key");
        history.set(3, new Repeated(request, 1, new Rejected("A", 1), 600, 700));
        assertFound("a repeated key");
    }

    @Test
    void shouldMatchAnOrderByItsKeyWhenItIsSentAgainMuchLater() {
        // The first attempt of order 1 got no reply; the reply to the second one came after order 3.
        history.set(0, ordered(true, 4, new Acknowledged(1), 100, 900));
        assertThat(violations()).isEmpty();
        history.set(0, ordered(true, 4, new Acknowledged(1), 310, 900));
        assertFound("order 2 was acknowledged before");
    }

    @Test
    void shouldFindAnAcknowledgedOrderThatCannotBeRead() {
        history.add(new OrderRead("node-2", 2, false, "404", 310, 320));
        assertFound("not found");
    }

    @Test
    void shouldFindARejectionThatTheStockDoesNotExplain() {
        history.add(ordered(true, 7, new Rejected("A", 6), 310, 390));
        assertFound("did not have then");
        history.set(3, ordered(true, 3, new Rejected("A", 1), 310, 390));
        assertFound("did not have then");
        history.set(3, ordered(true, 1, new Rejected("A", 1), 510, 600));
        assertFound("quantity is sufficient");
    }
}
