package menhir.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import menhir.journal.RecordedFilePath.Change;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Simulates a loss of power after any write to the file. Of the last write only some sectors have reached the disk. With
 * synchronous writes (the power mode) a loss of power can leave the file in no other state. Each of these files must hold
 * every commit before. The file is compacted meanwhile, and its space is reused.
 */
class PowerLossTest {
    private static final int POINTS = Integer.getInteger("menhir.power.points", 60);
    private static final long SEED = Long.getLong("menhir.power.seed", System.nanoTime());
    private static final int SECTOR_BYTES = 512;
    private static final long FIRST_CHUNK = 8192; // before it are the two copies of the header
    private static final int REUSED_POSITIONS = 1_500;
    private static final int MAX_COMMITS = 200_000;

    @TempDir
    Path folder;

    @Test
    void shouldKeepEveryCommitAfterALossOfPowerAtAnyWrite() throws Exception {
        SlotDatabase slot = new SlotDatabase("north", 1, 3, LogNode.STORES, folder.resolve("live"), SyncMode.POWER);
        slot.open().close();
        Path image = folder.resolve("image").resolve(file(slot).getFileName());
        Files.createDirectories(image.getParent());
        Files.copy(file(slot), image);
        List<Integer> changesAtCommit = write(slot);
        List<Change> changes = RecordedFilePath.changes();
        Random random = new Random(SEED);
        int[] points =
                random.ints(POINTS, 1, changes.size()).sorted().distinct().toArray();
        int applied = 0;
        try (RandomAccessFile disk = new RandomAccessFile(image.toFile(), "rw")) {
            for (int point : points) {
                for (; applied < point; applied++) {
                    apply(disk, changes.get(applied));
                }
                Path torn = Files.createDirectories(folder.resolve("torn-" + point));
                Path tornFile = Files.copy(image, torn.resolve(image.getFileName()));
                tear(tornFile, changes.get(point), random);
                long committed =
                        changesAtCommit.stream().filter(count -> count <= point).count();
                assertThat(survivingRows(torn))
                        .as("seed %d, after change %d of %d", SEED, point, changes.size())
                        .isBetween(committed, committed + 1);
                Files.delete(tornFile);
            }
        }
    }

    /** Commits rows until much of the file was overwritten. Returns the number of changes of the file after each commit. */
    private static List<Integer> write(SlotDatabase slot) throws Exception {
        RecordedFilePath.register();
        String url = slot.url()
                .replace(SyncFilePath.SCHEME + ":", SyncFilePath.SCHEME + ":" + RecordedFilePath.SCHEME + ":")
                .replaceFirst("RETENTION_TIME=\\d+", "RETENTION_TIME=1000");
        List<Integer> changesAtCommit = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url);
                Compactor compactor = Compactor.start(slot, (H2Folder) slot.place(), connection, cause -> {});
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO \"orders_main\" (\"persistence_id\", \"sequence_number\", \"writer\","
                                + " \"write_timestamp\", \"adapter_manifest\", \"event_ser_id\", \"event_ser_manifest\","
                                + " \"event_payload\") VALUES ('id', ?, 'w', 0, '', 1, 'e', ?)")) {
            assertThat(compactor).isNotNull();
            Set<Long> positions = new HashSet<>();
            int reused = 0;
            int seen = 0;
            while (reused < REUSED_POSITIONS && changesAtCommit.size() < MAX_COMMITS) {
                long sequenceNr = changesAtCommit.size() + 1L;
                insert.setLong(1, sequenceNr);
                insert.setBytes(2, payload(sequenceNr));
                insert.executeUpdate();
                changesAtCommit.add(RecordedFilePath.count());
                if (sequenceNr % 100 == 0) {
                    List<Change> changes = RecordedFilePath.changes();
                    for (Change change : changes.subList(seen, changes.size())) {
                        reused += change.position() < FIRST_CHUNK || positions.add(change.position()) ? 0 : 1;
                    }
                    seen = changes.size();
                }
            }
            assertThat(reused).as("positions in the file that were reused").isGreaterThanOrEqualTo(REUSED_POSITIONS);
        }
        return changesAtCommit;
    }

    private static void apply(RandomAccessFile disk, Change change) throws Exception {
        if (change.bytes() == null) {
            disk.setLength(change.position());
        } else {
            disk.seek(change.position());
            disk.write(change.bytes());
        }
    }

    private static void tear(Path file, Change last, Random random) throws Exception {
        if (last.bytes() == null) {
            return;
        }
        try (RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw")) {
            boolean inOrder = random.nextBoolean();
            int sectors = (last.bytes().length + SECTOR_BYTES - 1) / SECTOR_BYTES;
            int written = random.nextInt(sectors + 1);
            for (int sector = 0; sector < sectors; sector++) {
                if (inOrder ? sector < written : random.nextBoolean()) {
                    int from = sector * SECTOR_BYTES;
                    int to = Math.min(from + SECTOR_BYTES, last.bytes().length);
                    apply(disk, new Change(last.position() + from, Arrays.copyOfRange(last.bytes(), from, to)));
                }
            }
        }
    }

    /** The number of rows; they must be the first ones, each with its payload. */
    private static long survivingRows(Path folder) throws Exception {
        SlotDatabase slot = new SlotDatabase("north", 1, 3, LogNode.STORES, folder, SyncMode.PROCESS);
        try (OpenSlot open = slot.open();
                Connection connection =
                        DriverManager.getConnection(open.database().url());
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery("SELECT \"sequence_number\", \"event_payload\" FROM \"orders_main\""
                                + " WHERE \"persistence_id\" = 'id' ORDER BY \"sequence_number\"")) {
            long count = 0;
            while (rows.next()) {
                count++;
                assertThat(rows.getLong(1)).isEqualTo(count);
                assertThat(rows.getBytes(2)).isEqualTo(payload(count));
            }
            return count;
        }
    }

    private static byte[] payload(long sequenceNr) {
        byte[] payload = new byte[40 + (int) (sequenceNr % 200)];
        new Random(sequenceNr).nextBytes(payload);
        return payload;
    }

    private static Path file(SlotDatabase slot) {
        return ((H2Folder) slot.place()).file();
    }
}
