package menhir.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
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
                    .hasMessage("slot 1 in " + slot.folder() + " cannot be used: journal.mv.db failed (No space left on"
                            + " device); start the node again as soon as the disk accepts writes")
                    .hasNoCause();
            Files.createDirectories(copy);
            Files.copy(slot.file(), copy.resolve("journal.mv.db"));
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
        try (RandomAccessFile file = new RandomAccessFile(slot.file().toFile(), "rw")) {
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
}
