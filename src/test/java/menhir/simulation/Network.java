package menhir.simulation;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Loses, doubles, delays and reorders messages, and knows which sites cannot hear which. */
final class Network {
    private record Link(String from, String to) {}

    private static final long RECONNECT_MICROS = 200_000;
    private static final long VERY_LATE_MICROS = 24_000_000;

    private final Map<Link, Long> latest = new HashMap<>();
    private final Map<Link, Deque<Runnable>> buffered = new HashMap<>();
    private final Timeline timeline;
    private final SplittableRandom random;
    private final boolean[][] cut;
    private double loss;
    private double duplicates;
    private double slow;
    private long slowMicros;

    Network(Timeline timeline, SplittableRandom random, Scenario scenario, int sites) {
        this.timeline = timeline;
        this.random = random;
        this.cut = new boolean[sites][sites];
        this.loss = scenario.loss();
        this.duplicates = scenario.duplicates();
        this.slow = scenario.slow();
        this.slowMicros = scenario.slowMicros();
    }

    /** From now on every message arrives, soon. */
    void heal() {
        loss = 0;
        duplicates = 0;
        slow = 0;
        slowMicros = 0;
        healLinks();
    }

    void healLinks() {
        for (boolean[] row : cut) {
            Arrays.fill(row, false);
        }
    }

    void cut(int from, int to) {
        cut[from][to] = from != to;
    }

    void send(Machine from, Machine to, Runnable arrival) {
        if (from.site() == to.site()) {
            deliver(to, arrival, random.nextLong(20, 100));
            return;
        }
        if (cut[from.site()][to.site()] || random.nextDouble() < loss) {
            return;
        }
        deliver(to, arrival, delay());
        if (random.nextDouble() < duplicates) {
            boolean veryLate = random.nextInt(8) == 0;
            deliver(to, arrival, veryLate ? random.nextLong(VERY_LATE_MICROS) : delay());
        }
    }

    /**
     * Between two actors Akka delivers in order and never twice. Messages may be lost or late; those sent over a cut link
     * may be buffered until the link works again.
     */
    void sendInOrder(Machine from, Machine to, Runnable arrival) {
        boolean cutNow = cut[from.site()][to.site()];
        if ((cutNow && random.nextBoolean()) || (from.site() != to.site() && random.nextDouble() < loss)) {
            return;
        }
        arriveInOrder(new Link(from.name(), to.name()), from, to, arrival);
    }

    private void arriveInOrder(Link link, Machine from, Machine to, Runnable arrival) {
        Deque<Runnable> queue = buffered.computeIfAbsent(link, key -> new ArrayDeque<>());
        queue.add(arrival);
        long due = Math.max(timeline.now() + delay(), latest.getOrDefault(link, 0L));
        latest.put(link, due);
        timeline.at(due, () -> drain(queue, from, to));
    }

    /** Delivers what is buffered, or tries again later while the link is cut. */
    private void drain(Deque<Runnable> queue, Machine from, Machine to) {
        if (cut[from.site()][to.site()]) {
            timeline.after(RECONNECT_MICROS, () -> drain(queue, from, to));
            return;
        }
        while (!queue.isEmpty()) {
            to.run(queue.remove());
        }
    }

    private long delay() {
        long delay = random.nextLong(200, 2_000);
        return random.nextDouble() < slow ? delay + random.nextLong(slowMicros) : delay;
    }

    /** Whoever runs under that name when the message arrives gets it: the process may have been started anew. */
    private void deliver(Machine to, Runnable arrival, long micros) {
        timeline.after(micros, () -> to.run(arrival));
    }
}
