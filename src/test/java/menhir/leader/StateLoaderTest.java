package menhir.leader;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import menhir.replica.StateChunk;
import menhir.replication.LeaderOutput.Fetched;
import menhir.replication.LogEntry;
import menhir.replication.Timing;
import menhir.store.Command;
import menhir.store.Decider;
import menhir.store.Decision;
import menhir.store.Entry;
import menhir.store.EntryCodec;
import menhir.store.KeyWindow;
import menhir.store.StoreRules;
import menhir.store.StoreState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a new leader's state is loaded: the log has an item at each index. */
class StateLoaderTest {
    private static final long EPOCH = 9;
    private static final long LOG_EPOCH = 4;
    private static final int BEST_SLOT = 3;
    private static final long LAST_INDEX = 6;
    private static final long RETRY_MILLIS = 300;
    private static final long NOW = -4_000;

    private final List<String> asked = new ArrayList<>();
    private StateLoader loader = loader(LAST_INDEX);

    /** A loader on the node of slot 2. */
    private StateLoader loader(long lastIndex) {
        LeaderSettings settings = new LeaderSettings(
                "stocks", "node-2", 3, 2, List.of(2), Timing.ofLease(1_000), 100, StoreRules.PLAIN, List.of(), () -> 0);
        return new StateLoader(
                settings,
                BEST_SLOT,
                lastIndex,
                LOG_EPOCH,
                EPOCH,
                new StateLoader.Output() {
                    @Override
                    public void exportState(int slot, int position) {
                        asked.add("catalog " + slot + "/" + position);
                    }

                    @Override
                    public void fetch(int slot, long fromIndex) {
                        asked.add("log " + slot + "/" + fromIndex);
                    }
                },
                NOW);
    }

    private static String name(long index) {
        return "item-" + index;
    }

    private static Command.PutItem put(long index) {
        return new Command.PutItem("key-" + index, name(index), BigDecimal.ONE, 5L, null);
    }

    private static Entry added(long index) {
        return new Entry.ItemAdded(
                name(index),
                BigDecimal.ONE,
                5,
                null,
                put(index).key(),
                put(index).fingerprint(),
                0);
    }

    /** The state at an index. */
    private static StoreState stateAt(long index) {
        StoreState state = new StoreState(100);
        LongStream.rangeClosed(1, index).forEach(i -> state.apply(i, added(i)));
        return state;
    }

    /** A catalog's state in as many chunks as it has items. */
    private static StateChunk chunk(int slot, long index, int position) {
        StoreState state = stateAt(index);
        List<KeyWindow.KeyRecord> keys = new ArrayList<>();
        state.keys().forEach(keys::add);
        return new StateChunk(
                slot,
                index,
                LOG_EPOCH,
                position,
                (int) index,
                0,
                true,
                state.values().subList(position, position + 1),
                keys.subList(position, position + 1));
    }

    private void chunks(int slot, long index, int... positions) {
        IntStream.of(positions).forEach(position -> loader.onChunk(chunk(slot, index, position), NOW));
    }

    private void fetched(int slot, long epoch, boolean member, long from, long to) {
        List<LogEntry> entries = LongStream.rangeClosed(from, to)
                .mapToObj(index -> new LogEntry(LOG_EPOCH, 0, EntryCodec.encode(added(index))))
                .toList();
        loader.onFetched(new Fetched(slot, epoch, member, from, from == 1 ? 0 : LOG_EPOCH, entries), NOW);
    }

    private void fetched(long from, long to) {
        fetched(BEST_SLOT, EPOCH, true, from, to);
    }

    private void assertLoaded() {
        StoreState loaded = Objects.requireNonNull(loader.loaded(), "nothing is loaded");
        StoreState expected = stateAt(LAST_INDEX);
        assertThat(loaded.index()).isEqualTo(LAST_INDEX);
        assertThat(loaded.items()).isEqualTo(expected.items());
        for (long index = 1; index <= LAST_INDEX; index++) {
            assertThat(new Decider(loaded).decide(put(index), 0)).isEqualTo(new Decision.Replayed(index, 0));
        }
    }

    // ---- a load without faults --------------------------------------------------------------------------------------

    @Test
    void shouldLoadTheCatalogOnItsOwnNodeAndThenTheRestOfTheLog() {
        chunks(2, 3, 0, 1, 2);
        fetched(4, 5);
        assertThat(loader.loaded()).isNull();
        fetched(6, 6);

        assertLoaded();
        assertThat(asked).containsExactly("catalog 2/0", "catalog 2/1", "catalog 2/2", "log 3/4", "log 3/6");
    }

    @Test
    void shouldNotFetchWhatTheCatalogHasAlready() {
        chunks(2, LAST_INDEX, 0, 1, 2, 3, 4, 5);

        assertLoaded();
        assertThat(asked).noneMatch(each -> each.startsWith("log"));
    }

    @Test
    void shouldStopAtTheEndOfTheLogThatIsTakenOver() {
        chunks(2, 3, 0, 1, 2);
        fetched(4, 9);

        assertLoaded();
    }

    @Test
    void shouldHaveNothingToLoadWhereTheLogIsEmpty() {
        asked.clear();
        loader = loader(0);

        assertThat(loader.loaded())
                .isNotNull()
                .extracting(StoreState::index, StoreState::opened)
                .containsExactly(0L, false);
        loader.tick(NOW + 10 * RETRY_MILLIS);
        assertThat(asked).isEmpty();
    }

    // ---- which catalog ----------------------------------------------------------------------------------------------

