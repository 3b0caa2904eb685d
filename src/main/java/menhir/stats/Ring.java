package menhir.stats;

import java.util.ArrayDeque;
import java.util.List;

/** The newest of a sequence that is numbered from 1. */
final class Ring<T> {
    private final int capacity;
    private final ArrayDeque<T> newest = new ArrayDeque<>();
    private long last;

    Ring(int capacity) {
        this.capacity = capacity;
    }

    void add(T entry) {
        if (newest.size() == capacity) {
            newest.removeFirst();
        }
        newest.addLast(entry);
        last++;
    }

    /** Number of the newest one; 0 if there is none. */
    long last() {
        return last;
    }

    /** Those with higher numbers, the oldest first, as far as they are kept. */
    List<T> after(long number) {
        long count = Math.min(newest.size(), Math.max(0, last - number));
        return newest.stream().skip(newest.size() - count).toList();
    }
}
