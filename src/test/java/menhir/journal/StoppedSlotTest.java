package menhir.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import menhir.replication.KnownPositions;
import menhir.replication.LogEntry;
import menhir.replication.ReplicaEvent;
import menhir.replication.ReplicaEvent.EntriesAppended;
import menhir.replication.ReplicaState;
import menhir.replication.Restoration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases of stopped nodes are read and written without Akka, and Akka finds in them what it would have written. */
class StoppedSlotTest {
    private static final String STORE = "toys";

    @TempDir
    Path folder;

    private SlotDatabase slot(String... stores) {
        return new SlotDatabase("north", 2, 3, kinds(stores), folder, SyncMode.PROCESS);
    }

    private static Map<String, String> kinds(String... stores) {
        return Stream.of(stores).collect(Collectors.toMap(store -> store, store -> "toys"));
    }

    private static List<LogEntry> entriesOf(StoppedSlot slot, String store) throws IOException {
        List<LogEntry> entries = new ArrayList<>();
        slot.log(store).entries(entries::add);
        return entries;
    }

    /** A log with truncated suffixes, and what the node that wrote it reads from it. */
    private List<LogEntry> writtenByANode(Random random) throws Exception {
        try (LogNode node = new LogNode(50, slot(STORE, "empty"))) {
            for (int i = 0; i < 400; i++) {
                node.persist(STORE, 2, List.of(RandomLog.nextEvent(node.state(STORE, 2), random)));
            }
            ReplicaState state = node.state(STORE, 2);
            return new LogReader(node.system(), STORE, 2)
                    .read(state, 1, Integer.MAX_VALUE, Integer.MAX_VALUE)
                    .toCompletableFuture()
                    .get();
        }
    }

    @Test
    void shouldReadWhatANodeHasWritten() throws Exception {
        List<LogEntry> written = writtenByANode(new Random(1));
        try (StoppedSlot stopped = StoppedSlot.open(slot().place())) {
            assertThat(stopped.identity()).isEqualTo(new StoppedSlot.Identity("north", 2, 3));
            assertThat(stopped.stores()).containsExactly("empty", STORE);
            assertThat(entriesOf(stopped, STORE)).isEqualTo(written);
            assertThat(entriesOf(stopped, "empty")).isEmpty();
            try (LogNode node = new LogNode(50, copyOfTheIdentity())) {
                assertThat(node.state(STORE, 2)).isEqualTo(ReplicaState.BLANK);
            }
        }
    }

    private SlotDatabase copyOfTheIdentity() {
        return new SlotDatabase("north", 2, 3, Map.of(STORE, "toys"), folder.resolve("other"), SyncMode.PROCESS);
    }

    @Test
    void shouldNameStoreSlotAndIndexOfDamage() throws Exception {
        List<LogEntry> written = writtenByANode(new Random(2));
        try (Connection connection = DriverManager.getConnection(slot().url());
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE \"orders_toys\" SET \"event_payload\" = \"event_payload\" || X'00'"
                    + " WHERE \"sequence_number\" = (SELECT MAX(\"sequence_number\") FROM \"orders_toys\") / 2");
        }
        try (StoppedSlot stopped = StoppedSlot.open(slot().place())) {
            assertThatThrownBy(() -> stopped.log(STORE))
                    .isInstanceOf(LogDamagedException.class)
                    .hasMessageMatching("toys in slot 2, index \\d+: .*checksum.*");
            assertThat(written).isNotEmpty();
        }
    }

    @Test
    void shouldRefuseTheFolderOfARunningNode() {
        // In one process, H2 shares a database that is opened twice under the same name.
        SlotDatabase database = new SlotDatabase("north", 2, 3, Map.of(STORE, "toys"), folder, SyncMode.POWER);
        try (OpenSlot open = database.open()) {
            assertThat(open.database().slot()).isEqualTo(2);
            assertThatThrownBy(() -> StoppedSlot.open(slot().place()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("stop the node first");
        }
    }

    @Test
    void shouldWriteWhatANodeRecovers() throws Exception {
        List<LogEntry> entries = new ArrayList<>();
        for (int i = 1; i <= 1_300; i++) {
            entries.add(
                    new LogEntry(1 + i / 500, i % 3 == 0 ? i / 3 : 0, ("entry " + i).getBytes(StandardCharsets.UTF_8)));
        }
        entries.add(new LogEntry(9, 434, new byte[200_000]));
        Restoration restoration = new Restoration(3, entries.size(), 9, 29_000_000);
        try (RestoredSlot restored = RestoredSlot.create(slot(STORE, "empty"))) {
            RestoredSlot.Log log = restored.log(STORE);
            log.begin(restoration);
            entries.forEach(log::add);
            log.end(restoration);
        }
        try (StoppedSlot stopped = StoppedSlot.open(slot().place())) {
            assertThat(entriesOf(stopped, STORE)).isEqualTo(entries);
        }
        try (LogNode node = new LogNode(50, slot(STORE, "empty"))) {
            ReplicaState state = node.state(STORE, 2);
            assertThat(state.member()).isTrue();
            assertThat(state.epoch()).isEqualTo(restoration.epoch());
            assertThat(state.lastIndex()).isEqualTo(1_301);
            assertThat(state.numbers().firstIndexOf(434)).isEqualTo(1_301);
            assertThat(state.known()).isEqualTo(stateOf(restoration, entries).known());
            assertThat(new LogReader(node.system(), STORE, 2)
                            .read(state, 1, Integer.MAX_VALUE, Integer.MAX_VALUE)
                            .toCompletableFuture()
                            .get())
                    .isEqualTo(entries);
            assertThat(node.state("empty", 2)).isEqualTo(ReplicaState.BLANK);
            // The next leader's entries follow.
            assertThat(node.persist(STORE, 2, List.of(RandomLog.append(state, new Random(3), 5)))
                            .lastIndex())
                    .isEqualTo(1_306);
        }
    }

    private static ReplicaState stateOf(Restoration restoration, List<LogEntry> entries) {
        ReplicaState state = ReplicaState.BLANK;
        for (ReplicaEvent event : restoration.before()) {
            state = state.apply(event);
        }
        state = state.apply(new EntriesAppended(1, entries, KnownPositions.NONE));
        for (ReplicaEvent event : restoration.after()) {
            state = state.apply(event);
        }
        return state;
    }
}
