package menhir.client;

import java.util.Locale;

/** Makes what a server sent safe to show: a name with an escape sequence in it must not drive the user's terminal. */
public final class TerminalText {

    private static final int LINE_LIMIT = 4_096;

    private TerminalText() {}

    /** The text on one line, without control or direction-changing characters, cut when it is very long. */
    public static String line(String text) {
        return line(text, LINE_LIMIT);
    }

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

    /** 1234567 as 1,234,567. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    public static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.3f s", millis / 1e3);
    }
}
