package menhir.replica;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The digests of a catalog at its newest indexes: at most {@value #KEPT}, about what is released in a second under load. */
final class DigestHistory {
    static final int KEPT = 32_768;

    private final long[] digests = new long[KEPT];
    private long first;
    private long last = -1;

    /** Forgets all digests but this one. */
    void restart(long index, long digest) {
        first = index;
        last = index - 1;
        add(digest);
    }

    /** Adds the digest at the next index. */
    void add(long digest) {
        last++;
        digests[(int) (last % KEPT)] = digest;
        first = Math.max(first, last - KEPT + 1);
    }

    /** The digest at this index, hexadecimal; null if it is not known, or not any more. */
    @Nullable
    String at(long index) {
        return index < first || index > last ? null : HexFormat.of().toHexDigits(digests[(int) (index % KEPT)]);
    }
}
