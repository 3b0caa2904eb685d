package menhir.replica;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;

/** Requests that wait until an index is reached: bounded in number, each with a deadline. Belongs to one thread. */
final class IndexWaiters {

    /** Told once whether the index was reached before the deadline. */
    interface Waiter {
        void done(boolean reached);
    }

    private record Waiting(long index, long deadline, Waiter waiter) {}

    private final int capacity;
    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Comparator.comparingLong(Waiting::index));

    /**
     * No waiters yet.
     *
     * @param capacity most waiters; a further one is told at once that the index was not reached
     */
    IndexWaiters(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Waits for an index.
     *
     * @param reached the index that is reached now
     * @param waitMillis how long to wait; 0 for not at all
     */
    void await(long index, long reached, long waitMillis, long now, Waiter waiter) {
        if (reached >= index) {
            waiter.done(true);
        } else if (waitMillis <= 0 || waiting.size() >= capacity) {
            waiter.done(false);
        } else {
            waiting.add(new Waiting(index, now + waitMillis, waiter));
        }
    }

    /** Tells all that waited for an index up to {@code reached}. */
    void onReached(long reached) {
        List<Waiter> due = new ArrayList<>();
        for (Waiting next = waiting.peek(); next != null && next.index() <= reached; next = waiting.peek()) {
            due.add(waiting.remove().waiter());
        }
        due.forEach(waiter -> waiter.done(true));
    }

    /** Tells all whose deadline has passed. */
    void expire(long now) {
        List<Waiter> due = new ArrayList<>();
        for (Iterator<Waiting> all = waiting.iterator(); all.hasNext(); ) {
            Waiting next = all.next();
            if (now >= next.deadline()) {
                all.remove();
                due.add(next.waiter());
            }
        }
        due.forEach(waiter -> waiter.done(false));
    }
}
