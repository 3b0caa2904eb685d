package menhir.games.multicast;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The newest deliveries, for inspection. */
final class DeliveryHistory {
    private final int capacity;
    private final Deque<Delivery> newest = new ArrayDeque<>();

    DeliveryHistory(int capacity) {
        this.capacity = capacity;
    }

    void add(Delivery delivery) {
        newest.addLast(delivery);
        if (newest.size() > capacity) {
            newest.removeFirst();
        }
    }

    /** Oldest first. */
    List<Delivery> all() {
        return List.copyOf(newest);
    }
}
