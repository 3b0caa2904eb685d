package menhir.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import menhir.replication.KnownPositions;
import menhir.replication.LogEntry;
import menhir.replication.ReplicaEvent.EntriesAppended;
import menhir.replication.ReplicaState;
import menhir.replication.Restoration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every kind of database does for a slot. Each kind has a subclass. */
abstract class DatabaseContract {
    private static final String STORE = LogNode.STORE;
    private static final int EVENTS = 300;

    /** A place without a database, the same for the same number. */
    abstract SlotPlace place(int number) throws Exception;

    private SlotDatabase slot(int number) throws Exception {
        return new SlotDatabase("north", number, 3, Map.of(STORE, "stocks", "two-words", "stocks"), place(number));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 40})
    void shouldKeepEventsAndSnapshots(int snapshotEvery) throws Exception {
        Random random = new Random(snapshotEvery);
        ReplicaState state = ReplicaState.BLANK;
        List<LogEntry> entries;
        try (LogNode node = new LogNode(snapshotEvery, slot(1))) {
            for (int i = 0; i < EVENTS; i++) {
                state = node.persist(1, List.of(RandomLog.nextEvent(state, random)));
            }
            entries = read(node, state);
            assertThat(node.state("two-words", 1)).isEqualTo(ReplicaState.BLANK);
        }
        try (LogNode node = new LogNode(snapshotEvery, slot(1))) {
            assertThat(node.state(1)).isEqualTo(state);
            assertThat(read(node, state)).isEqualTo(entries).isNotEmpty();
            ReplicaState next = node.persist(1, List.of(RandomLog.append(state, random, 5)));
            assertThat(next.lastIndex()).isEqualTo(state.lastIndex() + 5);
        }
    }

    @Test
    void shouldKeepTheEventsOfCatalogs() throws Exception {
        ReplicaState state;
        try (LogNode node = new LogNode(0, slot(1))) {
            node.startInCatalogJournal(1);
            state = node.persist(1, List.of(RandomLog.append(ReplicaState.BLANK, new Random(7), 5)));
        }
        try (LogNode node = new LogNode(0, slot(1))) {
            assertThat(node.state(1)).isEqualTo(ReplicaState.BLANK);
            node.startInCatalogJournal(1);
            assertThat(node.state(1)).isEqualTo(state);
        }
    }

    @Test
    void shouldKeepAnEventOfAnyBytes() throws Exception {
        byte[] payload = new byte[200_000];
        new Random(3).nextBytes(payload);
        LogEntry entry = new LogEntry(1, 1, payload);
        try (LogNode node = new LogNode(0, slot(1))) {
            node.persist(1, List.of(new EntriesAppended(1, List.of(entry), KnownPositions.NONE)));
        }
        try (LogNode node = new LogNode(0, slot(1))) {
            assertThat(read(node, node.state(1))).containsExactly(entry);
        }
    }

    @Test
    void shouldRejectTheDatabaseOfAnotherSlotOrCluster() throws Exception {
        slot(1).open().close();
        Map<String, String> stores = LogNode.STORES;
        assertThatThrownBy(() -> new SlotDatabase("north", 2, 3, stores, place(1)).open())
                .isInstanceOf(SlotUnavailableException.class)
                .hasMessage("slot 2 in " + place(1)
                        + " cannot be used: it belongs to slot 1 of cluster north, not to slot 2"
                        + " of cluster north");
        assertThatThrownBy(() -> new SlotDatabase("south", 1, 3, stores, place(1)).open())
                .hasMessageContaining("it belongs to slot 1 of cluster north, not to slot 1 of cluster south");
        assertThatThrownBy(() -> new SlotDatabase("north", 1, 5, stores, place(1)).open())
                .hasMessageContaining("it belongs to a cluster with 3 slots, not 5");
        assertThatThrownBy(() -> new SlotDatabase("north", 1, 3, Map.of(STORE, "games"), place(1)).open())
                .hasMessageContaining("its store main is of the kind stocks, not games");
        slot(1).open().close();
    }

    @Test
    void shouldKnowItsSize() throws Exception {
        try (OpenSlot open = slot(1).open()) {
            assertThat(open.bytes()).isPositive();
            assertThat(open.outage()).isNull();
        }
    }

    @Test
    void shouldRestoreALogThatANodeGoesOnWith() throws Exception {
        List<LogEntry> entries = new ArrayList<>();
        for (int i = 1; i <= 1_300; i++) {
            entries.add(
                    new LogEntry(1 + i / 500, i % 3 == 0 ? i / 3 : 0, ("entry " + i).getBytes(StandardCharsets.UTF_8)));
        }
        SlotDatabase target = slot(1);
        target.place().requireEmpty();
        restore(target, entries);
        restoreAgain(target, entries);

        assertThatThrownBy(() -> target.place().requireEmpty())
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(target.place() + " is not empty");
        assertThat(stopped(target)).isEqualTo(entries);
        try (LogNode node = new LogNode(50, slot(1))) {
            ReplicaState state = node.state(1);
            assertThat(state.member()).isTrue();
            assertThat(read(node, state)).isEqualTo(entries);
            ReplicaState next = node.persist(1, List.of(RandomLog.append(state, new Random(3), 5)));
            assertThat(next.lastIndex()).isEqualTo(1_305);
        }
    }

    /** Into the draft, and from there to its place. */
    private static void restore(SlotDatabase target, List<LogEntry> entries) throws IOException {
        SlotPlace draft = draft(target, entries);
        draft.moveTo(target.place());
    }

    /** What an interrupted run has left in the draft does not matter. */
    private static void restoreAgain(SlotDatabase target, List<LogEntry> entries) throws IOException {
        draft(target, entries);
        SlotPlace emptied = target.place().emptyDraft();
        emptied.requireEmpty();
    }

    private static SlotPlace draft(SlotDatabase target, List<LogEntry> entries) throws IOException {
        Restoration restoration = new Restoration(3, entries.size(), 3, 29_000_000);
        SlotPlace draft = target.place().emptyDraft();
        try (RestoredSlot restored = RestoredSlot.create(target.at(draft))) {
            RestoredSlot.Log log = restored.log(STORE);
            log.begin(restoration);
            entries.forEach(log::add);
            log.end(restoration);
        }
        return draft;
    }

    private static List<LogEntry> stopped(SlotDatabase slot) throws IOException {
        List<LogEntry> entries = new ArrayList<>();
        try (StoppedSlot stopped = StoppedSlot.open(slot.place())) {
            assertThat(stopped.identity()).isEqualTo(new StoppedSlot.Identity("north", 1, 3));
            assertThat(stopped.stores()).containsExactly(STORE, "two-words");
            assertThat(stopped.kind(STORE)).isEqualTo("stocks");
            stopped.log(STORE).entries(entries::add);
        }
        return entries;
    }

    private static List<LogEntry> read(LogNode node, ReplicaState state) {
        return new LogReader(node.system(), STORE, 1)
                .read(state, 1, Integer.MAX_VALUE, Integer.MAX_VALUE)
                .toCompletableFuture()
                .join();
    }
}
