package menhir.games.multicast;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The newest delivered requests, for inspection. */
final class History {
    private final int capacity;
    private final Deque<Delivered> newest = new ArrayDeque<>();

    History(int capacity) {
        this.capacity = capacity;
    }

    void add(Delivered delivered) {
        newest.addLast(delivered);
        if (newest.size() > capacity) {
            newest.removeFirst();
        }
    }

    void clear() {
        newest.clear();
    }

    /** Oldest first. */
    List<Delivered> all() {
        return List.copyOf(newest);
    }
}
