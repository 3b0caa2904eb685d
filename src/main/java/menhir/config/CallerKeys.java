package menhir.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A list of the keys of callers, which are written as text. */
public final class CallerKeys {
    /** Most keys of a list. */
    static final int MOST = 100;

    /** For error texts: what a key looks like. */
    static final String ALLOWED = "as `menhir key` prints it: name:permission:sha256, or"
            + " name:permission:sha256:requests per second; with distinct hashes";

    private static final Pattern KEY = Pattern.compile(
            "(" + Names.NODE.pattern() + "):(read|order|administer):([0-9a-f]{64})(?::([1-9][0-9]{0,6}))?");
    private static final long MOST_BYTES = 64 * 1024;

    private final List<Settings.Key> keys = new ArrayList<>();
    private final Set<String> hashes = new HashSet<>();

    CallerKeys() {}

    /** Adds a key. Returns whether it may be in the list: see {@link #ALLOWED} and {@link #MOST}. */
    boolean add(String text) {
        Matcher key = KEY.matcher(text);
        if (!key.matches() || !hashes.add(key.group(3)) || keys.size() == MOST) {
            return false;
        }
        keys.add(new Settings.Key(
                key.group(1),
                Settings.Permission.valueOf(key.group(2).toUpperCase(Locale.ROOT)),
                key.group(3),
                key.group(4) == null ? 0 : Integer.parseInt(key.group(4))));
        return true;
    }

    List<Settings.Key> list() {
        return List.copyOf(keys);
    }

    /**
     * Reads a file with a key on each line. Empty lines, and lines that begin with #, are ignored.
     *
     * @throws IOException names the file, and the line that is wrong
     */
    public static List<Settings.Key> read(Path file) throws IOException {
        CallerKeys keys = new CallerKeys();
        ListFile list = ListFile.read(file, MOST_BYTES);
        for (ListFile.Line line : list.lines()) {
            if (!keys.add(line.text())) {
                throw list.wrong(line, "be one of up to " + MOST + " keys, " + ALLOWED);
            }
        }
        return keys.list();
    }
}
