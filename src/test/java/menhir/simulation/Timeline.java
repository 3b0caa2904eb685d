package menhir.simulation;

import java.util.PriorityQueue;

/** Simulated time, in microseconds: what is due next happens next, at once. */
final class Timeline {

    private record Event(long time, long order, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event that) {
            return time != that.time ? Long.compare(time, that.time) : Long.compare(order, that.order);
        }
    }

    private final PriorityQueue<Event> queue = new PriorityQueue<>(256);
    private long now;
    private long order;
    private long steps;

    long now() {
        return now;
    }

    /** How many events have happened. */
    long steps() {
        return steps;
    }

    void at(long timeMicros, Runnable action) {
        queue.add(new Event(Math.max(now, timeMicros), order++, action));
    }

    void after(long micros, Runnable action) {
        at(now + micros, action);
    }

    /** Lets all that is due up to {@code endMicros} happen. */
    void runUntil(long endMicros) {
        Event next = queue.peek();
        while (next != null && next.time() <= endMicros) {
            queue.poll();
            now = next.time();
            steps++;
            next.action().run();
            next = queue.peek();
        }
        now = endMicros;
    }
}
