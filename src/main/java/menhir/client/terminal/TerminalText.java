package menhir.client.terminal;

import java.util.Locale;

/**
 * Makes text from a server safe to print: escape sequences in an item's name must not control the user's terminal.
 */
public final class TerminalText {

    private static final int LINE_LIMIT = 4_096;

    private TerminalText() {}

    /**
     * The text on one line, with control and direction-changing characters replaced by {@code ?}, cut after 4,096
     * characters.
     */
    public static String line(String text) {
        return line(text, LINE_LIMIT);
    }

    /**
     * As {@link #line(String)}, but with another limit.
     *
     * @param limit in characters; a longer text is cut there and ends in {@code ...}
     */
    public static String line(String text, int limit) {
        StringBuilder safe = new StringBuilder(Math.min(text.length(), limit));
        for (int i = 0; i < text.length() && safe.length() < limit; i++) {
            char c = text.charAt(i);
            safe.append(isSafe(c) ? c : '?');
        }
        return text.length() > limit ? safe.append("...").toString() : safe.toString();
    }

    private static boolean isSafe(char c) {
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }

    /** A count with thousands separators: 1234567 as 1,234,567. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A duration in seconds with three decimals: 1500 as 1.500 s. */
    public static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.3f s", millis / 1e3);
    }
}
