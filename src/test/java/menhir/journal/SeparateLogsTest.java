package menhir.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import menhir.records.LogDigest;
import menhir.replication.LogEntry;
import menhir.replication.ReplicaEvent;
import menhir.replication.ReplicaState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The logs of a slot's stores are independent, although they share a file. */
class SeparateLogsTest {
    private static final String LONG = "toys";
    private static final String SHORT = "late-games";

    @TempDir
    Path folder;

    private final Map<String, ReplicaState> states = new HashMap<>();
    private final Map<String, byte[]> digests = new HashMap<>();

    @ParameterizedTest
    @ValueSource(ints = {0, 20})
    void shouldRecoverAndReadEachStoresLog(int snapshotEvery) throws Exception {
        for (int run = 0; run < 3; run++) {
            try (LogNode node = new LogNode(snapshotEvery, slot(LONG, SHORT))) {
                requireUnchanged(node, run > 0);
                persistSome(node, LONG, 40, new Random(run));
                persistSome(node, SHORT, 5, new Random(100 + run));
            }
        }
        assertThat(rows("orders_" + LONG)).isEqualTo(state(LONG).sequenceNr());
        assertThat(rows("orders_" + SHORT)).isEqualTo(state(SHORT).sequenceNr());
        assertThat(rows("catalog_journal")).isZero();
    }

    @Test
    void shouldKeepTheLogOfAStoreThatIsDisabledForAWhile() throws Exception {
        try (LogNode node = new LogNode(0, slot(LONG, SHORT))) {
            persistSome(node, LONG, 10, new Random(1));
            persistSome(node, SHORT, 3, new Random(2));
        }
        try (LogNode node = new LogNode(0, slot(LONG))) {
            persistSome(node, LONG, 10, new Random(3));
        }
        try (LogNode node = new LogNode(0, slot(SHORT, LONG))) {
            requireUnchanged(node, true);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 20})
    void shouldMigrateADatabaseInWhichTheLogsShareATable(int snapshotEvery) throws Exception {
        try (LogNode node = new LogNode(snapshotEvery, slot(LONG, SHORT))) {
            persistSome(node, LONG, 40, new Random(4));
            persistSome(node, SHORT, 5, new Random(5));
        }
        downgradeToTheFirstFormat();
        // The migration includes the log of a store that is disabled at that time.
        try (LogNode node = new LogNode(snapshotEvery, slot(LONG))) {
            persistSome(node, LONG, 10, new Random(6));
        }
        for (int run = 0; run < 2; run++) {
            try (LogNode node = new LogNode(snapshotEvery, slot(LONG, SHORT))) {
                requireUnchanged(node, true);
                persistSome(node, SHORT, 5, new Random(7));
            }
        }
    }

    private void persistSome(LogNode node, String store, int events, Random random) throws Exception {
        for (int i = 0; i < events; i++) {
            ReplicaState model = node.state(store, 1);
            ReplicaEvent event = RandomLog.nextEvent(model, random);
            assertThat(node.persist(store, 1, List.of(event))).isEqualTo(model.apply(event));
        }
        states.put(store, node.state(store, 1));
        digests.put(store, digest(node, store));
    }

    private void requireUnchanged(LogNode node, boolean any) throws Exception {
        for (String store : List.of(LONG, SHORT)) {
            assertThat(node.state(store, 1)).isEqualTo(any ? state(store) : ReplicaState.BLANK);
            if (any) {
                assertThat(digest(node, store)).isEqualTo(digests.get(store));
            }
        }
    }

    private ReplicaState state(String store) {
        return java.util.Objects.requireNonNull(states.get(store));
    }

    private static byte[] digest(LogNode node, String store) throws Exception {
        ReplicaState state = node.state(store, 1);
        LogReader reader = new LogReader(node.system(), store, 1);
        List<LogEntry> entries = new ArrayList<>(reader.read(state, 1, 10_000, Integer.MAX_VALUE)
                .toCompletableFuture()
                .get());
        assertThat(entries).hasSize((int) state.lastIndex());
        LogDigest expected = new LogDigest(0, LogDigest.ofNothing());
        entries.forEach(expected::add);
        assertThat(reader.digest(state, 1, LogDigest.ofNothing(), state.lastIndex())
                        .toCompletableFuture()
                        .get())
                .isEqualTo(expected.value());
        return expected.value();
    }

    /** Turns the tables into those of the first format, with the same rows. */
    private void downgradeToTheFirstFormat() throws Exception {
        SlotDatabase slot = slot();
        H2Folder.registerFileSchemes();
        try (Connection connection = DriverManager.getConnection(slot.url());
                Statement statement = connection.createStatement()) {
            statement.execute("SET MAX_LENGTH_INPLACE_LOB 262144");
            statement.execute("CREATE TABLE \"event_journal\" AS SELECT * FROM \"orders_" + LONG + "\" WHERE FALSE");
            statement.execute("ALTER TABLE \"event_journal\" DROP COLUMN \"ordering\"");
            statement.execute("ALTER TABLE \"event_journal\" ADD COLUMN \"ordering\" BIGINT GENERATED BY DEFAULT AS"
                    + " IDENTITY PRIMARY KEY BEFORE \"persistence_id\"");
            statement.execute("ALTER TABLE \"event_journal\" ADD CONSTRAINT \"event_journal_once\" UNIQUE"
                    + " (\"sequence_number\", \"persistence_id\")");
            String columns = "\"persistence_id\", \"sequence_number\", \"deleted\", \"writer\", \"write_timestamp\","
                    + " \"adapter_manifest\", \"event_ser_id\", \"event_ser_manifest\", \"event_payload\"";
            for (String store : List.of(LONG, SHORT)) {
                statement.execute("INSERT INTO \"event_journal\" (" + columns + ") SELECT " + columns
                        + " FROM \"orders_" + store + "\"");
                statement.execute("DROP TABLE \"orders_" + store + "\"");
            }
            statement.execute("ALTER TABLE \"event_tag\" ADD FOREIGN KEY (\"event_id\") REFERENCES \"event_journal\""
                    + " (\"ordering\") ON DELETE CASCADE");
            statement.execute("UPDATE \"slot_identity\" SET \"format\" = 1");
        }
    }

    private long rows(String table) throws Exception {
        try (OpenSlot open = slot().open();
                Connection connection =
                        DriverManager.getConnection(open.database().url());
                ResultSet count = connection.createStatement().executeQuery("SELECT COUNT(*) FROM \"" + table + "\"")) {
            count.next();
            return count.getLong(1);
        }
    }

    private SlotDatabase slot(String... stores) {
        Map<String, String> kinds = new HashMap<>();
        for (String store : stores) {
            kinds.put(store, "toys");
        }
        return new SlotDatabase("north", 1, 3, kinds, folder, SyncMode.PROCESS);
    }
}
