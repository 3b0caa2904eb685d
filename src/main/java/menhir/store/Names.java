package menhir.store;

/**
 * Which names of items, topics, teams and events are valid, wherever they come from: a request, a catalog file or a
 * command.
 */
public final class Names {
    /** Characters (code points) of the longest name. */
    public static final int MAX_LENGTH = 100;

    /** For error texts: which names are allowed. */
    public static final String ALLOWED = "1 to " + MAX_LENGTH
            + " printable characters in UTF-8, not starting or ending with a space, and neither . nor ..";

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
}