    @Test
    void shouldNotUseACatalogOfAnotherLog() {
        chunks(2, 3, 0, 1, 2);
        loader.onFetched(new Fetched(BEST_SLOT, EPOCH, true, 4, LOG_EPOCH - 1, List.of()), NOW);
        assertThat(asked).endsWith("log 3/4", "catalog 1/0");

        chunks(1, 5, 0, 1, 2, 3, 4);
        fetched(6, 6);
        assertLoaded();
    }

    @Test
    void shouldNotUseACatalogWithAnotherLastEntry() {
        long otherEpoch = LOG_EPOCH - 1;
        loader.onChunk(new StateChunk(2, LAST_INDEX, otherEpoch, 0, 1, 0, true, List.of(), List.of()), NOW);
        assertThat(loader.loaded()).isNull();
        loader.tick(NOW + RETRY_MILLIS);
        assertThat(asked).endsWith("catalog 1/0");
    }

    @Test
    void shouldPreferACatalogThatIsNotFarBehind() {
        loader = loader(30_000);
        asked.clear();
        chunks(2, 3, 0);
        chunks(1, 4, 0);
        assertThat(asked).containsExactly("catalog 1/0", "catalog 3/0");
        chunks(3, 2, 0, 1);
        assertThat(asked).as("all are far behind").endsWith("catalog 3/1", "log 3/3");
    }

    @Test
    void shouldLoadFromTheLogAloneWhereNoCatalogAnswers() {
        for (int i = 1; i <= 9; i++) {
            loader.tick(NOW + i * RETRY_MILLIS);
        }
        assertThat(asked).endsWith("log 3/1");
        fetched(1, 6);
        assertLoaded();
    }

    // ---- what is lost -----------------------------------------------------------------------------------------------

    @Test
    void shouldAskTheNextCatalogFromItsFirstChunkOnWhenAChunkIsLost() {
        chunks(2, 3, 0, 1);
        loader.tick(NOW + RETRY_MILLIS - 1);
        assertThat(asked).hasSize(3);
        loader.tick(NOW + RETRY_MILLIS);
        loader.tick(NOW + 2 * RETRY_MILLIS);
        loader.tick(NOW + 3 * RETRY_MILLIS);
        assertThat(asked.subList(3, 6)).containsExactly("catalog 1/0", "catalog 3/0", "catalog 2/0");

        chunks(2, 4, 0, 1, 2, 3);
        fetched(5, 6);

        assertLoaded();
    }

    @Test
    void shouldAskTheSameLogAgainWhenEntriesAreLost() {
        chunks(2, 3, 0, 1, 2);
        loader.tick(NOW + RETRY_MILLIS);
        fetched(4, 6);

        assertLoaded();
        assertThat(asked).endsWith("log 3/4", "log 3/4");
        loader.tick(NOW + 9 * RETRY_MILLIS);
        assertThat(asked).endsWith("log 3/4", "log 3/4");
    }

    // ---- what comes late, twice or from another ---------------------------------------------------------------------

    @Test
    void shouldIgnoreALateChunkOfAnEarlierAttempt() {
        loader.tick(NOW + RETRY_MILLIS);
        chunks(2, 3, 0);
        chunks(1, 4, 0);
        chunks(2, 3, 1);
        chunks(1, 4, 1, 1, 0, 2, 3);
        fetched(5, 6);

        assertLoaded();
        assertThat(asked)
                .containsExactly("catalog 2/0", "catalog 1/0", "catalog 1/1", "catalog 1/2", "catalog 1/3", "log 3/5");
    }

    @Test
    void shouldBeginAnewWhenTheReplicaHasStartedAnotherExport() {
        chunks(2, 3, 0);
        chunks(2, 4, 1);
        assertThat(asked).containsExactly("catalog 2/0", "catalog 2/1", "catalog 2/0");

        chunks(2, 4, 0, 1, 2, 3);
        fetched(5, 6);

        assertLoaded();
    }

    @Test
    void shouldNotTakeTheFirstChunksOfAStateForAllOfIt() {
        chunks(2, 3, 0, 1);
        fetched(4, 6);

        assertThat(loader.loaded()).isNull();
        assertThat(asked).noneMatch(each -> each.startsWith("log"));
    }

    @Test
    void shouldNotTakeACatalogThatIsAheadOfTheLog() {
        chunks(2, LAST_INDEX + 1, 0);
        assertThat(asked).containsExactly("catalog 2/0");

        loader.tick(NOW + RETRY_MILLIS);
        chunks(1, 3, 0, 1, 2);
        fetched(4, 6);

        assertLoaded();
    }

    @Test
    void shouldIgnoreChunksOnceAllHaveCome() {
        chunks(2, 3, 0, 1, 2);
        chunks(2, 5, 0);
        fetched(4, 6);

        assertLoaded();
    }

    @ParameterizedTest
    @CsvSource({
        // slot, epoch, member, first index
        "3, 9, false, 4",
        "3, 8, true, 4",
        "3, 10, true, 4",
        "3, 9, true, 3",
        "3, 9, true, 5",
        "2, 9, true, 4",
    })
    void shouldIgnoreEntriesThatMayBeInvalid(int slot, long epoch, boolean member, long from) {
        chunks(2, 3, 0, 1, 2);
        fetched(slot, epoch, member, from, LAST_INDEX);
        assertThat(loader.loaded()).isNull();
        assertThat(asked).endsWith("log 3/4");

        fetched(4, 6);

        assertLoaded();
    }

    @Test
    void shouldIgnoreEntriesThatComeBeforeTheCatalogIsComplete() {
        fetched(1, 6);
        chunks(2, 3, 0);
        fetched(4, 6);

        assertThat(loader.loaded()).isNull();
    }
}
