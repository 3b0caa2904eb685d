package menhir.config.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import menhir.config.SettingsException;
import menhir.store.Names;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a CSV file (RFC 4180, strict UTF-8) with a fixed header. Each error names the file and, where there is
 * one, the line and the column by its name in the header. Empty lines are skipped.
 */
final class CsvFile {
    static final int MAX_BYTES = 16 * 1024 * 1024;

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final Pattern BUILT_IN_NAME = Pattern.compile("[a-z]{1,32}");
    private static final Pattern LINE_BREAK = Pattern.compile("\r\n|\r|\n");
    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).get();

    private final String catalog;
    private final List<String> header;
    private final int maxRows;

    private CsvFile(String catalog, List<String> header, int maxRows) {
        this.catalog = catalog;
        this.header = header;
        this.maxRows = maxRows;
    }

    /**
     * The rows below the header, each with a value for each column.
     *
     * @param catalog the path of a file, or {@link CatalogFile#BUILT_IN} and a name
     * @param maxRows maximum number of rows below the header
     * @throws SettingsException if the file cannot be read, is larger than {@link #MAX_BYTES}, or is malformed
     */
    static List<Row> read(String catalog, List<String> header, int maxRows) {
        return new CsvFile(catalog, header, maxRows).rows();
    }

    static SettingsException invalid(String catalog, String reason) {
        return new SettingsException("catalog " + catalog + ": " + reason);
    }

    private SettingsException invalid(long line, String reason) {
        return new SettingsException("catalog " + catalog + ", line " + line + ": " + reason);
    }

    private List<Row> rows() {
        String text = decode(bytes());
        List<Row> rows = new ArrayList<>();
        try (CSVParser parser = CSVParser.builder()
                .setReader(new StringReader(text))
                .setFormat(FORMAT)
                .get()) {
            Iterator<CSVRecord> records = parser.iterator();
            Row first = next(parser, records, text);
            if (first == null || !first.values.equals(header)) {
                throw invalid(1, "the header must be " + String.join(",", header));
            }
            for (Row row = next(parser, records, text); row != null; row = next(parser, records, text)) {
                if (row.values.size() != header.size()) {
                    throw invalid(row.line, "there must be " + header.size() + " fields, not " + row.values.size());
                }
                if (rows.size() == maxRows) {
                    throw invalid(row.line, "there must be at most " + maxRows + " rows below the header");
                }
                rows.add(row);
            }
            return rows;
        } catch (IOException e) {
            throw invalid(catalog, "it cannot be read: " + e.getMessage());
        }
    }

    private @Nullable Row next(CSVParser parser, Iterator<CSVRecord> records, String text) {
        long lastLine = parser.getCurrentLineNumber();
        try {
            if (!records.hasNext()) {
                return null;
            }
            List<String> values = records.next().toList();
            long lineBreaks = values.stream().mapToLong(CsvFile::lineBreaks).sum();
            return new Row(parser.getCurrentLineNumber() - lineBreaks, values);
        } catch (UncheckedIOException e) {
            long emptyLines =
                    text.lines().skip(lastLine).takeWhile(String::isEmpty).count();
            throw invalid(
                    lastLine + emptyLines + 1, "a quoted field is not closed, or has text after its closing quote");
        }
    }

    private static long lineBreaks(String value) {
        return LINE_BREAK.matcher(value).results().count();
    }

    private byte[] bytes() {
        try (InputStream in = open()) {
            if (in == null) {
                throw invalid(catalog, "there is no such built-in catalog");
            }
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw invalid(catalog, "it is larger than " + MAX_BYTES / 1024 / 1024 + " MiB");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw invalid(catalog, "there is no such file");
        } catch (IOException | InvalidPathException e) {
            throw invalid(catalog, "it cannot be read: " + e.getMessage());
        }
    }

    private @Nullable InputStream open() throws IOException {
        if (!catalog.startsWith(CatalogFile.BUILT_IN)) {
            return Files.newInputStream(Path.of(catalog));
        }
        String name = catalog.substring(CatalogFile.BUILT_IN.length());
        return BUILT_IN_NAME.matcher(name).matches()
                ? CsvFile.class.getResourceAsStream("/menhir/catalogs/" + name + ".csv")
                : null;
    }

    /** Without replacement characters: a name that lost a letter would be another name. */
    private String decode(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer decoded = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), decoded, true);
        String text = decoded.flip().toString();
        if (result.isError()) {
            int lineStart = text.lastIndexOf('\n') + 1;
            throw invalid(
                    lineBreaks(text) + 1,
                    "character " + (text.codePointCount(lineStart, text.length()) + 1) + " is not valid UTF-8");
        }
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    /** A row, and where its fields are. */
    final class Row {
        private final long line;
        private final List<String> values;

        private Row(long line, List<String> values) {
            this.line = line;
            this.values = values;
        }

        /** The line of a column's field, from 1; a quoted field may have several. */
        long line(String column) {
            return line
                    + values.subList(0, header.indexOf(column)).stream()
                            .mapToLong(CsvFile::lineBreaks)
                            .sum();
        }

        String value(String column) {
            return values.get(header.indexOf(column));
        }

        /** A column's value, which must be a valid name. */
        String name(String column) {
            String value = value(column);
            if (!Names.isValid(value)) {
                throw notAllowed(column, Names.ALLOWED);
            }
            return value;
        }

        SettingsException invalid(String column, String reason) {
            return CsvFile.invalid(catalog + ", line " + line(column) + ", column " + column, reason);
        }

        SettingsException notAllowed(String column, String allowed) {
            return invalid(column, "it must be " + allowed + ", not " + Names.quoted(value(column)));
        }
    }
}
