package menhir.config.catalog;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import menhir.config.SettingsException;
import org.jspecify.annotations.Nullable;

/**
 * Records of a CSV text (RFC 4180), one after the other, each field with the place where it begins. Lines end with LF or
 * CRLF; empty lines are passed over.
 */
final class Csv {
    /** Both count from 1; the column counts characters. */
    record Field(String text, int line, int column) {}

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final String file;
    private final CharBuffer text;
    private int line = 1;
    private int column = 1;

    /** @param file its name, for complaints */
    Csv(String file, byte[] bytes) {
        this.file = file;
        this.text = decode(bytes);
        if (text.hasRemaining() && peek() == BYTE_ORDER_MARK) {
            text.get();
        }
    }

    /** The next record, or null at the end. */
    @Nullable
    List<Field> next() {
        while (text.hasRemaining() && atLineEnd()) {
            skipLineEnd();
        }
        if (!text.hasRemaining()) {
            return null;
        }
        List<Field> fields = new ArrayList<>(4);
        fields.add(field());
        while (text.hasRemaining() && !atLineEnd()) {
            take();
            fields.add(field());
        }
        if (text.hasRemaining()) {
            skipLineEnd();
        }
        return fields;
    }

    SettingsException wrong(Field field, String what) {
        return wrong(field.line(), field.column(), what);
    }

    SettingsException wrong(int wrongLine, int wrongColumn, String what) {
        return new SettingsException(
                "catalog " + file + ", line " + wrongLine + ", column " + wrongColumn + ": " + what);
    }

    /** Up to a comma or the line's end, which is left. */
    private Field field() {
        int startLine = line;
        int startColumn = column;
        String content = text.hasRemaining() && peek() == '"' ? quoted(startLine, startColumn) : plain();
        return new Field(content, startLine, startColumn);
    }

    private String plain() {
        StringBuilder content = new StringBuilder();
        while (text.hasRemaining() && peek() != ',' && !atLineEnd()) {
            if (peek() == '"') {
                throw wrong(line, column, "a quote inside a field: put the whole field in quotes and double this one");
            }
            content.append(take());
        }
        return content.toString();
    }

    private String quoted(int startLine, int startColumn) {
        StringBuilder content = new StringBuilder();
        take();
        while (text.hasRemaining()) {
            char c = take();
            if (c != '"') {
                content.append(c);
            } else if (text.hasRemaining() && peek() == '"') {
                content.append(take());
            } else if (text.hasRemaining() && peek() != ',' && !atLineEnd()) {
                throw wrong(line, column, "after a closing quote there must be a comma or the line's end");
            } else {
                return content.toString();
            }
        }
        throw wrong(startLine, startColumn, "this quote is never closed");
    }

    private char peek() {
        return text.get(text.position());
    }

    private boolean atLineEnd() {
        return peek() == '\n' || (peek() == '\r' && text.remaining() > 1 && text.get(text.position() + 1) == '\n');
    }

    private void skipLineEnd() {
        while (take() != '\n') {
            // The CR before it.
        }
    }

    private char take() {
        char c = text.get();
        if (c == '\n') {
            line++;
            column = 1;
        } else if (!Character.isLowSurrogate(c)) {
            column++;
        }
        return c;
    }

    private CharBuffer decode(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer decoded = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), decoded, true);
        decoded.flip();
        if (result.isError()) {
            String before = decoded.toString();
            int lastEnd = before.lastIndexOf('\n');
            throw wrong(
                    (int) before.chars().filter(c -> c == '\n').count() + 1,
                    before.codePointCount(lastEnd + 1, before.length()) + 1,
                    "the file is not UTF-8");
        }
        return decoded;
    }
}
