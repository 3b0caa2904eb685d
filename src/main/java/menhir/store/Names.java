package menhir.store;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * Which names of items, topics, teams and events are valid, wherever they come from: a request, a catalog file or a
 * command; and which known name a misspelt one probably stands for.
 */
public final class Names {
    /** Characters (code points) of the longest name. */
    public static final int MAX_LENGTH = 100;

    /** For error texts: which names are allowed. */
    public static final String ALLOWED = "1 to " + MAX_LENGTH
            + " printable characters in UTF-8, not starting or ending with a space, and neither . nor ..";

    /** More changes than this make another word, and so do changes of more than half of a short one. */
    private static final int MOST_CHANGES = 3;

    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;
    private static final int REPLACEMENT_CHARACTER = 0xFFFD;

    private Names() {}

    /** Whether a name is allowed: see {@link #ALLOWED}. */
    public static boolean isValid(String name) {
        int length = name.length();
        if (length == 0 || length > 2 * MAX_LENGTH || isSpace(name.charAt(0)) || isSpace(name.charAt(length - 1))) {
            return false;
        }
        // Clients and proxies remove these two from a path before they send it, so no URL could name the item.
        if (name.equals(".") || name.equals("..")) {
            return false;
        }
        int codePoints = 0;
        for (int i = 0; i < length; codePoints++) {
            int codePoint = name.codePointAt(i);
            if (!isPrintable(codePoint)) {
                return false;
            }
            i += Character.charCount(codePoint);
        }
        return codePoints <= MAX_LENGTH;
    }

    /** Text from outside in quotes, shortened and without unprintable characters, for error texts. */
    public static String quoted(String text) {
        StringBuilder quoted = new StringBuilder().append('"');
        text.codePoints()
                .limit(MAX_LENGTH)
                .map(codePoint -> isPrintable(codePoint) ? codePoint : '?')
                .forEach(quoted::appendCodePoint);
        return quoted.append('"').toString();
    }

    /** The replacement character counts as unprintable: malformed UTF-8 decodes to it. */
    private static boolean isPrintable(int codePoint) {
        if (codePoint < 0x7F) {
            return codePoint >= ' ';
        }
        if (codePoint == REPLACEMENT_CHARACTER || (codePoint & 0xFFFE) == 0xFFFE) {
            return false;
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            // Direction overrides make different names look the same. The two joiners are part of real words.
            case Character.FORMAT -> codePoint == ZERO_WIDTH_NON_JOINER || codePoint == ZERO_WIDTH_JOINER;
            default -> true;
        };
    }

    private static boolean isSpace(char character) {
        return Character.isSpaceChar(character) || Character.isWhitespace(character);
    }

    // ---- what somebody probably meant -------------------------------------------------------------------------------

    /** The known word that is nearest to a misspelt one, if one is near. Upper and lower case are the same. */
    public static Optional<String> nearest(String word, Collection<String> known) {
        return known.stream()
                .filter(each -> Math.abs(each.length() - word.length()) <= MOST_CHANGES)
                .min(Comparator.comparingInt(each -> changes(word, each)))
                .filter(best -> changes(word, best) <= Math.min(MOST_CHANGES, word.length() / 2));
    }

    /** A question to follow an error; empty if nothing is near. */
    public static String question(Optional<String> nearest) {
        return nearest.map(word -> "; did you mean " + word + "?").orElse("");
    }

    /** Insertions, deletions and substitutions of characters that make one word of the other (Levenshtein 1966). */
    private static int changes(String from, String to) {
        int[] previous = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] current = new int[to.length() + 1];
            current[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int substituted = previous[j - 1] + (same(from.charAt(i - 1), to.charAt(j - 1)) ? 0 : 1);
                current[j] = Math.min(substituted, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[to.length()];
    }

    private static boolean same(char one, char other) {
        return Character.toLowerCase(one) == Character.toLowerCase(other);
    }
}
