package menhir.replica.actor;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import menhir.replica.CatalogAnswer;
import menhir.replica.CatalogAnswer.ValueRead;
import menhir.replica.CatalogCheckpoint;
import menhir.replica.CatalogDigest;
import menhir.replica.CatalogPage;
import menhir.replica.CatalogQuery;
import menhir.replica.CatalogRead;
import menhir.replica.HoldsPage;
import menhir.replica.LogReplies.ReleasedEntries;
import menhir.replica.StateChunk;
import menhir.replica.actor.CheckpointStore.Progress;
import menhir.store.Item;
import menhir.store.KeyCodec;
import menhir.store.Value;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The replica of a catalog, and its checkpoints, on a real database. */
class CatalogReplicaTest {
    private static final long[] NUMBERS = {
        Long.MIN_VALUE, Long.MIN_VALUE + 1, -1, 0, 1, 2, 3, 1_000_000, Long.MAX_VALUE - 1, Long.MAX_VALUE
    };
    private static final int[] LIMITS = {Integer.MIN_VALUE, -1, 0, 1, 2, Integer.MAX_VALUE};

    /** More than are between two snapshots. */
    private static final int MANY = 60;

    @RegisterExtension
    static final SlotSystem system = SlotSystem.create();

    private final SlotEntity store = system.newStore();
    private final TestProbe<Progress> saved = system.probe(Progress.class);

    // ---- checkpoints ------------------------------------------------------------------------------------------------

    private ActorRef<CatalogCheckpoint.Delta> checkpoints() {
        return system.kit.spawn(CheckpointStore.create(store, SlotSystem.KEY_CAPACITY, saved.getRef()));
    }

    private CatalogCheckpoint recovered() {
        return saved.expectMessageClass(Progress.Recovered.class, SlotSystem.PATIENCE)
                .checkpoint();
    }

    /** A checkpoint in which an item has changed; its quantity is the index. */
    private static CatalogCheckpoint.Delta delta(long index) {
        Item item = new Item("item-" + index % 7, BigDecimal.ONE, index, null, index);
        return new CatalogCheckpoint.Delta(
                index, 1, false, 0, true, List.of(item), List.of(), KeyCodec.encode(List.of()));
    }

    private ActorRef<CatalogCheckpoint.Delta> save(int count) {
        ActorRef<CatalogCheckpoint.Delta> checkpoints = checkpoints();
        recovered();
        for (int index = 1; index <= count; index++) {
            checkpoints.tell(delta(index));
            assertThat(saved.receiveMessage(SlotSystem.PATIENCE)).isEqualTo(new Progress.Saved(index));
        }
        return checkpoints;
    }

    private static Map<String, Long> quantities(List<? extends Value> values) {
        Map<String, Long> quantities = new TreeMap<>();
        values.forEach(value -> quantities.put(value.name(), ((Item) value).quantity()));
        return quantities;
    }

    @Test
    void shouldRecoverTheNewestCheckpoint() {
        for (int count : new int[] {3, MANY}) {
            system.kit.stop(save(count));
            ActorRef<CatalogCheckpoint.Delta> again = checkpoints();

            CatalogCheckpoint found = recovered();
            assertThat(found.index()).isEqualTo(count);
            assertThat(found.items()).hasSize(Math.min(count, 7));
            assertThat(quantities(found.items())).containsEntry("item-" + count % 7, (long) count);
            system.kit.stop(again);
        }
    }

    @Test
    void shouldStopWhenACheckpointCannotBeWritten() throws Exception {
        ActorRef<CatalogCheckpoint.Delta> checkpoints = save(2);
        String table = "ALTER TABLE \"catalog_journal\"";
        system.execute(table + " ADD CONSTRAINT \"full\" CHECK \"persistence_id\" <> '"
                + store.catalogPersistenceId().id() + "' NOCHECK");
        try {
            checkpoints.tell(delta(3));
            saved.expectTerminated(checkpoints, SlotSystem.PATIENCE);
        } finally {
            system.execute(table + " DROP CONSTRAINT \"full\"");
        }
        checkpoints();
        assertThat(recovered().index()).isEqualTo(2);
    }

    // ---- recovery ---------------------------------------------------------------------------------------------------

    private static ValueRead read(ActorRef<CatalogReplica.Command> catalog, String name, long minIndex) {
        TestProbe<CatalogAnswer> probe = system.probe(CatalogAnswer.class);
        catalog.tell(new CatalogReplica.Read(
                new CatalogRead(1, new CatalogQuery.ByName(name), minIndex, SlotSystem.PATIENCE.toMillis()),
                probe.getRef()));
        return (ValueRead) probe.receiveMessage(SlotSystem.PATIENCE);
    }

