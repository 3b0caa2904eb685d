package menhir.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Base64;
import menhir.replication.LogEntry;
import menhir.store.Entry;
import menhir.store.EntryCodec;
import org.jspecify.annotations.Nullable;

/**
 * A backup as JSON lines: a line about the backup, and one for each entry with its index, its epoch and the entry as the log
 * has it. An entry whose bytes its JSON would not give again (another release wrote it) has them too, in base64.
 */
public final class JsonLines {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();
    private static final ObjectWriter ENTRY_WRITER = MAPPER.writerFor(Entry.class);
    private static final ObjectReader LINE_READER = MAPPER.readerFor(Line.class);

    private static final String TITLE = "menhir-backup";

    /** No line is longer, in characters: an entry is at most some hundred thousand bytes. */
    private static final int MAX_LINE = 4 * 1024 * 1024;

    private record Line(
            long index, long epoch, Entry entry, @Nullable String payload) {}

    private JsonLines() {}

    /**
     * Writes a backup as lines.
     *
     * @param summary of the backup, which was read once before: its digest is in the first line
     */
    public static void export(BackupReader backup, Summary summary, Writer output) throws IOException {
        output.write(title(backup.header(), summary) + "\n");
        long[] index = {0};
        backup.entries(entry -> output.write(line(++index[0], entry) + "\n"));
        output.flush();
    }

    private static String title(BackupHeader header, Summary summary) {
        ObjectNode title = MAPPER.createObjectNode();
        title.put(TITLE, BackupEncoder.FORMAT)
                .put("store", header.store())
                .put("kind", header.kind())
                .put("cluster", header.origin().cluster())
                .put("slots", header.origin().slots())
                .put("node", header.origin().node())
                .put("release", header.origin().release())
                .put("time", Instant.ofEpochMilli(header.timeMillis()).toString())
                .put("forced", header.forced())
                .put("entries", summary.entries())
                .put("orders", summary.orders())
                .put("digest", summary.digest());
        return title.toString();
    }

    private static String line(long index, LogEntry logged) throws IOException {
        Entry entry = EntryCodec.decode(logged.payload());
        String json = ENTRY_WRITER.writeValueAsString(entry);
        String start = "{\"index\":" + index + ",\"epoch\":" + logged.epoch() + ",\"entry\":" + json;
        return Arrays.equals(EntryCodec.encode(entry), logged.payload())
                ? start + "}"
                : start + ",\"payload\":\"" + Base64.getEncoder().encodeToString(logged.payload()) + "\"}";
    }

    /**
     * Reads lines, and writes the backup that they are of.
     *
     * @return the summary, which has the digest that the first line names, if it names one
     * @throws IOException if a line is wrong; the message names it
     */
    public static Summary load(BufferedReader lines, Path file) throws IOException {
        JsonNode title = title(lines);
        BackupHeader header = header(title);
        return BackupFile.write(file, header, writer -> {
            CopiedLog log = new CopiedLog();
            for (long index = 1; index <= header.lastIndex(); index++) {
                LogEntry entry = entry(index, readLine(lines, index + 1));
                try {
                    log.add(entry);
                } catch (DamagedBackupException e) {
                    throw wrong(index + 1, String.valueOf(e.getMessage()));
                }
                writer.add(entry);
            }
            if (lines.read() >= 0) {
                throw wrong(header.lastIndex() + 2, "there are more entries than the first line says");
            }
            requireDigest(title, log.summary());
        });
    }

    private static void requireDigest(JsonNode title, Summary summary) throws IOException {
        String named = title.path("digest").asText("");
        if (!named.isEmpty() && !named.equals(summary.digest())) {
            throw wrong(
                    1,
                    "the digest is " + named + ", but that of the entries is " + summary.digest()
                            + ": a line was changed. If that was meant, remove the digest from the first line");
        }
    }

    private static JsonNode title(BufferedReader lines) throws IOException {
        String line = readLine(lines, 1);
        try {
            JsonNode title = MAPPER.readTree(line);
            if (title.isObject() && title.path(TITLE).asInt() == BackupEncoder.FORMAT) {
                return title;
            }
        } catch (JsonProcessingException e) {
            // The error below names the line.
        }
        throw wrong(1, "it must be the line about the backup that an export begins with");
    }

    private static BackupHeader header(JsonNode title) throws IOException {
        try {
            Origin origin = new Origin(
                    text(title, "cluster"), title.path("slots").asInt(), text(title, "node"), text(title, "release"));
            BackupHeader header = new BackupHeader(
                    text(title, "store"),
                    text(title, "kind"),
                    origin,
                    title.path("entries").asLong(),
                    Instant.parse(text(title, "time")).toEpochMilli(),
                    title.path("forced").asBoolean());
            if (header.lastIndex() >= 1 && header.timeMillis() >= 0 && origin.slots() >= 1) {
                return header;
            }
        } catch (DateTimeParseException e) {
            // The error below names the line.
        }
        throw wrong(1, "entries and slots must be at least 1, and time an ISO 8601 time since 1970");
    }

    private static String text(JsonNode title, String field) throws IOException {
        JsonNode value = title.path(field);
        if (!value.isTextual() || value.textValue().length() > BackupEncoder.MAX_TEXT_BYTES / 4) {
            throw wrong(1, field + " must be a string of at most " + BackupEncoder.MAX_TEXT_BYTES / 4 + " characters");
        }
        return value.textValue();
    }

    private static LogEntry entry(long index, String text) throws IOException {
        Line line;
        try {
            line = LINE_READER.readValue(text);
        } catch (JsonProcessingException e) {
            throw wrong(
                    index + 1,
                    "it is not an entry ("
                            + String.valueOf(e.getOriginalMessage())
                                    .lines()
                                    .findFirst()
                                    .orElse("") + ")");
        }
        if (line == null || line.entry() == null || line.index() != index) {
            throw wrong(index + 1, "it must have the index " + index + " and an entry");
        }
        return new LogEntry(line.epoch(), line.entry().orderNumber(), payload(index, line));
    }

    private static byte[] payload(long index, Line line) throws IOException {
        if (line.payload() == null) {
            return EntryCodec.encode(line.entry());
        }
        try {
            return Base64.getDecoder().decode(line.payload());
        } catch (IllegalArgumentException e) {
            throw wrong(index + 1, "the payload is not base64");
        }
    }

    /** Reads a line of bounded length: {@link BufferedReader#readLine} has no limit. */
    private static String readLine(BufferedReader lines, long number) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = lines.read(); c >= 0; c = lines.read()) {
            if (c == '\n') {
                return line.toString();
            }
            if (line.length() == MAX_LINE) {
                throw wrong(number, "it is longer than " + MAX_LINE + " characters");
            }
            line.append((char) c);
        }
        if (line.length() == 0) {
            throw wrong(number, "it is missing");
        }
        return line.toString();
    }

    private static IOException wrong(long line, String what) {
        return new DamagedBackupException("line " + line + ": " + what);
    }
}
