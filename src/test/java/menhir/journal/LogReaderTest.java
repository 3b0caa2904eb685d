package menhir.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import menhir.records.LogDigest;
import menhir.replication.KnownPositions;
import menhir.replication.LogEntry;
import menhir.replication.ReplicaEvent;
import menhir.replication.ReplicaEvent.EntriesAppended;
import menhir.replication.ReplicaEvent.EpochPromised;
import menhir.replication.ReplicaEvent.SuffixTruncated;
import menhir.replication.ReplicaState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogReaderTest {
    private static final int ALL = Integer.MAX_VALUE;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldReadTheEntriesOfAModel(long seed) {
        Random random = new Random(seed);
        try (LogNode node = new LogNode(seed % 2 == 0 ? 40 : 0, slot(1), slot(2), slot(3))) {
            List<ModelledLog> logs =
                    List.of(new ModelledLog(node, 1), new ModelledLog(node, 2), new ModelledLog(node, 3));
            for (int round = 0; round < 150; round++) {
                ModelledLog log = logs.get(random.nextInt(logs.size()));
                log.persistSome(random);
                log.checkRandomRange(random);
            }
            for (ModelledLog log : logs) {
                log.checkAll();
                log.checkEarlierState();
            }
        }
    }

    @Test
    void shouldReadAtLeastOneEntryAndKeepTheLimits() {
        try (LogNode node = new LogNode(0, slot(1))) {
            ReplicaState state = node.persist(1, List.of(new EpochPromised(1), entries(1, 1, 40, 100)));
            LogReader reader = new LogReader(node.system(), LogNode.STORE, 1);
            assertThat(read(reader, state, 1, 1000, 0)).hasSize(1);
            assertThat(read(reader, state, 1, 1000, 99)).hasSize(1);
            assertThat(read(reader, state, 1, 1000, 250)).hasSize(2);
            assertThat(read(reader, state, 7, 5, ALL)).hasSize(5);
            assertThat(read(reader, state, 40, 5, ALL)).hasSize(1);
            assertThat(read(reader, state, 41, 5, ALL)).isEmpty();
            assertThat(read(reader, state, 1_000, 5, ALL)).isEmpty();
            assertThat(read(reader, ReplicaState.BLANK, 1, 5, ALL)).isEmpty();
            assertThatThrownBy(() -> read(reader, state, 0, 5, ALL)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shouldNotReadEventsAfterTheState() {
        try (LogNode node = new LogNode(0, slot(1))) {
            ReplicaState before = node.persist(1, List.of(new EpochPromised(1), entries(1, 1, 10, 20)));
            List<LogEntry> expected = entries(1, 1, 10, 20).entries();
            node.persist(1, List.of(entries(11, 1, 10, 20)));
            node.persist(1, List.of(new EpochPromised(2), new SuffixTruncated(5), entries(5, 2, 10, 30)));
            LogReader reader = new LogReader(node.system(), LogNode.STORE, 1);
            assertThat(read(reader, before, 1, 100, ALL)).isEqualTo(expected);
        }
    }

    @Test
    void shouldDetectAMissingEvent() throws Exception {
        ReplicaState state = ReplicaState.BLANK;
        SlotDatabase slot = slot(1);
        try (LogNode node = new LogNode(0, slot)) {
            for (int i = 0; i < 60; i++) {
                state = node.persist(1, List.of(entries(state.lastIndex() + 1, 1, 10, 5)));
            }
            LogReader reader = new LogReader(node.system(), LogNode.STORE, 1);
            assertThat(read(reader, state, 1, 1000, ALL)).hasSize(600);
            try (Connection connection = DriverManager.getConnection(slot.url())) {
                for (int missing : new int[] {60, 30, 1}) {
                    connection
                            .createStatement()
                            .execute("DELETE FROM \"orders_main\" WHERE \"sequence_number\" = " + missing);
                    ReplicaState all = state;
                    assertThatThrownBy(() -> read(reader, all, 10L * missing, 1, ALL))
                            .hasRootCauseInstanceOf(LogDamagedException.class);
                    assertThatThrownBy(() -> digest(reader, all)).hasRootCauseInstanceOf(LogDamagedException.class);
                }
            }
            assertThat(read(reader, state, 100, 20, ALL)).hasSize(20);
        }
    }

    @Test
    void shouldDetectEntriesThatContradictTheState() {
        try (LogNode node = new LogNode(0, slot(1))) {
            ReplicaState state = node.persist(1, List.of(new EpochPromised(1), entries(1, 1, 20, 5)));
            LogReader reader = new LogReader(node.system(), LogNode.STORE, 1);
            for (ReplicaState other : List.of(
                    stateAfter(new EpochPromised(1), entries(1, 2, 20, 5)),
                    stateAfter(new EpochPromised(1), entries(1, 1, 19, 5)),
                    stateAfter(entries(1, 1, 20, 5)),
                    stateAfter(new EpochPromised(1), entries(1, 1, 10, 5), entries(11, 1, 10, 5)))) {
                assertThat(other).isNotEqualTo(state);
                assertThatThrownBy(() -> read(reader, other, 1, 100, ALL))
                        .hasRootCauseInstanceOf(LogDamagedException.class);
            }
        }
    }

    private static ReplicaState stateAfter(ReplicaEvent... events) {
        ReplicaState state = ReplicaState.BLANK;
        for (ReplicaEvent event : events) {
            state = state.apply(event);
        }
        return state;
    }

    private static EntriesAppended entries(long firstIndex, long epoch, int count, int bytes) {
        List<LogEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(new LogEntry(epoch, 0, new byte[bytes]));
        }
        return new EntriesAppended(firstIndex, entries, KnownPositions.NONE);
    }

    private static List<LogEntry> read(LogReader reader, ReplicaState state, long from, int maxEntries, int maxBytes) {
        return reader.read(state, from, maxEntries, maxBytes)
                .toCompletableFuture()
                .join();
    }

    private static byte[] digest(LogReader reader, ReplicaState state) {
        return reader.digest(state, 1, LogDigest.ofNothing(), state.lastIndex())
                .toCompletableFuture()
                .join();
    }

    private SlotDatabase slot(int number) {
        return new SlotDatabase("north", number, 3, LogNode.STORES, folder.resolve("slot-" + number), SyncMode.PROCESS);
    }

    /** A slot's log with a model of its entries, now and at an earlier time. */
    private static final class ModelledLog {
        private final LogNode node;
        private final int slot;
        private final LogReader reader;
        private final List<LogEntry> model = new ArrayList<>();
        private ReplicaState state = ReplicaState.BLANK;
        private List<LogEntry> earlierModel = List.of();
        private ReplicaState earlierState = ReplicaState.BLANK;

        ModelledLog(LogNode node, int slot) {
            this.node = node;
            this.slot = slot;
            this.reader = new LogReader(node.system(), LogNode.STORE, slot);
        }

        void persistSome(Random random) {
            List<ReplicaEvent> events = new ArrayList<>();
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                ReplicaEvent event = RandomLog.nextEvent(state, random);
                if (event instanceof EntriesAppended appended) {
                    model.addAll(appended.entries());
                } else if (event instanceof SuffixTruncated dropped) {
                    model.subList((int) dropped.fromIndex() - 1, model.size()).clear();
                }
                events.add(event);
                state = state.apply(event);
            }
            assertThat(node.persist(slot, events)).isEqualTo(state);
            if (random.nextInt(10) == 0) {
                earlierState = state;
                earlierModel = List.copyOf(model);
            }
        }

        void checkRandomRange(Random random) {
            int from = 1 + random.nextInt(model.size() + 2);
            int maxEntries = 1 + random.nextInt(300);
            int maxBytes = random.nextInt(20_000);
            List<LogEntry> expected = new ArrayList<>();
            int bytes = 0;
            for (int index = from; index <= model.size() && expected.size() < maxEntries; index++) {
                LogEntry entry = model.get(index - 1);
                bytes += entry.payload().length;
                if (!expected.isEmpty() && bytes > maxBytes) {
                    break;
                }
                expected.add(entry);
            }
            assertThat(read(reader, state, from, maxEntries, maxBytes)).isEqualTo(expected);
        }

        void checkAll() {
            assertThat(read(reader, state, 1, ALL, ALL)).isEqualTo(model);
            LogDigest expected = new LogDigest(0, LogDigest.ofNothing());
            model.forEach(expected::add);
            assertThat(digest(reader, state)).isEqualTo(expected.value());
            long half = model.size() / 2;
            byte[] digestAtHalf = reader.digest(state, 1, LogDigest.ofNothing(), half)
                    .toCompletableFuture()
                    .join();
            assertThat(reader.digest(state, half + 1, digestAtHalf, model.size())
                            .toCompletableFuture()
                            .join())
                    .isEqualTo(expected.value());
        }

        void checkEarlierState() {
            assertThat(read(reader, earlierState, 1, ALL, ALL)).isEqualTo(earlierModel);
        }
    }
}
