package menhir.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlotDatabaseTest {
    private static final int LINUX_O_DSYNC = 010000;

    @TempDir
    Path folder;

    @Test
    void shouldOpenAnEmptyFolderAndReopenIt() {
        SlotDatabase slot = slot(1, folder.resolve("deep").resolve("slot-1"));
        slot.open().close();
        assertThat(file(slot)).exists();
        slot.open().close();
    }

    @Test
    void shouldRejectTheFolderOfAnotherSlotOrCluster() {
        slot(1, folder).open().close();
        assertThatThrownBy(() -> slot(2, folder).open())
                .isInstanceOf(SlotUnavailableException.class)
                .hasMessageContaining("slot 2 in " + folder)
                .hasMessageContaining("belongs to slot 1 of cluster north, not to slot 2 of cluster north");
        assertThatThrownBy(() -> new SlotDatabase("south", 1, 3, LogNode.STORES, folder, SyncMode.POWER).open())
                .isInstanceOf(SlotUnavailableException.class)
                .hasMessageContaining("not to slot 1 of cluster south");
        slot(1, folder).open().close();
    }

    @Test
    void shouldRejectAnotherNumberOfSlots() {
        slot(1, folder).open().close();
        SlotDatabase five = new SlotDatabase("north", 1, 5, LogNode.STORES, folder, SyncMode.POWER);
        assertThatThrownBy(five::open)
                .isInstanceOf(SlotUnavailableException.class)
                .hasMessageContaining("belongs to a cluster with 3 slots, not 5")
                .hasMessageContaining("menhir.cluster.slots");
        slot(1, folder).open().close();
    }

    @Test
    void shouldRejectAnotherKindOfAStore() throws Exception {
        slot(1, folder).open().close();
        SlotDatabase other = new SlotDatabase("north", 1, 3, Map.of(LogNode.STORE, "games"), folder, SyncMode.POWER);
        assertThatThrownBy(other::open)
                .isInstanceOf(SlotUnavailableException.class)
                .hasMessageContaining("its store main is of the kind stocks, not games")
                .hasMessageContaining("menhir.stores.main.kind");
        slot(1, folder).open().close();
        try (StoppedSlot stopped = StoppedSlot.open(new H2Folder(folder, SyncMode.POWER))) {
            assertThat(stopped.kind(LogNode.STORE)).isEqualTo("stocks");
        }
    }

    @Test
    void shouldOpenADatabaseThatDoesNotRecordKinds() throws Exception {
        SlotDatabase slot = slot(1, folder);
        try (OpenSlot open = slot.open();
                Connection connection =
                        DriverManager.getConnection(open.database().url());
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE \"store_kind\"");
        }
        try (StoppedSlot stopped = StoppedSlot.open(new H2Folder(folder, SyncMode.POWER))) {
            assertThat(stopped.kind(LogNode.STORE)).isNull();
        }
        slot.open().close();
        try (StoppedSlot stopped = StoppedSlot.open(new H2Folder(folder, SyncMode.POWER))) {
            assertThat(stopped.kind(LogNode.STORE)).isEqualTo("stocks");
        }
    }

    @Test
    void shouldRejectADatabaseOfAnUnknownFormat() throws Exception {
        SlotDatabase slot = slot(1, folder);
        slot.open().close();
        run(slot, "UPDATE \"slot_identity\" SET \"format\" = 4");
        assertThatThrownBy(slot::open)
                .isInstanceOf(SlotUnavailableException.class)
                .hasMessageContaining("format 4; this release reads formats 1 to 3");
    }

    @Test
    void shouldRejectADatabaseThatIsNotOneOfASlot() throws Exception {
        SlotDatabase slot = slot(1, folder);
        H2Folder.registerFileSchemes();
        run(slot, "CREATE TABLE payroll (id INT)");
        assertThatThrownBy(slot::open)
                .isInstanceOf(SlotUnavailableException.class)
                .hasMessageContaining("is not one of a slot");
    }

    @Test
    void shouldRejectAFileThatIsNotADatabase() throws IOException {
        SlotDatabase slot = slot(1, folder);
        Files.writeString(file(slot), "not a database\n".repeat(1000));
        assertThatThrownBy(slot::open)
                .isInstanceOf(SlotUnavailableException.class)
                .hasMessageContaining("journal.mv.db is not a database")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    @Test
    void shouldRejectAFolderThatCannotBeCreated() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> slot(1, file.resolve("slot-1")).open())
                .isInstanceOf(SlotUnavailableException.class)
                .hasMessageContaining("the folder cannot be created");
    }

    @Test
    void shouldRejectAFolderThatIsNotWritable() throws IOException {
        Path readOnly = Files.createDirectory(folder.resolve("read-only"));
        assumeTrue(readOnly.toFile().setWritable(false) && !Files.isWritable(readOnly), "root may write everywhere");
        assertThatThrownBy(() -> slot(1, readOnly).open())
                .isInstanceOf(SlotUnavailableException.class)
                .hasMessageContaining("is not writable");
    }

    @Test
    void shouldCreateTheTablesThatACrashLeftOut() throws Exception {
        SlotDatabase slot = slot(1, folder);
        slot.open().close();
        run(slot, "DROP TABLE \"event_tag\"");
        run(slot, "DROP TABLE \"orders_main\"");
        run(slot, "DELETE FROM \"slot_identity\"");
        slot.open().close();
        run(slot, "SELECT * FROM \"orders_main\", \"event_tag\", \"snapshot\"");
    }

    @Test
    void shouldWriteSynchronouslyInPowerModeOnly() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/fdinfo")), "Linux shows how a file was opened");
        for (SyncMode sync : SyncMode.values()) {
            SlotDatabase slot = new SlotDatabase("north", 1, 3, LogNode.STORES, folder.resolve(sync.name()), sync);
            try (OpenSlot open = slot.open()) {
                assertThat(openFlags(file(open.database()))).isNotEmpty().allSatisfy(flags -> assertThat(
                                (flags & LINUX_O_DSYNC) != 0)
                        .isEqualTo(sync == SyncMode.POWER));
            }
        }
    }

    @Test
    void shouldWriteAtCommitAndKeepDeadChunksForAWhile() throws Exception {
        try (OpenSlot open = slot(1, folder).open();
                Connection connection =
                        DriverManager.getConnection(open.database().url());
                ResultSet settings = connection
                        .createStatement()
                        .executeQuery("SELECT SETTING_NAME, SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS "
                                + "WHERE SETTING_NAME IN ('WRITE_DELAY', 'RETENTION_TIME')")) {
            Map<String, Integer> values = new HashMap<>();
            while (settings.next()) {
                values.put(settings.getString(1), settings.getInt(2));
            }
            assertThat(values).containsEntry("WRITE_DELAY", 0);
            assertThat(values.get("RETENTION_TIME")).isGreaterThanOrEqualTo(1000);
        }
    }

    @Test
    void shouldReadALogInOrderWithoutSorting() throws Exception {
        String range = "SELECT \"event_payload\" FROM \"orders_main\" WHERE \"persistence_id\" = 'id' AND"
                + " \"deleted\" = FALSE AND \"sequence_number\" >= 7 AND \"sequence_number\" <= 9"
                + " ORDER BY \"sequence_number\" LIMIT 128";
        String newest = "SELECT \"sequence_number\" FROM \"orders_main\" WHERE \"persistence_id\" = 'id'"
                + " ORDER BY \"sequence_number\" DESC LIMIT 1";
        try (OpenSlot open = slot(1, folder).open();
                Connection connection =
                        DriverManager.getConnection(open.database().url())) {
            for (String query : List.of(range, newest)) {
                ResultSet plan = connection.createStatement().executeQuery("EXPLAIN " + query);
                plan.next();
                assertThat(plan.getString(1)).contains("orders_main_once").contains("index sorted");
            }
        }
    }

    private static List<Integer> openFlags(Path file) throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .filter(descriptor -> file.equals(target(descriptor)))
                    .map(descriptor -> flags(descriptor.getFileName().toString()))
                    .toList();
        }
    }

    private static Path target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor);
        } catch (IOException closedMeanwhile) {
            return descriptor;
        }
    }

    private static int flags(String descriptor) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/fdinfo", descriptor))) {
            return lines.filter(line -> line.startsWith("flags:"))
                    .mapToInt(line -> Integer.parseInt(line.substring(6).strip(), 8))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void run(SlotDatabase slot, String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection(slot.url())) {
            connection.createStatement().execute(sql);
        }
    }

    private static SlotDatabase slot(int number, Path folder) {
        return new SlotDatabase("north", number, 3, LogNode.STORES, folder, SyncMode.POWER);
    }

    private static Path file(SlotDatabase slot) {
        return ((H2Folder) slot.place()).file();
    }
}
