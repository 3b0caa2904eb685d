package menhir.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import menhir.replica.CatalogAnswer.TopicRead;
import menhir.replica.CatalogAnswer.ValueRead;
import menhir.replica.LogReplies.ReleasedEntries;
import menhir.replication.LogEntry;
import menhir.replication.Protocol;
import menhir.store.Command.PlaceOrder;
import menhir.store.Decider;
import menhir.store.Decision;
import menhir.store.Entry;
import menhir.store.EntryCodec;
import menhir.store.HoldEntry;
import menhir.store.Item;
import menhir.store.KeyWindow;
import menhir.store.Limits;
import menhir.store.Line;
import menhir.store.OrderType;
import menhir.store.PricedLine;
import menhir.store.StoreState;
import menhir.store.Value;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotCatalogTest {
    private static final int KEY_CAPACITY = 100;
    private static final long CHECKPOINT_MILLIS = 10_000;
    private static final int CHECKPOINT_ENTRIES = 50_000;
    private static final long READ_TIMEOUT_MILLIS = 3_000;

    private final List<Long> asked = new ArrayList<>();
    private final List<CatalogCheckpoint.Delta> saved = new ArrayList<>();
    private final List<CatalogAnswer> answers = new ArrayList<>();
    private final List<CatalogPage> pages = new ArrayList<>();
    private final List<StateChunk> chunks = new ArrayList<>();
    private final List<CatalogDigest> digests = new ArrayList<>();
    private final List<String> reports = new ArrayList<>();
    private long now = -5_000;
    private SlotCatalog catalog = newCatalog();

    /** Its exports have two values in a chunk. */
    private SlotCatalog newCatalog() {
        return SlotParts.catalog(Protocol.sound(), 1, KEY_CAPACITY, new Output(), now);
    }

    private final class Output implements SlotCatalog.Output {
        @Override
        public void readReleased(long after, int limit, long waitMillis) {
            asked.add(after);
        }

        @Override
        public void save(CatalogCheckpoint.Delta delta) {
            saved.add(delta);
        }

        @Override
        public void rebuilding(String reason) {
            reports.add("rebuilding: " + reason);
        }

        @Override
        public void unusable(String reason) {
            reports.add("unusable: " + reason);
        }
    }

    private void recover(CatalogCheckpoint checkpoint) {
        catalog.onRecovered(checkpoint, now);
    }

    /** The next released entries. */
    private void release(Entry... entries) {
        release(catalog.index(), entries);
    }

    private void release(long after, Entry... entries) {
        List<LogEntry> encoded = IntStream.range(0, entries.length)
                .mapToObj(i -> new LogEntry(1, entries[i].orderNumber(), EntryCodec.encode(entries[i])))
                .toList();
        catalog.onReleased(new ReleasedEntries(1, after, catalog.epoch(), encoded, after + entries.length), now);
    }

    private void releaseMany(int count) {
        Entry entry = new Entry.ReplicaJoined(2);
        IntStream.range(0, count / 1_000)
                .forEach(i ->
                        release(IntStream.range(0, 1_000).mapToObj(j -> entry).toArray(Entry[]::new)));
    }

    private static Entry.ItemAdded added(String name, long quantity, @Nullable String topic, @Nullable Long number) {
        return new Entry.ItemAdded(name, BigDecimal.ONE, quantity, topic, number, "first/" + name, 1, 0);
    }

    private static PlaceOrder buy(String key, String item) {
        return new PlaceOrder(key, OrderType.BUY, List.of(new Line(item, 1)));
    }

    private static Entry.OrderPlaced bought(long number, String key, String item) {
        return new Entry.OrderPlaced(
                number,
                OrderType.BUY,
                List.of(new PricedLine(item, 1, BigDecimal.ONE)),
                key,
                buy(key, item).fingerprint(),
                0);
    }

    /** A store with three items and an order. */
    private void start() {
        recover(CatalogCheckpoint.EMPTY);
        release(
                added("Bear", 5, "wood", 1L),
                added("Duck", 5, "wood", 2L),
                added("Tux", 5, null, 3L),
                new Entry.StoreOpened(0),
                bought(1, "order-1", "Tux"));
    }

    private void read(CatalogQuery query, long minIndex, long waitMillis) {
        catalog.read(new CatalogRead(7, query, minIndex, waitMillis), answers::add, now);
    }

    private void readTux(long minIndex, long waitMillis) {
        read(new CatalogQuery.ByName("Tux"), minIndex, waitMillis);
    }

    private void readPage(@Nullable String topic, @Nullable String after, int limit) {
        catalog.readPage(topic, after, limit, 0, 0, pages::add, now);
    }

    private void export(int position) {
        catalog.export(position, chunks::add);
    }

    private void passMillis(long millis) {
        now += millis;
        catalog.tick(now);
    }

    private static CatalogCheckpoint checkpoint(long index, long epoch) {
        return new CatalogCheckpoint(
                index, epoch, 1, true, List.of(new Item("Tux", BigDecimal.ONE, 4, null, 3L, 5)), List.of());
    }

    // ---- the log that a checkpoint belongs to -----------------------------------------------------------------------

    @Test
    void shouldAnswerNothingUntilTheLogIsKnownToHaveTheCheckpointsEntry() {
        recover(checkpoint(5, 3));
        readTux(0, 500);
        export(0);
        assertThat(answers).isEmpty();
        assertThat(chunks).isEmpty();

        catalog.onReleased(new ReleasedEntries(1, 5, 3, List.of(), 0), now);
        assertThat(answers).hasSize(1);
        assertThat(reports).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"5, 2", "5, -1", "0, 3"})
    void shouldRebuildACatalogOfAnotherLog(long epoch, long epochInTheLog) {
        recover(checkpoint(5, epoch));
        catalog.onReleased(new ReleasedEntries(1, 5, epochInTheLog, List.of(), 5), now);
        assertThat(reports).singleElement().asString().startsWith("rebuilding: the log has no entry 5");
        assertThat(asked).containsExactly(5L, 0L);

        catalog.onReleased(new ReleasedEntries(1, 0, 0, List.of(encoded(added("Bear", 5, null, 1L))), 1), now);
        readTux(0, 0);
        assertThat(answers).extracting(answer -> ((ValueRead) answer).value()).containsExactly((Value) null);
        passMillis(20_000);
        assertThat(saved)
                .extracting(
                        CatalogCheckpoint.Delta::index,
                        CatalogCheckpoint.Delta::epoch,
                        CatalogCheckpoint.Delta::rebuilt)
                .containsExactly(tuple(1L, 1L, true));
    }

    /** Chaos found it: the replica started again for ever. */
    @Test
    void shouldRebuildACatalogWhoseCheckpointMakesNoSense() {
        CatalogCheckpoint good = checkpoint(5, 1);
        recover(new CatalogCheckpoint(
                good.index(),
                good.epoch(),
                good.lastNumber(),
                good.opened(),
                good.items(),
                List.of(new CatalogCheckpoint.KeyBatch(5, new byte[] {9, 9}))));
        assertThat(reports).singleElement().asString().startsWith("rebuilding: the checkpoint cannot be used");
        assertThat(asked).containsExactly(0L);
    }

    @Test
    void shouldRebuildOnceAndThenGiveUpWhereAnEntryDoesNotFit() {
        recover(checkpoint(5, 1));
        LogEntry unknown = new LogEntry(1, 0, new byte[] {99, 99});
        catalog.onReleased(new ReleasedEntries(1, 5, 1, List.of(unknown), 6), now);
        assertThat(reports).singleElement().asString().startsWith("rebuilding: entry 6 cannot be applied");

        catalog.onReleased(new ReleasedEntries(1, 0, 0, List.of(unknown), 6), now);
        assertThat(reports).hasSize(2).last().asString().startsWith("unusable: entry 1 cannot be applied");
        readTux(0, 500);
        passMillis(20_000);
        assertThat(answers).isEmpty();
        assertThat(asked).as("it does not try for ever").containsExactly(5L, 0L);
    }

    private static LogEntry encoded(Entry entry) {
        return new LogEntry(1, entry.orderNumber(), EntryCodec.encode(entry));
    }

    // ---- following the log ------------------------------------------------------------------------------------------

    @Test
    void shouldAskForTheEntriesAfterTheLastOneItHasApplied() {
        assertThat(asked).isEmpty();
        start();
        release(bought(2, "order-2", "Tux"));

        assertThat(asked).containsExactly(0L, 5L, 6L);
        assertThat(catalog.index()).isEqualTo(6);
    }

    @Test
    void shouldApplyEachEntryOnce() {
        start();
        release(0, added("Bear", 9, "wood", 1L));
        release(4, bought(1, "order-1", "Tux"));
        release(6, bought(3, "order-3", "Tux"));

        assertThat(catalog.index()).isEqualTo(5);
        assertThat(asked).containsExactly(0L, 5L);
    }

    @Test
    void shouldAskAgainWhenAReadWasNotAnswered() {
        start();
        passMillis(READ_TIMEOUT_MILLIS - 1);
        assertThat(asked).containsExactly(0L, 5L);

        passMillis(1);
        passMillis(1);

        assertThat(asked).containsExactly(0L, 5L, 5L);
    }

    // ---- reads ------------------------------------------------------------------------------------------------------

    @Test
    void shouldAnswerEachKindOfQuery() {
        start();
        Item tux = new Item("Tux", BigDecimal.ONE, 4, null, 3L, 5);
        readTux(5, 0);
        read(new CatalogQuery.ByNumber(3), 0, 0);
        read(new CatalogQuery.ByTopic("wood"), 0, 0);
        read(new CatalogQuery.ByName("wood"), 0, 0);
        read(new CatalogQuery.ByNumber(-1), 0, 0);
        read(new CatalogQuery.ByTopic("Tux"), 0, 0);

        assertThat(answers)
                .containsExactly(
                        new ValueRead(7, 1, tux, 5),
                        new ValueRead(7, 1, tux, 5),
                        new TopicRead(
                                7,
                                1,
                                List.of(
                                        new Item("Bear", BigDecimal.ONE, 5, "wood", 1L, 1),
                                        new Item("Duck", BigDecimal.ONE, 5, "wood", 2L, 2)),
                                true,
                                5),
                        new ValueRead(7, 1, null, 5),
                        new ValueRead(7, 1, null, 5),
                        new TopicRead(7, 1, List.of(), true, 5));
        assertThat(catalog.reads()).isEqualTo(6);
    }

    @Test
    void shouldAnswerOnceTheMinimumIndexIsAppliedAndNotBefore() {
        start();
        readTux(7, 400);
        release(bought(2, "order-2", "Tux"));
        assertThat(answers).isEmpty();

        release(bought(3, "order-3", "Tux"));

        assertThat(answers).extracting(CatalogAnswer::index).containsExactly(7L);
    }

    @Test
    void shouldNotAnswerAReadThatTakesTooLong() {
        start();
        readTux(6, 0);
        readTux(6, 400);
        passMillis(400);
        release(bought(2, "order-2", "Tux"));

        assertThat(answers).isEmpty();
        assertThat(catalog.reads()).isZero();
    }

    @Test
    void shouldAnswerReadsThatCameBeforeTheRecoveryFromTheCheckpoint() {
        readTux(0, 400);
        readTux(5, 400);
        readTux(6, 400);
        recover(checkpoint(5, 1));
        catalog.onReleased(new ReleasedEntries(1, 5, 1, List.of(), 5), now);

        assertThat(answers).extracting(CatalogAnswer::index).containsExactly(5L, 5L);
    }

    @Test
    void shouldNotCountProbes() {
        start();
        catalog.read(new CatalogRead(CatalogRead.PROBE, new CatalogQuery.ByName(""), 0, 0), answers::add, now);

        assertThat(answers).hasSize(1);
        assertThat(catalog.reads()).isZero();
    }

    // ---- pages ------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // topic, after, limit -> items, next
                "-, -, 10, Bear Duck Tux, -",
                "-, -, 2, Bear Duck, Duck",
                "-, Duck, 2, Tux, -",
                "-, Cat, 1, Duck, Duck",
                "-, Tux, 2, '', -",
                "wood, -, 10, Bear Duck, -",
                "wood, Bear, 1, Duck, -",
                "none, -, 10, '', -",
                // A page is never empty while there are more.
                "-, -, 0, Bear, Bear",
                "-, Bear, -5, Duck, Duck",
            })
    void shouldReadPages(
            @Nullable String topic, @Nullable String after, int limit, String names, @Nullable String next) {
        start();
        readPage(topic, after, limit);

        CatalogPage page = pages.get(0);
        assertThat(String.join(" ", page.items().stream().map(Item::name).toList()))
                .isEqualTo(names);
        assertThat(page.next()).isEqualTo(next);
        assertThat(page.count()).isEqualTo(3);
    }

    /** Items with names that each take three bytes a character. */
    @ParameterizedTest
    @CsvSource({"1001, 5, 1000", "1001, 98, 521"})
    void shouldReadNoPageThatIsTooLargeForAMessage(int count, int nameLength, int fit) {
        recover(CatalogCheckpoint.EMPTY);
        IntStream.range(0, count)
                .forEach(i -> release(added("€".repeat(nameLength - 4) + (1_000 + i), 1, "all", null)));
        readPage(null, null, Integer.MAX_VALUE);
        read(new CatalogQuery.ByTopic("all"), 0, 0);

        List<Item> items = pages.get(0).items();
        assertThat(items.size()).isEqualTo(fit);
        assertThat(pages.get(0).next()).isEqualTo(items.get(fit - 1).name());
        assertThat(answers).containsExactly(new TopicRead(7, 1, List.of(), false, count));
    }

    @Test
    void shouldReadNoPageOfHoldsThatIsTooLargeForAMessage() {
        recover(CatalogCheckpoint.EMPTY);
        release(added("Tux", 100_000, null, null));
        List<PricedLine> lines = Collections.nCopies(Limits.ORDER_LINES, new PricedLine("Tux", 1, BigDecimal.ONE));
        IntStream.range(2, 12)
                .forEach(id -> release(new HoldEntry.HoldPlaced(id, lines, "ann", 60, 0, "hold-" + id, 0, 0)));
        List<HoldsPage> holds = new ArrayList<>();
        catalog.readHolds("ann", 0, 1_000, 0, 0, holds::add, now);
        catalog.readHolds(null, 4, 1, 0, 0, holds::add, now);
        catalog.readHolds("bob", 0, 1_000, 0, 0, holds::add, now);

        assertThat(holds.get(0).holds()).hasSize(3);
        assertThat(holds.get(0).next()).isEqualTo(4);
        assertThat(holds.get(1).holds()).singleElement().satisfies(hold -> assertThat(hold.id())
                .isEqualTo(5));
        assertThat(holds.get(2).holds()).isEmpty();
        assertThat(holds).allMatch(page -> page.active() == 10);
    }

    // ---- digests ----------------------------------------------------------------------------------------------------

    private void readDigest(long index, long waitMillis) {
        catalog.readDigest(index, waitMillis, digests::add, now);
    }

    private @Nullable String digestAt(long index) {
        digests.clear();
        readDigest(index, 0);
        return digests.get(0).digest();
    }

    @Test
    void shouldTellTheDigestOfEachIndexAsItWasThen() {
        recover(CatalogCheckpoint.EMPTY);
        List<@Nullable String> then = new ArrayList<>();
        then.add(digestAt(0));
        for (Entry entry : List.of(added("Tux", 5, null, 3L), new Entry.StoreOpened(0), bought(1, "order-1", "Tux"))) {
            release(entry);
            then.add(digestAt(catalog.index()));
        }
        assertThat(then).doesNotContainNull().doesNotHaveDuplicates();

        List<@Nullable String> later = new ArrayList<>();
        LongStream.rangeClosed(0, 3).forEach(index -> later.add(digestAt(index)));
        assertThat(later).isEqualTo(then);
    }

    @Test
    void shouldTellTheDigestOfAnIndexOnceItIsApplied() {
        start();
        readDigest(7, 400);
        readDigest(6, 0);
        release(bought(2, "order-2", "Tux"));
        assertThat(digests).isEmpty();

        release(bought(3, "order-3", "Tux"), bought(4, "order-4", "Tux"));
        assertThat(digests).hasSize(1);
        assertThat(digests.get(0).digest()).isNotNull().isEqualTo(digestAt(7)).isNotEqualTo(digestAt(8));
    }

    @Test
    void shouldSayThatItDoesNotKnowTheDigestOfAnIndexLongAgo() {
        start();
        releaseMany(DigestHistory.KEPT + 1_000);
        long newest = catalog.index();
        long oldest = newest - DigestHistory.KEPT + 1;
        assertThat(digestAt(oldest)).isNotNull().isEqualTo(digestAt(newest));
        LongStream.of(oldest - 1, 0, -1, Long.MIN_VALUE)
                .forEach(index -> assertThat(digestAt(index)).isNull());
        digests.clear();
        readDigest(Long.MAX_VALUE, 0);
        assertThat(digests).isEmpty();
    }

    @Test
    void shouldShowTheDifferenceOfACheckpointWithAnotherQuantityInTheSameLog() {
        start();
        passMillis(CHECKPOINT_MILLIS);
        CatalogCheckpoint right = CatalogCheckpoint.EMPTY.with(saved.get(0), KEY_CAPACITY);
        release(bought(2, "order-2", "Tux"));
        List<@Nullable String> honest = Arrays.asList(digestAt(5), digestAt(6));

        assertThat(digestsAfter(right)).isEqualTo(honest);
        List<Value> tampered = right.items().stream()
                .map(value -> value instanceof Item item && item.name().equals("Bear")
                        ? new Item("Bear", item.price(), 6, item.topic(), item.number(), item.version())
                        : value)
                .toList();
        assertThat(digestsAfter(new CatalogCheckpoint(5, right.epoch(), 1, true, tampered, right.keys())))
                .doesNotContainNull()
                .doesNotContainAnyElementsOf(honest);
        assertThat(reports).isEmpty();
    }

    /** What a catalog tells of the indexes 5 and 6 after a restart from this checkpoint at 5. */
    private List<@Nullable String> digestsAfter(CatalogCheckpoint checkpoint) {
        catalog = newCatalog();
        recover(checkpoint);
        digests.clear();
        readDigest(5, 0);
        assertThat(digests).as("not before it knows that it is the log's").isEmpty();
        release(5, bought(2, "order-2", "Tux"));
        return Arrays.asList(digestAt(5), digestAt(6));
    }

    @Test
    void shouldForgetTheDigestsOfAnotherLog() {
        recover(checkpoint(5, 3));
        catalog.onReleased(new ReleasedEntries(1, 5, 2, List.of(), 5), now);
        String empty = digestAt(0);
        release(0, added("Bear", 5, null, 1L));
        assertThat(digestAt(0)).isNotNull().isEqualTo(empty).isNotEqualTo(digestAt(1));
    }

    // ---- checkpoints ------------------------------------------------------------------------------------------------

    @Test
    void shouldSaveACheckpointNowAndThenButOnlyIfSomethingWasApplied() {
        start();
        passMillis(CHECKPOINT_MILLIS - 1);
        assertThat(saved).isEmpty();
        passMillis(1);
        assertThat(saved).extracting(CatalogCheckpoint.Delta::index).containsExactly(5L);

        catalog.onSaved(5);
        passMillis(10 * CHECKPOINT_MILLIS);

        assertThat(saved).hasSize(1);
    }

    @Test
    void shouldSaveACheckpointAfterManyEntriesAtOnce() {
        recover(CatalogCheckpoint.EMPTY);
        releaseMany(CHECKPOINT_ENTRIES - 1_000);
        assertThat(saved).isEmpty();

        releaseMany(1_000);

        assertThat(saved).extracting(CatalogCheckpoint.Delta::index).containsExactly((long) CHECKPOINT_ENTRIES);
    }

    @Test
    void shouldSaveOneCheckpointAtATime() {
        start();
        passMillis(CHECKPOINT_MILLIS);
        release(bought(2, "order-2", "Tux"));
        passMillis(CHECKPOINT_MILLIS);
        assertThat(saved).hasSize(1);

        catalog.onSaved(5);
        passMillis(1);

        assertThat(saved).extracting(CatalogCheckpoint.Delta::index).containsExactly(5L, 6L);
    }

    @Test
    void shouldSaveOnlyWhatHasChanged() {
        start();
        passMillis(CHECKPOINT_MILLIS);
        catalog.onSaved(5);
        release(bought(2, "order-2", "Duck"));
        passMillis(CHECKPOINT_MILLIS);

        assertThat(saved.get(0).changed()).extracting(Value::name).containsExactlyInAnyOrder("Bear", "Duck", "Tux");
        assertThat(saved.get(1).changed()).extracting(Value::name).containsExactly("Duck");
        assertThat(saved.get(1).lastNumber()).isEqualTo(2);
    }

    @Test
    void shouldRecoverTheStateFromItsCheckpointsAndContinueFromThere() {
        start();
        passMillis(CHECKPOINT_MILLIS);
        catalog.onSaved(5);
        release(bought(2, "order-2", "Tux"), added("Whale", 1, null, null));
        passMillis(CHECKPOINT_MILLIS);
        StoreState before = state();

        CatalogCheckpoint checkpoint = CatalogCheckpoint.EMPTY;
        for (CatalogCheckpoint.Delta delta : saved) {
            checkpoint = checkpoint.with(delta, KEY_CAPACITY);
        }
        catalog = newCatalog();
        asked.clear();
        recover(checkpoint);

        StoreState after = state();
        assertThat(after.values()).isEqualTo(before.values());
        assertThat(after)
                .extracting(StoreState::index, StoreState::lastNumber, StoreState::opened)
                .containsExactly(7L, 2L, true);
        assertThat(keys(after)).isEqualTo(keys(before)).hasSize(6);
        assertThat(new Decider(after).decide(buy("order-2", "Tux"), 0)).isEqualTo(new Decision.Replayed(6, 2));
        assertThat(asked).containsExactly(7L);
    }

    private StoreState state() {
        return Objects.requireNonNull(catalog.state());
    }

    private static List<KeyWindow.KeyRecord> keys(StoreState state) {
        List<KeyWindow.KeyRecord> keys = new ArrayList<>();
        state.keys().forEach(keys::add);
        return keys;
    }

    // ---- exports ----------------------------------------------------------------------------------------------------

    @Test
    void shouldExportTheStateInChunks() {
        start();
        export(0);
        // What is released meanwhile is not in this export.
        release(bought(2, "order-2", "Tux"));
        export(1);

        assertThat(chunks).hasSize(2).allMatch(chunk -> chunk.index() == 5 && chunk.chunks() == 2);
        StoreState copy = new StoreState(KEY_CAPACITY, 5, 1, true, List.of());
        chunks.forEach(chunk -> {
            copy.addValues(chunk.values());
            chunk.keys().forEach(copy::rememberKey);
        });
        assertThat(copy.items().keySet()).containsExactly("Bear", "Duck", "Tux");
        assertThat(new Decider(copy).decide(buy("order-1", "Tux"), 0)).isEqualTo(new Decision.Replayed(5, 1));
    }

    @Test
    void shouldStartAnExportAnewForASecondAsker() {
        start();
        export(0);
        release(added("Whale", 1, null, null), added("Zebra", 1, null, null));
        export(0);
        export(1);
        export(1);
        export(2);

        assertThat(chunks)
                .extracting(chunk -> chunk.index() + "/" + chunk.position())
                .as("a chunk of the first export would have the same number and another index")
                .containsExactly("5/0", "7/0", "7/1", "7/1", "7/2");
    }

    @Test
    void shouldNotContinueAnExportThatIsOverOrNeverBegan() {
        export(0);
        assertThat(chunks).as("before recovery").isEmpty();
        start();
        IntStream.of(1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE).forEach(this::export);
        assertThat(chunks).isEmpty();

        export(0);
        export(1);
        export(1);

        assertThat(chunks).hasSize(2);
    }

    @Test
    void shouldExportAnEmptyStoreInOneChunk() {
        recover(CatalogCheckpoint.EMPTY);
        export(0);

        assertThat(chunks).containsExactly(new StateChunk(1, 0, 0, 0, 1, 0, false, List.of(), List.of()));
    }

    @Test
    void shouldExportMoreKeysThanValues() {
        start();
        LongStream.rangeClosed(2, 4).forEach(number -> release(bought(number, "order-" + number, "Tux")));

        List<StateChunk> all = StateExport.of(1, state(), 1, 10, 2);

        assertThat(all).extracting(chunk -> chunk.values().size()).containsExactly(3, 0, 0, 0);
        assertThat(all).extracting(chunk -> chunk.keys().size()).containsExactly(2, 2, 2, 1);
    }
}
