package menhir.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The keys of callers, as text. */
public final class CallerKeys {
    /** Most keys of a list or a file. */
    static final int MOST = 100;

    /** For error texts: what a key looks like. */
    static final String ALLOWED = "as `menhir key` prints it: name:permission:sha256, or"
            + " name:permission:sha256:requests per second; with distinct hashes";

    private static final Pattern KEY = Pattern.compile(
            "(" + Names.NODE.pattern() + "):(read|order|administer):([0-9a-f]{64})(?::([1-9][0-9]{0,6}))?");
    private static final long MOST_BYTES = 64 * 1024;

    private CallerKeys() {}

    /** The key of a text, or empty if it has not the form of one. */
    static Optional<Settings.Key> parse(String text) {
        Matcher key = KEY.matcher(text);
        return key.matches()
                ? Optional.of(new Settings.Key(
                        key.group(1),
                        Settings.Permission.valueOf(key.group(2).toUpperCase(Locale.ROOT)),
                        key.group(3),
                        key.group(4) == null ? 0 : Integer.parseInt(key.group(4))))
                : Optional.empty();
    }

    /**
     * Reads a file with a key on each line. Empty lines, and lines that begin with #, are ignored.
     *
     * @throws IOException names the file, and the line that is wrong
     */
    public static List<Settings.Key> read(Path file) throws IOException {
        List<Settings.Key> keys = new ArrayList<>();
        Set<String> hashes = new HashSet<>();
        int number = 0;
        for (String line : lines(file)) {
            number++;
            String text = line.strip();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            Optional<Settings.Key> key = parse(text);
            if (key.isEmpty() || !hashes.add(key.get().sha256()) || keys.size() == MOST) {
                throw new IOException(
                        file + ": line " + number + " must be one of up to " + MOST + " keys, " + ALLOWED);
            }
            keys.add(key.get());
        }
        return List.copyOf(keys);
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new IOException(file + " has more than " + MOST_BYTES + " bytes");
            }
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file);
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is not text in UTF-8");
        }
    }
}
