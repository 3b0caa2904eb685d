package menhir.simulation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Loses, doubles, delays and reorders messages, and knows which sites cannot hear which. */
final class Network {
    private record Link(String from, String to) {}

    private final Map<Link, Long> latest = new HashMap<>();
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
            deliver(to, arrival, veryLate ? random.nextLong(6_000_000) : delay());
        }
    }

    /**
     * As the actors' remoting has it between two of them: lost, perhaps, and late, but never twice and never before what was
     * sent earlier.
     */
    void sendInOrder(Machine from, Machine to, Runnable arrival) {
        if (cut[from.site()][to.site()] || (from.site() != to.site() && random.nextDouble() < loss)) {
            return;
        }
        Link link = new Link(from.name(), to.name());
        long due = Math.max(timeline.now() + delay(), latest.getOrDefault(link, 0L));
        latest.put(link, due);
        timeline.at(due, () -> to.run(arrival));
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
