package menhir.store;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody probably meant. */
public final class Spelling {
    /** More changes than this make another word, and so do changes of more than half of a short one. */
    private static final int MOST_CHANGES = 3;

    private Spelling() {}

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
