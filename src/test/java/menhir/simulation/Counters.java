package menhir.simulation;

import java.util.EnumMap;
import java.util.Map;

/** How often each thing happened. */
final class Counters {
    private final Map<Counter, Long> counts = new EnumMap<>(Counter.class);

    void add(Counter counter) {
        add(counter, 1);
    }

    void add(Counter counter, long times) {
        counts.merge(counter, times, Long::sum);
    }

    void addAll(Counters other) {
        other.counts.forEach(this::add);
    }

    long get(Counter counter) {
        return counts.getOrDefault(counter, 0L);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Counter counter : Counter.values()) {
            text.append(String.format("%-32s %,14d%n", counter, get(counter)));
        }
        return text.toString();
    }
}
