package menhir.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database whose disk is full, or whose file is damaged, says so in one line. */
class FullDiskTest {
    @TempDir
    Path folder;

    @Test
    void shouldReportAFullDiskAndKeepWhatWasCommitted() throws Exception {
        SlotDatabase slot = slot(folder.resolve("slot"));
        Path copy = folder.resolve("copy");
        try (FullDisk disk = new FullDisk()) {
            OpenSlot open = slot.open();
            Connection connection = DriverManager.getConnection(slot.url());
            run(connection, "CREATE TABLE commits (number INT)");
            run(connection, "INSERT INTO commits VALUES (1), (2)");
            assertThat(open.failed().toCompletableFuture()).isNotDone();

            disk.setFull(true);
            assertThatThrownBy(() -> run(connection, "INSERT INTO commits VALUES (3)"))
                    .isInstanceOf(SQLException.class);

            assertThat(open.failed().toCompletableFuture().get(30, TimeUnit.SECONDS))
                    .hasMessage("slot 1 in " + slot.place() + " cannot be used: journal.mv.db failed (No space left on"
                            + " device); start the node again as soon as the disk accepts writes")
                    .hasNoCause();
            Files.createDirectories(copy);
            Files.copy(file(slot), copy.resolve("journal.mv.db"));
        }

        SlotDatabase restarted = slot(copy);
        try (OpenSlot open = restarted.open();
                Connection connection = DriverManager.getConnection(restarted.url());
                ResultSet commits = connection.createStatement().executeQuery("SELECT COUNT(*) FROM commits")) {
            commits.next();
            assertThat(commits.getInt(1)).isEqualTo(2);
            assertThat(open.failed().toCompletableFuture()).isNotDone();
        }
    }

    /**
     * A disk without room for a large commit takes the small one that waited for it. If the database wrote that one too, over
     * what only the large one had replaced, no state of the file would be complete.
     */
    @Test
    void shouldKeepEveryCommitOfManySessionsWhoseDiskBecomesFull() throws Exception {
        SlotDatabase slot = slot(folder);
        try (FullDisk disk = new FullDisk()) {
            Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
            for (int round = 1; round <= 12; round++) {
                try (OpenSlot open = slot.open()) {
                    List<Thread> sessions = commit(slot, round, acknowledged);
                    int enough = acknowledged.size() + 300;
                    await().until(() -> acknowledged.size() >= enough);
                    disk.setNoGrowth(true);
                    for (Thread session : sessions) {
                        session.join();
                    }
                    assertThat(open.failed().toCompletableFuture().get(30, TimeUnit.SECONDS))
                            .hasMessageContaining("No space left on device");
                }
                openWhileFull(slot);
                disk.setNoGrowth(false);
                assertThat(committed(slot)).as("round %d", round).containsAll(acknowledged);
            }
        }
    }

    /** Sessions that replace rows of small and of large size until a write fails. */
    private static List<Thread> commit(SlotDatabase slot, int round, Set<Integer> acknowledged) throws SQLException {
        try (Connection connection = DriverManager.getConnection(slot.url())) {
            run(connection, "SET RETENTION_TIME 20");
            run(connection, "CREATE TABLE IF NOT EXISTS commits (number INT, payload BINARY VARYING)");
            run(connection, "CREATE TABLE IF NOT EXISTS latest (session INT PRIMARY KEY, payload BINARY VARYING)");
        }
        AtomicInteger number = new AtomicInteger(round * 100_000);
        List<Thread> sessions = new ArrayList<>();
        for (int session = 0; session < 6; session++) {
            int id = session;
            Random random = new Random(round * 10 + session);
            Thread thread = new Thread(() -> {
                try (Connection connection = DriverManager.getConnection(slot.url());
                        PreparedStatement insert = connection.prepareStatement("INSERT INTO commits VALUES (?, ?)");
                        PreparedStatement replace = connection.prepareStatement("MERGE INTO latest VALUES (?, ?)")) {
                    while (true) {
                        int next = number.incrementAndGet();
                        insert.setInt(1, next);
                        insert.setBytes(2, new byte[random.nextInt(50)]);
                        insert.executeUpdate();
                        acknowledged.add(next);
                        replace.setInt(1, id);
                        replace.setBytes(2, new byte[random.nextInt(id == 0 ? 50_000 : 500)]);
                        replace.executeUpdate();
                    }
                } catch (SQLException full) {
                    // the end of this session
                }
            });
            thread.start();
            sessions.add(thread);
        }
        return sessions;
    }

    private static void openWhileFull(SlotDatabase slot) {
        try {
            slot.open().close();
        } catch (SlotUnavailableException full) {
            assertThat(full).hasMessageContaining("No space left on device");
        }
    }

    private static Set<Integer> committed(SlotDatabase slot) throws SQLException {
        Set<Integer> numbers = new HashSet<>();
        try (OpenSlot open = slot.open();
                Connection connection =
                        DriverManager.getConnection(open.database().url());
                ResultSet rows = connection.createStatement().executeQuery("SELECT number FROM commits")) {
            while (rows.next()) {
                numbers.add(rows.getInt(1));
            }
        }
        return numbers;
    }

    @Test
    void shouldSayInOneLineThatTheDiskIsStillFull() {
        SlotDatabase slot = slot(folder);
        slot.open().close();
        try (FullDisk disk = new FullDisk()) {
            disk.setFull(true);
            assertThatThrownBy(slot::open)
                    .isInstanceOf(SlotUnavailableException.class)
                    .hasMessageContaining("slot 1 in " + folder)
                    .hasMessageContaining("No space left on device")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void shouldSayWhatToDoIfTheFileIsDamaged() throws Exception {
        SlotDatabase slot = slot(folder);
        slot.open().close();
        try (RandomAccessFile file = new RandomAccessFile(file(slot).toFile(), "rw")) {
            file.write(new byte[(int) file.length()]);
        }
        assertThatThrownBy(slot::open)
                .isInstanceOf(SlotUnavailableException.class)
                .hasMessageContaining("slot 1 in " + folder)
                .hasMessageContaining("journal.mv.db")
                .hasMessageEndingWith(Damage.ADVICE);
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static SlotDatabase slot(Path folder) {
        return new SlotDatabase("north", 1, 3, LogNode.STORES, folder, SyncMode.POWER);
    }

    private static Path file(SlotDatabase slot) {
        return ((H2Folder) slot.place()).file();
    }
}
