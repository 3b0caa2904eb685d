package menhir.simulation;

import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

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
    private @Nullable RuntimeException failure;

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

    /** Runs a check whose caller would swallow its failure: the run ends with the present step. */
    void keepFailure(Runnable check) {
        try {
            check.run();
        } catch (RuntimeException thrown) {
            failure = failure == null ? thrown : failure;
        }
    }

    /** Lets all that is due up to {@code endMicros} happen. */
    void runUntil(long endMicros) {
        Event next = queue.peek();
        while (next != null && next.time() <= endMicros) {
            queue.poll();
            now = next.time();
            steps++;
            next.action().run();
            if (failure != null) {
                throw failure;
            }
            next = queue.peek();
        }
        now = endMicros;
    }
}