    private static CatalogPage page(ActorRef<CatalogReplica.Command> catalog, long minIndex) {
        TestProbe<CatalogPage> probe = system.probe(CatalogPage.class);
        catalog.tell(new CatalogReplica.ReadPage(
                null, null, 1_000, minIndex, SlotSystem.PATIENCE.toMillis(), probe.getRef()));
        return probe.receiveMessage(SlotSystem.PATIENCE);
    }

    @Test
    void shouldReadOnInTheLogAfterItsCheckpoint() {
        system.kit.stop(save(5));
        TestProbe<OrderReplica.Command> log = system.probe(OrderReplica.Command.class);
        ActorRef<CatalogReplica.Command> catalog = system.catalog(store, log.getRef());

        OrderReplica.ReadReleased asked = log.expectMessageClass(OrderReplica.ReadReleased.class, SlotSystem.PATIENCE);
        assertThat(asked.after()).isEqualTo(5);
        asked.replyTo().tell(new ReleasedEntries(1, 5, 1, List.of(), 5));
        assertThat(page(catalog, 5).count()).isEqualTo(5);
    }

    @Test
    void shouldAnswerReadsThatCameBeforeRecoveryOnceItHasTheirIndex() {
        ActorRef<OrderReplica.Command> log = system.replica(store);
        ActorRef<CatalogReplica.Command> catalog = system.catalog(store, log);
        TestProbe<CatalogAnswer> probe = system.probe(CatalogAnswer.class);
        catalog.tell(new CatalogReplica.Read(
                new CatalogRead(7, new CatalogQuery.ByName("item-2"), 3, SlotSystem.PATIENCE.toMillis()),
                probe.getRef()));
        ScriptedLeader.of(system, log).fill(3);

        ValueRead answer = (ValueRead) probe.receiveMessage(SlotSystem.PATIENCE);
        assertThat(answer.request()).isEqualTo(7);
        assertThat(answer.index()).isEqualTo(3);
        assertThat(answer.value()).isNotNull();
    }

    @Test
    void shouldFollowALogThatStartsAgain() {
        ActorRef<OrderReplica.Command> log = system.replica(store);
        ScriptedLeader leader = ScriptedLeader.of(system, log);
        leader.fill(2);
        TestProbe<OrderReplica.Command> between = system.probe(OrderReplica.Command.class);
        ActorRef<CatalogReplica.Command> catalog = system.catalog(store, between.getRef());
        between.receiveMessage(SlotSystem.PATIENCE);
        // The first request was lost with the log's earlier start. It is sent again.
        log.tell(between.receiveMessage(SlotSystem.PATIENCE));
        assertThat(read(catalog, "item-1", 2).index()).isEqualTo(2);
    }

    @Test
    void shouldRebuildFromTheLogWhenItsCheckpointCannotBeRead() throws Exception {
        system.kit.stop(save(MANY));
        damage("UPDATE \"snapshot\" SET \"snapshot_payload\" = X'00FF17'");
        ActorRef<OrderReplica.Command> log = system.replica(store);
        ScriptedLeader leader = ScriptedLeader.of(system, log);
        leader.fill(10);

        ActorRef<CatalogReplica.Command> catalog = system.catalog(store, log);

        assertThat(page(catalog, 10).items()).hasSize(10);
        assertThat(page(catalog, 10).items()).allMatch(item -> item.quantity() == 1);
    }

    @Test
    void shouldRebuildFromTheLogWhenADeltaCannotBeRead() throws Exception {
        system.kit.stop(save(5));
        damage("UPDATE \"catalog_journal\" SET \"event_payload\" = X'00FF17'");
        ActorRef<OrderReplica.Command> log = system.replica(store);
        ScriptedLeader leader = ScriptedLeader.of(system, log);
        leader.fill(10);

        assertThat(page(system.catalog(store, log), 10).items()).hasSize(10);
    }

    private void damage(String sql) throws Exception {
        int rows = system.execute(sql + " WHERE \"persistence_id\" = '"
                + store.catalogPersistenceId().id() + "'");
        assertThat(rows).isPositive();
    }

    @Test
    void shouldRecoverACheckpointThatWasSavedAfterARebuild() throws Exception {
        // The disk has deltas to index 5; then the catalog begins again, and saves one at index 3.
        system.kit.stop(save(5));
        ActorRef<CatalogCheckpoint.Delta> rebuilt =
                system.kit.spawn(CheckpointStore.createWithoutRecovery(store, SlotSystem.KEY_CAPACITY, saved.getRef()));
        assertThat(recovered()).isEqualTo(CatalogCheckpoint.EMPTY);
        rebuilt.tell(delta(3));
        rebuilt.tell(delta(4));
        saved.receiveSeveralMessages(2, SlotSystem.PATIENCE);
        system.kit.stop(rebuilt);

        checkpoints();
        CatalogCheckpoint found = recovered();
        assertThat(found.index()).isEqualTo(4);
        assertThat(quantities(found.items())).isEqualTo(Map.of("item-3", 3L, "item-4", 4L));
    }

