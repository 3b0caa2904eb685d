package menhir.replication;

import java.util.Arrays;
import java.util.function.IntToLongFunction;

/**
 * An immutable list of (key, value) pairs with increasing keys that grows at its end. {@link #floor} finds the pair that
 * applies at a key by binary search. An append copies one chunk at most, so a list of many thousand pairs can be part of an
 * actor's immutable state.
 */
public final class RunIndex {
    private static final int CHUNK_PAIRS = 256;

    /** The empty list. */
    public static final RunIndex EMPTY = new RunIndex(new long[0][], new long[0]);

    private final long[][] full;
    private final long[] tail;

    private RunIndex(long[][] full, long[] tail) {
        this.full = full;
        this.tail = tail;
    }

    /** The list with these pairs: key, value, key, value, as {@link #toArray()} returns them. */
    public static RunIndex of(long[] pairs) {
        RunIndex runs = EMPTY;
        for (int i = 0; i < pairs.length; i += 2) {
            runs = runs.append(pairs[i], pairs[i + 1]);
        }
        return runs;
    }

    public int size() {
        return full.length * CHUNK_PAIRS + tail.length / 2;
    }

    public boolean isEmpty() {
        return tail.length == 0;
    }

    public long key(int position) {
        return chunk(position)[2 * (position % CHUNK_PAIRS)];
    }

    public long value(int position) {
        return chunk(position)[2 * (position % CHUNK_PAIRS) + 1];
    }

    /** The list with one more pair. The key must be greater than all keys so far. */
    public RunIndex append(long key, long value) {
        if (!isEmpty() && key <= key(size() - 1)) {
            throw new IllegalArgumentException("key " + key + " is not above " + key(size() - 1));
        }
        if (tail.length == 2 * CHUNK_PAIRS) {
            long[][] longer = Arrays.copyOf(full, full.length + 1);
            longer[full.length] = tail;
            return new RunIndex(longer, new long[] {key, value});
        }
        long[] grown = Arrays.copyOf(tail, tail.length + 2);
        grown[tail.length] = key;
        grown[tail.length + 1] = value;
        return new RunIndex(full, grown);
    }

    /** The position of the pair with the greatest key that is not above {@code key}, or -1. */
    public int floor(long key) {
        return lastPosition(this::key, key);
    }

    /** The same for values, in a list whose values increase. */
    int floorValue(long value) {
        return lastPosition(this::value, value);
    }

    private int lastPosition(IntToLongFunction at, long limit) {
        int low = 0;
        int high = size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (at.applyAsLong(middle) <= limit) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }

    /** The list with only its first {@code size} pairs. */
    public RunIndex take(int size) {
        if (size >= size()) {
            return this;
        }
        if (size == 0) {
            return EMPTY;
        }
        // The tail of a non-empty list is never empty: a full last chunk stays the tail.
        int chunks = (size - 1) / CHUNK_PAIRS;
        long[] last = chunks < full.length ? full[chunks] : tail;
        return new RunIndex(Arrays.copyOf(full, chunks), Arrays.copyOf(last, 2 * (size - chunks * CHUNK_PAIRS)));
    }

    /** The list without the pairs at {@code key} and above. */
    public RunIndex dropFrom(long key) {
        return take(floor(key - 1) + 1);
    }

    public long[] toArray() {
        long[] pairs = new long[2 * size()];
        for (int i = 0; i < full.length; i++) {
            System.arraycopy(full[i], 0, pairs, 2 * CHUNK_PAIRS * i, 2 * CHUNK_PAIRS);
        }
        System.arraycopy(tail, 0, pairs, 2 * CHUNK_PAIRS * full.length, tail.length);
        return pairs;
    }

    private long[] chunk(int position) {
        int chunk = position / CHUNK_PAIRS;
        return chunk < full.length ? full[chunk] : tail;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RunIndex that && Arrays.equals(toArray(), that.toArray());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(toArray());
    }

    @Override
    public String toString() {
        return Arrays.toString(toArray());
    }
}
