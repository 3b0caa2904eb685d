package menhir.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import menhir.replication.LogEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLinesTest {
    @TempDir
    Path folder;

    private int files;

    private Path backupOf(List<LogEntry> log) throws IOException {
        Path file = folder.resolve("backup-" + ++files);
        BackupHeader header = new BackupHeader(
                "toys", "toys", new Origin("north", 3, "node-1", "1"), log.size(), 1_700_000_000_123L, true);
        BackupFile.write(file, header, writer -> {
            for (LogEntry entry : log) {
                writer.add(entry);
            }
        });
        return file;
    }

    private static List<String> export(Path backup) throws IOException {
        Summary summary;
        try (InputStream input = BackupFile.open(backup)) {
            summary = new BackupReader(input).entries(entry -> {});
        }
        StringWriter lines = new StringWriter();
        try (InputStream input = BackupFile.open(backup)) {
            JsonLines.export(new BackupReader(input), summary, lines);
        }
        return new ArrayList<>(lines.toString().lines().toList());
    }

    private Path load(List<String> lines) throws IOException {
        Path file = folder.resolve("loaded-" + ++files);
        JsonLines.load(new BufferedReader(new StringReader(String.join("\n", lines))), file);
        return file;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldGiveBackTheSameBytesForEveryKindOfEntry(long seed) throws Exception {
        Path backup = backupOf(new RandomEntries(seed).log(2_000));
        List<String> lines = export(backup);
        assertThat(lines).hasSize(2_001);
        assertThat(load(lines)).hasSameBinaryContentAs(backup);
    }

    /** A later release wrote an entry with a field that this one does not know. */
    @Test
    void shouldKeepBytesThatItsJsonWouldNotGiveAgain() throws Exception {
        List<LogEntry> log = new RandomEntries(9).log(12);
        ObjectMapper cbor = new ObjectMapper(new CBORFactory());
        ObjectNode entry = (ObjectNode) cbor.readTree(log.get(5).payload());
        log.set(5, new LogEntry(log.get(5).epoch(), 0, cbor.writeValueAsBytes(entry.put("later", 1))));
        Path backup = backupOf(log);
        List<String> lines = export(backup);
        assertThat(lines.get(6)).contains("\"payload\":\"");
        assertThat(lines.get(7)).doesNotContain("payload");
        assertThat(load(lines)).hasSameBinaryContentAs(backup);
    }

    @Test
    void shouldNameTheLineThatIsWrong() throws Exception {
        List<String> lines = export(backupOf(new RandomEntries(10).log(24)));
        assertWrong(lines, 0, "{}", "line 1: ");
        assertWrong(lines, 0, "no json", "line 1: ");
        assertWrong(lines, 5, "", "line 6: ");
        assertWrong(lines, 5, "null", "line 6: ");
        assertWrong(lines, 5, lines.get(6), "line 6: it must have the index 5");
        assertWrong(lines, 5, lines.get(5).replace("epoch", "epok"), "line 6: ");
        assertWrong(lines, 5, lines.get(5) + " {}", "line 6: ");
        assertWrong(lines, 7, lines.get(7).replaceFirst("\"number\":1,", "\"number\":7,"), "line 8: ");
        assertWrong(lines, 6, lines.get(6).replaceFirst("\"quantity\":", "\"quantity\":1"), "remove the digest");
        List<String> shorter = lines.subList(0, 20);
        assertThatThrownBy(() -> load(shorter)).hasMessageStartingWith("line 21: it is missing");
        List<String> longer = new ArrayList<>(lines);
        longer.add(lines.get(5));
        assertThatThrownBy(() -> load(longer)).hasMessageStartingWith("line 26: there are more entries");
        try (var left = Files.list(folder)) {
            assertThat(left).hasSize(1);
        }
    }

    @Test
    void shouldTakeLinesThatWereEditedOnPurpose() throws Exception {
        List<String> lines = export(backupOf(new RandomEntries(11).log(24)));
        lines.set(0, lines.get(0).replaceFirst(",\"digest\":\"[0-9a-f]*\"", ""));
        lines.set(6, lines.get(6).replaceFirst("\"quantity\":", "\"quantity\":1"));
        assertThat(load(lines)).exists();
    }

    private void assertWrong(List<String> lines, int line, String text, String message) {
        List<String> changed = new ArrayList<>(lines);
        changed.set(line, text);
        assertThatThrownBy(() -> load(changed))
                .isInstanceOf(DamagedBackupException.class)
                .hasMessageContaining(message)
                .message()
                .hasLineCount(1);
    }
}
