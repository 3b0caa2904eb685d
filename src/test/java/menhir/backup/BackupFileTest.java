package menhir.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import menhir.records.RecordWriter;
import menhir.replication.LogEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupFileTest {
    private static final Origin ORIGIN = new Origin("north", 3, "node-2", "1.2.3");

    @TempDir
    Path folder;

    private static BackupHeader header(long lastIndex) {
        return new BackupHeader("stocks", "stocks", ORIGIN, lastIndex, 1_700_000_000_000L, false);
    }

    private byte[] backupOf(List<LogEntry> log) throws IOException {
        Path file = folder.resolve("backup-" + log.hashCode());
        BackupFile.write(file, header(log.size()), writer -> {
            for (LogEntry entry : log) {
                writer.add(entry);
            }
        });
        return Files.readAllBytes(file);
    }

    private static Summary read(byte[] bytes, List<LogEntry> into) throws IOException {
        BackupReader reader = new BackupReader(new ByteArrayInputStream(bytes));
        assertThat(reader.header().origin()).isEqualTo(ORIGIN);
        return reader.entries(into::add);
    }

    @Test
    void shouldGiveBackWhatWasWritten() throws Exception {
        List<LogEntry> log = new RandomEntries(1).log(3_000);
        List<LogEntry> read = new ArrayList<>();
        Summary summary = read(backupOf(log), read);
        assertThat(read).isEqualTo(log);
        assertThat(summary.entries()).isEqualTo(3_000);
        long orders = log.stream().filter(entry -> entry.number() > 0).count();
        assertThat(summary.orders()).isEqualTo(orders).isGreaterThan(100);
        assertThat(summary.digest()).hasSize(64);
    }

    @Test
    void shouldRejectABackupThatWasCutOffAtAnyByte() throws Exception {
        byte[] whole = backupOf(new RandomEntries(2).log(40));
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(cut, new ArrayList<>()))
                    .as("cut at %s", length)
                    .isInstanceOf(DamagedBackupException.class);
        }
        byte[] longer = Arrays.copyOf(whole, whole.length + 1);
        assertThatThrownBy(() -> read(longer, new ArrayList<>())).isInstanceOf(DamagedBackupException.class);
    }

    @Test
    void shouldNoticeEveryFlippedBit() throws Exception {
        byte[] whole = backupOf(new RandomEntries(3).log(40));
        Random random = new Random(3);
        for (int at = 0; at < whole.length; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() -> read(flipped, new ArrayList<>()))
                    .as("flipped at %s", at)
                    .isInstanceOf(DamagedBackupException.class)
                    .message()
                    .hasLineCount(1);
        }
    }

    /** The end is of another backup of the same length: each record has a good checksum. */
    @Test
    void shouldRejectAnEndOfAnotherBackup() throws Exception {
        byte[] one = backupOf(new RandomEntries(4).log(40));
        byte[] other = backupOf(new RandomEntries(5).log(40));
        int trailer = Integer.BYTES + ByteBuffer.wrap(trailerOf(other)).getInt();
        byte[] mixed = one.clone();
        System.arraycopy(other, other.length - trailer, mixed, one.length - trailer, trailer);
        assertThatThrownBy(() -> read(mixed, new ArrayList<>()))
                .isInstanceOf(DamagedBackupException.class)
                .hasMessageContaining("does not agree");
    }

    private static byte[] trailerOf(byte[] backup) {
        for (int at = backup.length - 40; ; at--) {
            if (ByteBuffer.wrap(backup, at, 4).getInt() == backup.length - at - 4) {
                return Arrays.copyOfRange(backup, at, backup.length);
            }
        }
    }

    @Test
    void shouldNotBelieveLengthsAndCounts() {
        byte[] header = new BackupEncoder(header(1L << 60)).begin();
        for (int length : new int[] {Integer.MAX_VALUE, -1, 0, BackupEncoder.MAX_RECORD_BYTES + 1}) {
            byte[] bytes = ByteBuffer.allocate(header.length + 8)
                    .put(header)
                    .putInt(length)
                    .array();
            assertThatThrownBy(() -> read(bytes, new ArrayList<>()))
                    .isInstanceOf(DamagedBackupException.class)
                    .hasMessageStartingWith("index 1: ");
        }
        byte[] record = new RecordWriter(16)
                .octet(BackupEncoder.SEGMENT)
                .number(1)
                .number(1L << 40)
                .sealed();
        byte[] bytes = ByteBuffer.allocate(header.length + 4 + record.length)
                .put(header)
                .putInt(record.length)
                .put(record)
                .array();
        assertThatThrownBy(() -> read(bytes, new ArrayList<>()))
                .isInstanceOf(DamagedBackupException.class)
                .hasMessageContaining("a count of");
    }

    @Test
    void shouldRejectALogThatCannotBe() {
        List<LogEntry> log = new RandomEntries(6).log(40);
        List<LogEntry> swapped = new ArrayList<>(log);
        int first = placeOf(1, log);
        LogEntry second = log.get(placeOf(2, log));
        swapped.set(first, new LogEntry(log.get(first).epoch(), second.number(), second.payload()));
        assertThatThrownBy(() -> backupOf(swapped))
                .hasMessageContaining("index " + (first + 1) + ": the entry is order 2 after order 0");
        List<LogEntry> older = new ArrayList<>(log);
        older.set(39, new LogEntry(1, 0, log.get(39).payload()));
        older.set(38, new LogEntry(99, 0, log.get(38).payload()));
        assertThatThrownBy(() -> backupOf(older))
                .hasMessageContaining("index 40: the entry has epoch 1 after epoch 99");
        List<LogEntry> garbage = new ArrayList<>(log);
        garbage.set(2, new LogEntry(log.get(2).epoch(), 0, new byte[] {1, 2, 3}));
        assertThatThrownBy(() -> backupOf(garbage)).hasMessageContaining("index 3: the entry is not an entry");
    }

    private static int placeOf(long number, List<LogEntry> log) {
        int place = 0;
        while (log.get(place).number() != number) {
            place++;
        }
        return place;
    }

    @Test
    void shouldLeaveNoFileWhenTheSourceBreaks() throws Exception {
        byte[] whole = backupOf(new RandomEntries(7).log(40));
        Path file = folder.resolve("copy");
        InputStream broken = new ByteArrayInputStream(whole, 0, whole.length / 2);
        assertThatThrownBy(() -> BackupFile.copy(file, broken, "stocks")).isInstanceOf(DamagedBackupException.class);
        assertThatThrownBy(() -> BackupFile.copy(file, new ByteArrayInputStream(whole), "toys"))
                .hasMessageContaining("not of toys");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
        BackupFile.copy(file, new BufferedInputStream(new ByteArrayInputStream(whole)), "stocks");
        assertThat(file).hasBinaryContent(whole);
        assertThatThrownBy(() -> BackupFile.copy(file, new ByteArrayInputStream(whole), "stocks"))
                .hasMessageContaining("exists");
        assertThat(file).hasBinaryContent(whole);
    }
}