    // ---- digests ----------------------------------------------------------------------------------------------------

    private static @Nullable String digest(ActorRef<CatalogReplica.Command> catalog, long index) {
        TestProbe<CatalogDigest> probe = system.probe(CatalogDigest.class);
        catalog.tell(new CatalogReplica.ReadDigest(index, SlotSystem.PATIENCE.toMillis(), probe.getRef()));
        return probe.receiveMessage(SlotSystem.PATIENCE).digest();
    }

    @Test
    void shouldTellAnotherDigestIfItsCheckpointSaysSomethingElseThanItsLog() {
        // The checkpoint is at an index and epoch of the log, so nothing else shows that its quantities are wrong.
        system.kit.stop(save(5));
        ActorRef<OrderReplica.Command> log = system.replica(store);
        ScriptedLeader.of(system, log).fill(10);
        ActorRef<CatalogReplica.Command> wrong = system.catalog(store, log);
        ActorRef<CatalogReplica.Command> right = system.catalog(system.newStore(), log);
        ActorRef<CatalogReplica.Command> other = system.catalog(system.newStore(), log);

        assertThat(digest(right, 10)).isNotNull().isEqualTo(digest(other, 10)).isNotEqualTo(digest(wrong, 10));
        assertThat(digest(wrong, 10)).isNotNull();
        assertThat(digest(wrong, 2)).as("before its checkpoint").isNull();
    }

    // ---- whatever is sent -------------------------------------------------------------------------------------------

    @Test
    void shouldSurviveReadsOfAnyNumbersAndNames() {
        ActorRef<OrderReplica.Command> log = system.replica(store);
        ScriptedLeader.of(system, log).fill(3);
        ActorRef<CatalogReplica.Command> catalog = system.catalog(store, log);
        read(catalog, "item-0", 3);
        TestProbe<CatalogAnswer> answers = system.probe(CatalogAnswer.class);
        TestProbe<CatalogPage> pages = system.probe(CatalogPage.class);
        TestProbe<HoldsPage> holds = system.probe(HoldsPage.class);
        TestProbe<CatalogDigest> digests = system.probe(CatalogDigest.class);
        TestProbe<StateChunk> chunks = system.probe(StateChunk.class);
        for (long number : NUMBERS) {
            catalog.tell(new CatalogReplica.Export((int) number, chunks.getRef()));
            for (long wait : NUMBERS) {
                catalog.tell(new CatalogReplica.ReadDigest(number, wait, digests.getRef()));
                for (CatalogQuery query : List.of(
                        new CatalogQuery.ByName(""),
                        new CatalogQuery.ByName("\uD800"),
                        new CatalogQuery.ByNumber(wait),
                        new CatalogQuery.ByTopic(""),
                        new CatalogQuery.ByTopic("\uDC00"))) {
                    catalog.tell(
                            new CatalogReplica.Read(new CatalogRead(number, query, number, wait), answers.getRef()));
                }
                for (int limit : LIMITS) {
                    readPage(catalog, null, limit, number, wait, pages);
                    readPage(catalog, "\uFFFF", limit, number, wait, pages);
                    catalog.tell(new CatalogReplica.ReadHolds("", wait, limit, number, wait, holds.getRef()));
                }
            }
        }
        TestProbe<CatalogReplica.ReadsCounted> counted = system.probe(CatalogReplica.ReadsCounted.class);
        catalog.tell(new CatalogReplica.CountReads(counted.getRef()));
        // It counts from its start: it has not started again.
        assertThat(counted.receiveMessage(SlotSystem.PATIENCE).reads()).isGreaterThan(100);
    }

    private static void readPage(
            ActorRef<CatalogReplica.Command> catalog,
            @Nullable String topic,
            int limit,
            long minIndex,
            long wait,
            TestProbe<CatalogPage> pages) {
        catalog.tell(new CatalogReplica.ReadPage(topic, topic, limit, minIndex, wait, pages.getRef()));
    }

    @Test
    void shouldIgnoreEntriesThatItDidNotAskFor() {
        TestProbe<OrderReplica.Command> log = system.probe(OrderReplica.Command.class);
        ActorRef<CatalogReplica.Command> catalog = system.catalog(store, log.getRef());
        OrderReplica.ReadReleased asked = log.expectMessageClass(OrderReplica.ReadReleased.class, SlotSystem.PATIENCE);
        for (long number : NUMBERS) {
            if (number != 0) {
                asked.replyTo().tell(new ReleasedEntries(1, number, number, List.of(), number));
            }
        }
        assertThat(read(catalog, "item-0", 0).index()).isZero();
        log.expectNoMessage();
    }
}
