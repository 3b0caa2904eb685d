package menhir.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A text file with one of something on each line. Empty lines, and those that begin with #, do not count. */
public final class ListFile {
    private final Path file;
    private final List<Line> lines;

    /**
     * A line that counts.
     *
     * @param number of the line in the file, from 1
     */
    public record Line(int number, String text) {}

    private ListFile(Path file, List<Line> lines) {
        this.file = file;
        this.lines = lines;
    }

    /**
     * Reads a file.
     *
     * @throws IOException names the file, and why it cannot be used
     */
    public static ListFile read(Path file, long mostBytes) throws IOException {
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (String line : textOf(file, mostBytes)) {
            number++;
            String text = line.strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                lines.add(new Line(number, text));
            }
        }
        return new ListFile(file, List.copyOf(lines));
    }

    private static List<String> textOf(Path file, long mostBytes) throws IOException {
        try {
            if (Files.size(file) > mostBytes) {
                throw new IOException(file + " has more than " + mostBytes + " bytes");
            }
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file);
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is not text in UTF-8");
        }
    }

    /** The lines that count, without blanks around them. */
    public List<Line> lines() {
        return lines;
    }

    /**
     * The failure of a line.
     *
     * @param allowed what the line must be or have, with that word
     */
    public IOException wrong(Line line, String allowed) {
        return new IOException(file + ": line " + line.number() + " must " + allowed);
    }
}
