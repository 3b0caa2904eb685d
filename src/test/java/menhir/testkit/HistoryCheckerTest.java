package menhir.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import menhir.testkit.History.Acknowledged;
import menhir.testkit.History.Event;
import menhir.testkit.History.LookedUp;
import menhir.testkit.History.Ordered;
import menhir.testkit.History.Outcome;
import menhir.testkit.History.Recalled;
import menhir.testkit.History.Refused;
import menhir.testkit.History.Unknown;
import menhir.testkit.StoreLog.Added;
import menhir.testkit.StoreLog.Entry;
import menhir.testkit.StoreLog.Placed;
import org.junit.jupiter.api.Test;

/**
 * A checker that never complains proves nothing: here is one lie of each kind that a store could tell. The log is: 10 of
 * item A at index 2, order 1 takes 4 at index 4, order 2 takes 6 at index 5, order 3 brings 1 back at index 7.
 */
class HistoryCheckerTest {
    private final List<Entry> log = new ArrayList<>(List.of(
            new Added(2, "A", 10),
            new Added(3, "B", 5),
            placed(4, 1, true, 4),
            placed(5, 2, true, 6),
            placed(7, 3, false, 1)));
    private final List<Event> told = new ArrayList<>(List.of(
            ordered(true, 4, new Acknowledged(1), 100, 200),
            ordered(true, 6, new Acknowledged(2), 150, 300),
            ordered(false, 1, new Acknowledged(3), 400, 500)));

    private static Placed placed(long index, long number, boolean buy, long quantity) {
        return new Placed(index, number, buy, new TreeMap<>(Map.of("A", quantity)));
    }

    private static Ordered ordered(boolean buy, long quantity, Outcome outcome, long invoked, long answered) {
        Wish wish = buy ? Wish.buy("A", quantity) : Wish.sell("A", quantity);
        return new Ordered(wish, outcome, invoked, answered);
    }

    private static LookedUp looked(long version, long quantity, long invoked, long answered) {
        return new LookedUp("node-1", "A", version, quantity, true, invoked, answered);
    }

    private List<String> violations() {
        return new HistoryChecker(told, new StoreLog(log)).violations();
    }

    private void assertFound(String violation) {
        assertThat(violations()).singleElement().asString().contains(violation);
    }

    @Test
    void shouldFindNothingWrongWithWhatCanBeExplained() {
        // While order 1 is on its way a lookup may show it or not; after its answer it must.
        told.add(looked(2, 10, 120, 180));
        told.add(looked(4, 6, 120, 180));
        told.add(looked(4, 6, 210, 260));
        told.add(looked(5, 0, 210, 260));
        told.add(looked(5, 0, 310, 320));
        told.add(looked(7, 1, 410, 420));
        told.add(new Recalled("node-2", 1, true, "200", 210, 220));
        told.add(ordered(true, 3, new Refused("A", 0), 310, 390));
        told.add(ordered(true, 3, new Refused("A", 1), 310, 600));
        assertThat(violations()).isEmpty();
    }

    @Test
    void shouldFindALostOrder() {
        told.add(ordered(true, 1, new Acknowledged(4), 600, 700));
        assertFound("lost");
    }

    @Test
    void shouldFindAnOrderThatWasPlacedTwice() {
        log.add(placed(8, 4, false, 1));
        assertFound("placed twice");
    }

    @Test
    void shouldAllowAnUnansweredOrderOnceOnly() {
        told.add(ordered(false, 1, new Unknown("no answer"), 600, 700));
        assertThat(violations()).isEmpty();
        log.add(placed(8, 4, false, 1));
        assertThat(violations()).isEmpty();
        log.add(placed(9, 5, false, 1));
        assertFound("placed twice");
    }

    @Test
    void shouldFindANumberThatTwoClientsGot() {
        told.add(ordered(false, 1, new Acknowledged(3), 410, 600));
        assertFound("given twice");
    }

    @Test
    void shouldFindAnOrderThatWasChanged() {
        told.set(2, ordered(false, 2, new Acknowledged(3), 400, 500));
        assertFound("stands otherwise");
    }

    @Test
    void shouldFindAGapInTheNumbers() {
        log.set(4, placed(7, 4, false, 1));
        told.set(2, ordered(false, 1, new Acknowledged(4), 400, 500));
        assertFound("order 3 was to come");
    }

    @Test
    void shouldFindNumbersThatWentBackInTime() {
        told.set(0, ordered(true, 4, new Acknowledged(1), 310, 390));
        assertFound("order 2 was acknowledged before");
    }

    @Test
    void shouldFindAnOversoldItem() {
        log.add(placed(8, 4, true, 2));
        told.add(ordered(true, 2, new Acknowledged(4), 600, 700));
        assertFound("A is -1 after");
    }

    @Test
    void shouldFindALookupOlderThanAnAcknowledgedOrder() {
        told.add(looked(2, 10, 201, 250));
        assertFound("stale");
    }

    @Test
    void shouldFindALookupOlderThanAnotherLookup() {
        // Order 2 is not acknowledged before 300, but somebody has seen it.
        told.add(looked(5, 0, 210, 220));
        told.add(looked(4, 6, 230, 240));
        assertFound("stale");
    }

    @Test
    void shouldFindALookupThatShowsWhatNeverWas() {
        told.add(looked(4, 7, 210, 220));
        assertFound("never was");
        told.set(3, looked(6, 0, 310, 320));
        assertFound("never was");
    }

    @Test
    void shouldFindALookupOfAnOrderThatWasNotYetSent() {
        told.add(looked(7, 1, 310, 320));
        assertFound("not yet sent");
    }

    @Test
    void shouldFindAnAcknowledgedOrderThatIsNotShown() {
        told.add(new Recalled("node-2", 2, false, "404", 310, 320));
        assertFound("not found");
    }

    @Test
    void shouldFindARefusalThatTheStockDoesNotExplain() {
        told.add(ordered(true, 7, new Refused("A", 6), 310, 390));
        assertFound("not there then");
        told.set(3, ordered(true, 3, new Refused("A", 1), 310, 390));
        assertFound("not there then");
        told.set(3, ordered(true, 1, new Refused("A", 1), 510, 600));
        assertFound("want of what is there");
    }
}
