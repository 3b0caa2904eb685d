package menhir.client.command;

import java.util.HashMap;
import java.util.Map;

/** Compares digests that were taken at the same position of a sequence. */
final class DigestComparison {

    private final Map<String, String> digestByPosition = new HashMap<>();
    private int compared;
    private boolean differ;

    /** Adds a digest and compares it with the first one at the same position. */
    void add(String position, String digest) {
        String other = digestByPosition.putIfAbsent(position, digest);
        if (other != null) {
            compared++;
            differ |= !other.equals(digest);
        }
    }

    boolean isEmpty() {
        return digestByPosition.isEmpty();
    }

    /** Whether two digests at one position differ. */
    boolean differ() {
        return differ;
    }

    /** Whether at least two digests had the same position. */
    boolean comparedAny() {
        return compared > 0;
    }
}
